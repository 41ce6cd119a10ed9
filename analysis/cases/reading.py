"""Reading the files of one case; everything wrong becomes one sentence that names file and line."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

DECIMAL_COMMA = re.compile(r"\s*-?\d+,\d+\s*")
MISSING = frozenset({"", "NA", "NaN", "nan", "null", "None"})


class CaseError(ValueError):
    """Raised when a case cannot be computed; the text names the file and the reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV file: its values by column and the place it came from."""

    path: Path
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the text in a column, without the spaces around it."""
        return self.values[column]

    def number(self, column: str) -> float | None:
        """Return the number in a column, None when it is missing."""
        text = self.values[column]
        if text in MISSING:
            return None
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            raise self.error(f"{column}: {text!r} is not a number")
        return value

    def whole(self, column: str) -> int | None:
        """Return the whole number in a column, None when it is missing."""
        value = self.number(column)
        if value is not None and value != int(value):
            raise self.error(f"{column}: {self.values[column]!r} is not a whole number")
        return None if value is None else int(value)

    def error(self, reason: str) -> CaseError:
        """Return the error that names this line."""
        return CaseError(self.path, f"line {self.line}: {reason}")

    @contextmanager
    def named(self) -> Iterator[None]:
        """Let what goes wrong with the values of this line name the line."""
        try:
            yield
        except CaseError:
            raise
        except (ValueError, LookupError) as error:
            raise self.error(str(error)) from error


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its columns in order and its lines."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def identity(name: str) -> int | str:
    """Return an id as the cases write it: a number when it consists of digits."""
    return int(name) if name.isdecimal() else name


def table(path: Path, *needed: str) -> Table:
    """Return a CSV file with the `needed` columns checked; empty lines are left out."""
    filled = [(line, row) for line, row in _lines(path) if any(map(str.strip, row))]
    if not filled:
        raise CaseError(path, "is empty")
    header = [name.strip() for name in filled[0][1]]
    lacking = [name for name in needed if name not in header]
    if lacking:
        raise CaseError(path, f"has no column {', '.join(lacking)}")
    if len(set(header)) < len(header):
        raise CaseError(path, "has two columns of the same name")
    return Table(tuple(header), tuple(_row(path, header, line, row) for line, row in filled[1:]))


def rows(path: Path, *needed: str) -> tuple[Row, ...]:
    """Return the lines of a CSV file with the `needed` columns checked."""
    return table(path, *needed).rows


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Return what stands on every line, with its number; with ";" a comma is a decimal point."""
    try:
        delimiter = _delimiter(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            found = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CaseError(path, f"cannot be read ({error})") from error
    if delimiter == ",":
        return found
    return [(line, [_with_point(text) for text in row]) for line, row in found]


def _with_point(text: str) -> str:
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text


def _delimiter(path: Path) -> str:
    """Return ";" when the header has semicolons and no commas, else ","."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
    return ";" if ";" in header and "," not in header else ","


def _row(path: Path, header: list[str], line: int, row: list[str]) -> Row:
    """Return one line by column name."""
    if len(row) != len(header):
        raise CaseError(path, f"line {line} has {len(row)} values, the header {len(header)}")
    return Row(path, line, dict(zip(header, map(str.strip, row), strict=True)))


def json_file(path: Path) -> Any:
    """Return the content of a JSON file."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CaseError(path, f"cannot be read ({error})") from error
