"""Reading delimited text that people made in a spreadsheet: encoding and separator detected."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from survey_app.errors import BadInput

SEPARATORS = ";,\t|"
NO_TEXT = "this is not a text file; save it as CSV UTF-8"
# What a row with text beyond the last column is told, wherever rows are judged.
SURPLUS = (
    "er staat meer in deze rij dan er kolommen zijn: "
    "zet een tekst met een scheidingsteken tussen aanhalingstekens"
)
MAXIMUM_BYTES = 200 * 1024 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LIKELY = ["cp1252", "mac_roman", "cp1250", "cp1254"]


@dataclass(frozen=True, slots=True)
class Line:
    """One data row: its number as a spreadsheet shows it (the header is row 1) and its fields.

    `surplus` says that there is text beyond the last column.
    """

    number: int
    fields: dict[str, str]
    surplus: bool = False


def read_lines(path: Path, required: Sequence[str]) -> Iterator[Line]:
    """The rows of a delimited file, keys in lower case.

    Raises BadInput when the file cannot be read as a table or misses a required column.
    """
    text = decode(_bytes(path), path.name)
    separator, text = _separator(text)
    rows = _rows(path.name, text, separator)
    header = [name.strip().lower() for name in next(rows, [])]
    _check_header(path.name, header, required)
    for number, fields in enumerate(rows, start=2):
        if any(field.strip() for field in fields):
            surplus = any(field.strip() for field in fields[len(header) :])
            yield Line(number, dict(zip(header, fields, strict=False)), surplus)


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


def decode(raw: bytes, name: str) -> str:
    """The text of a file whose encoding nobody wrote down. Raises BadInput for non-text."""
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            try:
                return _without_nul(raw.decode(encoding), name)
            except UnicodeDecodeError:
                raise BadInput(f"{name}: {NO_TEXT}") from None
    try:
        return _without_nul(raw.decode("utf-8"), name)
    except UnicodeDecodeError:
        best = from_bytes(raw, cp_isolation=LIKELY).best()
        if best is None:
            raise BadInput(f"{name}: {NO_TEXT}") from None
        return _without_nul(str(best), name)


def _without_nul(text: str, name: str) -> str:
    if "\0" in text:
        raise BadInput(f"{name}: {NO_TEXT}")
    return text


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise BadInput(f"{path.name}: larger than 200 MB; split the file")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error


def _separator(text: str) -> tuple[str, str]:
    """The separator and the text without Excel's `sep=` line."""
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    named = first.rstrip("\r")
    if named.lower().startswith("sep=") and len(named) == 5:
        return named[-1], rest
    return max(SEPARATORS, key=first.count), text
