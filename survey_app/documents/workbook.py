"""The first sheet of a file that somebody chose in the browser, as rows of text."""

import datetime
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from survey_app.documents.tabular import text_rows
from survey_app.errors import BadInput

MOST_ROWS, MOST_COLUMNS = 5000, 60
ZIP = b"PK\x03\x04"
LARGEST_UNPACKED = 50 * 1024 * 1024
NO_BOOK = "kan niet worden gelezen als .xlsx. Open het bestand en bewaar het opnieuw, of als CSV."


def rows_of_file(name: str, raw: bytes) -> list[list[str]]:
    """The rows of an .xlsx or of a delimited text.

    Raises BadInput, with a sentence for the person who chose it, when it is neither.
    """
    if not raw:
        raise BadInput(f"{name or 'Het bestand'} is leeg. Kies een ander bestand.")
    if raw.startswith(ZIP):
        return _book_rows(name, raw)
    rows: list[list[str]] = []
    for row in text_rows(name, raw):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise BadInput(f"{name} heeft meer dan {MOST_ROWS} rijen: splits het bestand.")
    return rows


def rows_on_disk(path: Path) -> list[list[str]]:
    """The same of a file that a command names. Raises BadInput."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error
    return rows_of_file(path.name, raw)


def _book_rows(name: str, raw: bytes) -> list[list[str]]:
    import openpyxl  # noqa: PLC0415 - a worker that serves respondents never loads it

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise BadInput(f"{name} is te groot: splits het bestand.")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        try:
            found = book.worksheets[0].iter_rows(
                max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True
            )
            return [_row(row) for row in found]
        finally:
            book.close()
    except (OSError, KeyError, IndexError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise BadInput(f"{name} {NO_BOOK}") from error


def _row(values: Iterable[object]) -> list[str]:
    found = [_text(value) for value in values]
    while found and not found[-1]:
        found.pop()
    return found


def _text(value: object) -> str:
    """A cell as a person would type it in Dutch.

    >>> _text(12.5), _text(60.0), _text(None)
    ('12,5', '60', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)
