"""Reading delimited text that people made in a spreadsheet: its separator, rows and fields."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_app.documents.encoding import decoded
from survey_app.errors import BadInput
from survey_app.questionnaire.typed_text import bare, readable

SEPARATORS = ";,\t|"
LINE_END = re.compile(r"\r\n|\r|\n")
# What a row with text beyond the last column is told, wherever rows are judged.
SURPLUS = (
    "er staat meer in deze rij dan er kolommen zijn: "
    "zet een tekst met een scheidingsteken tussen aanhalingstekens"
)
MAXIMUM_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One data row: its number as a spreadsheet shows it (the header is row 1) and its fields.

    `surplus` says that there is text beyond the last column.
    """

    number: int
    fields: dict[str, str]
    surplus: bool = False


def read_lines(path: Path, required: Sequence[str]) -> Iterator[Line]:
    """The rows of a delimited file, keys in lower case, without marks that nobody sees.

    Raises BadInput when the file cannot be read as a table or misses a required column.
    """
    yield from lines_of(path.name, text_rows(path.name, _bytes(path)), required)


def text_rows(name: str, raw: bytes) -> Iterator[list[str]]:
    """Every record of a delimited text with its fields. Raises BadInput for what is no table."""
    separator, text = _separator(decoded(raw, name).text)
    return _rows(name, text, separator)


def lines_of(name: str, rows: Iterable[list[str]], required: Sequence[str]) -> Iterator[Line]:
    """The rows under a header of column names. Raises BadInput where a required one is missing."""
    records = iter(rows)
    header = [bare(column).lower() for column in next(records, [])]
    _check_header(name, header, required)
    for number, raw in enumerate(records, start=2):
        fields = [readable(field) for field in raw]
        if any(field.strip() for field in fields):
            surplus = any(field.strip() for field in fields[len(header) :])
            yield Line(number, dict(zip(header, fields, strict=False)), surplus)


def encoding_of(path: Path) -> str:
    """What the file was read in. Raises BadInput as `read_lines` does."""
    return decoded(_bytes(path), path.name).encoding


def _check_header(file: str, header: Sequence[str], required: Sequence[str]) -> None:
    missing = [name for name in required if name not in header]
    if missing:
        found = ", ".join(header)[:300] or "nothing"
        raise BadInput(f"{file}: column {missing[0]!r} is missing; found: {found}")
    for name in header:
        if name and header.count(name) > 1:
            raise BadInput(f"{file}: column {name!r} stands there twice; remove or rename one")


def _rows(file: str, text: str, separator: str) -> Iterator[list[str]]:
    """Every record with its fields. Raises BadInput with the row when quotation marks go wrong."""
    ended = False

    def source() -> Iterator[str]:
        nonlocal ended
        yield from io.StringIO(text, newline="")
        ended = True

    number = 0
    try:
        for number, fields in enumerate(csv.reader(source(), delimiter=separator), start=1):
            if ended:  # the reader asked for more to finish this record: it is within quotes
                raise BadInput(f"{file}, row {number}: a quotation mark in this row is not closed")
            yield fields
    except csv.Error as error:
        raise BadInput(
            f"{file}, row {number + 1}: a field is longer than {csv.field_size_limit()} "
            "characters; is a quotation mark not closed?"
        ) from error


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise BadInput(f"{path.name}: larger than 200 MB; split the file")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error


def _separator(text: str) -> tuple[str, str]:
    """The separator and the text without Excel's `sep=` line."""
    first, *rest = LINE_END.split(text, maxsplit=1)
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[-1], "".join(rest)
    return max(SEPARATORS, key=first.count), text


def as_text(text: str) -> str:
    """A text for a CSV, so that a spreadsheet takes it for no formula.

    >>> as_text("=1+1"), as_text("Anna")
    ("'=1+1", 'Anna')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
