"""Spreadsheets that people send (.xlsx, .ods) and delimited text: one table, whichever it is.

What a file is, is decided by its content and never by its name. A spreadsheet is an archive, so
what it says of itself is looked at before anything is unpacked: no bomb, no macros. Entities and
links are not followed by the reader (calamine), and nothing is ever written to disk.
"""

import datetime
import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from survey_app.documents.tabular import Cells, Table, filled, header_of, text_rows, text_table
from survey_app.errors import FileRefused
from survey_app.operators.sentence import Sentence

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
MAXIMUM_UNPACKED = 100 * 1024 * 1024
MAXIMUM_RATIO = 100
SMALL_PART = 1024 * 1024  # a part that stays below this may be packed as tightly as it likes
MACROS = ("vbaproject.bin", "basic/", "scripts/")
ASK = "Bewaar het blad dat u inleest als een gewoon Excel-bestand (.xlsx) of als CSV UTF-8."


def read_table(raw: bytes, name: str) -> Table:
    """The table in a file. Raises FileRefused, also while the rows are read."""
    return _sheet_table(raw, name) if _is_sheet(raw, name) else text_table(raw, name)


def all_rows(raw: bytes, name: str) -> Iterator[list[str]]:
    """Every row, empty ones too: for a file that is more than one list under its header.

    Raises FileRefused, also while the rows are read.
    """
    if not _is_sheet(raw, name):
        return text_rows(name, raw)
    return _texts(_only_sheet(raw, name))


OLD = "Dit is een oud of met een wachtwoord beveiligd bestand, of een PDF."


def _is_sheet(raw: bytes, name: str) -> bool:
    if raw.startswith((OLE, PDF)):
        raise _refused(
            name, Sentence("is an old or protected spreadsheet, or a PDF"), f"{OLD} {ASK}"
        )
    if raw.startswith(ZIP):
        _refuse_unsafe(raw, name)
    return raw.startswith(ZIP)


def _refuse_unsafe(raw: bytes, name: str) -> None:
    """What the archive says that it holds; nothing is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError) as error:
        raise _refused(
            name, Sentence("is a damaged archive"), f"Dit bestand is beschadigd. {ASK}"
        ) from error
    tight = any(
        part.file_size > SMALL_PART and part.file_size > MAXIMUM_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if tight or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED:
        raise _refused(
            name,
            Sentence("unpacks to more than a list of rows can hold"),
            f"Dit bestand wordt uitgepakt veel te groot. {ASK}",
        )
    names = [part.filename.casefold() for part in parts]
    if any(one.startswith(MACROS) or one.endswith(MACROS) for one in names):
        raise _refused(name, Sentence("holds macros"), f"In dit bestand zitten macro's. {ASK}")


def _sheet_table(raw: bytes, name: str) -> Table:
    sheet = _only_sheet(raw, name)
    first = sheet.start[0] if sheet.start else 0

    def rows() -> Iterator[Cells]:
        return filled(islice(enumerate(_texts(sheet), start=1), first + 1, None))

    return Table(header_of(name, next(islice(_texts(sheet), first, None), [])), rows)


def _texts(sheet: "CalamineSheet") -> Iterator[list[str]]:
    """Every row from the first of the sheet on; calamine gives the empty ones above it too."""
    return ([_text(cell) for cell in row] for row in sheet.iter_rows())


def _only_sheet(raw: bytes, name: str) -> "CalamineSheet":
    """The one sheet that can be seen and holds anything; hidden ones are not opened."""
    # Loaded when a spreadsheet comes: most web workers never see one.
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        seen = [one for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        sheets = [book.get_sheet_by_name(one.name) for one in seen]
    except (CalamineError, ValueError, OSError) as error:
        raise FileRefused(
            "{name}: is no spreadsheet; save it as .xlsx or CSV UTF-8",
            f"Dit is geen rekenblad. {ASK}",
            name=name,
        ) from error
    used = [sheet for sheet in sheets if sheet.start is not None]
    if len(used) != 1:
        dutch = "Het rekenblad is leeg." if not used else "Er zijn meer bladen met gegevens."
        raise FileRefused(
            "{name}: has {sheets} sheets with data; keep one; save it as .xlsx or CSV UTF-8",
            f"{dutch} {ASK}",
            name=name,
            sheets=len(used),
        )
    return used[0]


def _text(cell: Any) -> str:
    """A cell as a person reads it: 12 and 12,5, ja and nee, days as 2026-11-28."""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


def _refused(name: str, reason: Sentence, dutch: str) -> FileRefused:
    return FileRefused(
        "{name}: {reason}; save it as .xlsx or CSV UTF-8", dutch, name=name, reason=reason
    )
