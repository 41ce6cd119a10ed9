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
MAXIMUM_BYTES = 200 * 1024 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LIKELY = ["cp1252", "mac_roman", "cp1250", "cp1254"]


@dataclass(frozen=True, slots=True)
class Line:
    """One data row: its row number in the file (the header is row 1) and its fields."""

    number: int
    fields: dict[str, str]


def read_lines(path: Path, required: Sequence[str]) -> Iterator[Line]:
    """The rows of a delimited file, keys in lower case.

    Raises BadInput when the file cannot be read as a table or misses a required column.
    """
    text = decode(_bytes(path), path.name)
    separator, text = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in required if name not in header]
    if missing:
        found = ", ".join(header) or "nothing"
        raise BadInput(f"{path.name}: column {missing[0]!r} is missing; found: {found}")
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield Line(reader.line_num, dict(zip(header, fields, strict=False)))
    except csv.Error as error:
        raise BadInput(f"{path.name}, row {reader.line_num}: {error}") from error


def decode(raw: bytes, name: str) -> str:
    """The text of a file whose encoding nobody wrote down. Raises BadInput for non-text."""
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            return raw.decode(encoding, errors="strict")
    try:
        return _without_nul(raw.decode("utf-8"), name)
    except UnicodeDecodeError:
        best = from_bytes(raw, cp_isolation=LIKELY).best()
        if best is None:
            raise BadInput(f"{name}: this is not a text file; save it as CSV UTF-8") from None
        return _without_nul(str(best), name)


def _without_nul(text: str, name: str) -> str:
    if "\0" in text:
        raise BadInput(f"{name}: this is not a text file; save it as CSV UTF-8")
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
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1], rest
    return max(SEPARATORS, key=first.count), text
