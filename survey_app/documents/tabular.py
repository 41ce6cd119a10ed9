"""Reading delimited text that people made in a spreadsheet: its separator, rows and fields."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from survey_app.documents.encoding import decoded, encoding_of
from survey_app.errors import BadInput, FileRefused
from survey_app.operators.sentence import system_words
from survey_app.questionnaire.typed_text import bare, readable

SEPARATORS = ";,\t|"
# What a row with text beyond the last column is told, wherever rows are judged.
SURPLUS = (
    "er staat meer in deze rij dan er kolommen zijn: "
    "zet een tekst met een scheidingsteken tussen aanhalingstekens"
)
MAXIMUM_BYTES = 200 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One data row: its number as a spreadsheet shows it (the header is row 1) and its fields.

    `surplus` says that there is text beyond the last column.
    """

    number: int
    fields: dict[str, str]
    surplus: bool = False


class Cells(NamedTuple):
    """One row as it stands in the file: its number as a spreadsheet shows it, and every cell."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file read as a table: the names of its columns in lower case, and its rows.

    `rows` gives the rows that hold anything, from the first again each time it is called;
    `encoding` is empty where the file says itself how its letters are written.
    """

    header: tuple[str, ...]
    rows: Callable[[], Iterator[Cells]]
    encoding: str = ""

    def lines(self) -> Iterator[Line]:
        """The rows with the name of each field."""
        width = len(self.header)
        for number, cells in self.rows():
            surplus = any(cell.strip() for cell in cells[width:])
            yield Line(number, dict(zip(self.header, cells, strict=False)), surplus)


def read_lines(path: Path, required: Sequence[str]) -> Iterator[Line]:
    """The rows of a delimited file, keys in lower case, without marks that nobody sees.

    One row is held at a time, however long the file. Raises BadInput when it cannot be read as a
    table or misses a required column.
    """
    with _readable(path), path.open("rb") as file:
        encoding = encoding_of(lambda: _chunks(file), path.name)
    with _readable(path), path.open(encoding=encoding, newline="") as text:
        separator, lines = _separated(text)
        yield from lines_of(path.name, _rows(path.name, lines, separator), required, {})


def text_rows(name: str, raw: bytes) -> Iterator[list[str]]:
    """Every record of a delimited text with its fields. Raises BadInput for what is no table."""
    separator, lines = _separated(_as_lines(decoded(raw, name).text))
    return _rows(name, lines, separator)


def lines_of(
    name: str, rows: Iterable[list[str]], required: Sequence[str], words: Mapping[str, str]
) -> Iterator[Line]:
    """The rows under a header of column names; `words` says what people call these columns.

    Raises FileRefused where a required one is missing.
    """
    records = iter(rows)
    header = header_of(name, next(records, []))
    check_required(name, header, required, words)
    yield from Table(header, lambda: filled(enumerate(records, start=2))).lines()


def text_table(raw: bytes, name: str) -> Table:
    """Delimited text as a table. Raises FileRefused, also from `rows`."""
    found = decoded(raw, name)

    def every_row() -> Iterator[list[str]]:
        separator, lines = _separated(_as_lines(found.text))
        return _rows(name, lines, separator)

    def rows() -> Iterator[Cells]:
        numbered = enumerate(every_row(), start=1)
        next(numbered, None)
        return filled(numbered)

    return Table(header_of(name, next(every_row(), [])), rows, found.encoding)


def filled(numbered: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Cells]:
    """Those rows that hold anything, without marks that nobody sees."""
    for number, raw in numbered:
        cells = tuple(readable(cell) for cell in raw)
        if any(cell.strip() for cell in cells):
            yield Cells(number, cells)


def header_of(file: str, raw: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns. Raises FileRefused for one that stands there twice."""
    header = tuple(bare(name).lower() for name in raw)
    for name in header:
        if name and header.count(name) > 1:
            raise FileRefused(
                "{file}: column {name!r} stands there twice; remove or rename one",
                "De kolom ‘{name}’ staat er twee keer. Geef een van de twee een andere naam.",
                file=file,
                name=name,
            )
    return header


def check_required(
    file: str, header: Sequence[str], required: Sequence[str], words: Mapping[str, str]
) -> None:
    """Raises FileRefused where a required column is missing; `words` is what people call it."""
    missing = [name for name in required if name not in header]
    if missing:
        found = ", ".join(header)[:300] or "nothing"
        raise FileRefused(
            "{file}: column {missing!r} is missing; found: {found}",
            "De kolom ‘{words}’ ontbreekt. Zet de namen van de kolommen in de eerste rij.",
            words=words.get(missing[0], missing[0]),
            file=file,
            missing=missing[0],
            found=found,
        )


def _rows(file: str, lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """Every record with its fields. Raises BadInput with the row when quotation marks go wrong."""
    ended = False

    def source() -> Iterator[str]:
        nonlocal ended
        yield from lines
        ended = True

    number = 0
    try:
        for number, fields in enumerate(csv.reader(source(), delimiter=separator), start=1):
            if ended:  # the reader asked for more to finish this record: it is within quotes
                raise FileRefused(
                    "{file}, row {number}: a quotation mark in this row is not closed",
                    "In rij {number} wordt een aanhalingsteken niet gesloten. Verbeter die rij.",
                    file=file,
                    number=number,
                )
            yield fields
    except csv.Error as error:
        raise FileRefused(
            "{file}, row {number}: a field is longer than {most} characters; is a quotation "
            "mark not closed?",
            "In rij {number} staat een veld dat veel te lang is. Wordt daar een "
            "aanhalingsteken niet gesloten?",
            file=file,
            number=number + 1,
            most=csv.field_size_limit(),
        ) from error


def content_of(path: Path) -> bytes:
    """The bytes of a file on this machine. Raises BadInput: too large, or cannot be read."""
    with _readable(path):
        return path.read_bytes()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Raises BadInput for a file that is too large or cannot be read."""
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise BadInput("{file}: larger than 200 MB; split the file", file=path.name)
        yield
    except OSError as error:
        raise BadInput(
            "{path}: cannot be read ({reason})", path=path, reason=system_words(error)
        ) from error


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """What stands in the file, from its beginning."""
    file.seek(0)
    return iter(lambda: file.read(CHUNK_BYTES), b"")


def _as_lines(text: str) -> IO[str]:
    return io.StringIO(text, newline="")


def _separated(text: IO[str]) -> tuple[str, Iterator[str]]:
    """The separator, and the lines without a mark of the encoding and without Excel's `sep=`."""
    first = text.readline().removeprefix("\ufeff")
    head = first.rstrip("\r\n")
    if head.lower().startswith("sep=") and len(head) == 5:
        return head[-1], iter(text)
    return max(SEPARATORS, key=head.count), chain([first] if first else [], text)


def as_text(text: str) -> str:
    """A text for a CSV, so that a spreadsheet takes it for no formula.

    >>> as_text("=1+1"), as_text("Anna")
    ("'=1+1", 'Anna')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
