"""Translations as a bureau works with them: a .po file, or a sheet with three columns.

A file that comes back is judged as a whole: unknown keys, a Dutch text that has changed since,
and places in braces that differ are all listed, and then nothing is taken over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from survey_app.errors import BadInput
from survey_app.texts.po_file import format_po, read_po
from survey_app.texts.translations import same_places

COLUMNS = ("sleutel", "Nederlands", "vertaling")
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class TranslationLine:
    """One text: its key, the Dutch it was made from, and the translation (may be empty)."""

    key: str
    dutch: str
    text: str


def write_sheet(path: Path, lines: Iterable[TranslationLine]) -> None:
    """A sheet for a translator. Every cell is text: nothing in it can become a formula."""
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("vertaling")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 24, wrapped)
        sheet.set_column(1, 2, 60, wrapped)
        sheet.freeze_panes(1, 1)
        for row, line in enumerate([TranslationLine(*COLUMNS), *lines]):
            for column, text in enumerate((line.key, line.dutch, line.text)):
                sheet.write_string(row, column, text)


def write_po(path: Path, header: Mapping[str, str], lines: Iterable[TranslationLine]) -> None:
    """A .po file; its header carries language and status."""
    known = list(lines)
    sources = {line.key: line.dutch for line in known}
    texts = {line.key: line.text for line in known}
    path.write_text(format_po(header, sources, texts), encoding="utf-8")


def read_lines(path: Path) -> list[TranslationLine]:
    """The lines of a .po or .xlsx file. Raises BadInput when it is neither."""
    if path.suffix.lower() == ".po":
        source = read_po(path)
        return [
            TranslationLine(key, source.sources[key], text) for key, text in source.texts.items()
        ]
    if path.suffix.lower() == ".xlsx":
        return _sheet_lines(path)
    raise BadInput("{file}: give a .po or .xlsx file", file=path.name)


def judged(
    lines: Iterable[TranslationLine], dutch: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The texts that can be used, and a sentence for every line that cannot.

    >>> judged([TranslationLine("A", "Ja", "Yes"), TranslationLine("B", "Nee", "No")], {"A": "Ja"})
    ({'A': 'Yes'}, ("B: this text does not exist",))
    """
    texts: dict[str, str] = {}
    refused: list[str] = []
    for line in lines:
        if line.key not in dutch:
            refused.append(f"{line.key}: this text does not exist")
        elif line.dutch != dutch[line.key]:
            refused.append(f"{line.key}: the Dutch is now {dutch[line.key]!r}")
        elif line.text.strip() and not same_places(line.dutch, line.text):
            refused.append(f"{line.key}: keep the places in braces as they are in the Dutch")
        elif line.text.strip():
            texts[line.key] = line.text.strip()
    return texts, tuple(refused)


def _sheet_lines(path: Path) -> list[TranslationLine]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise BadInput("{file}: cannot be read as .xlsx", file=path.name) from error
    try:
        rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=3, values_only=True)
        texts = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    finally:
        book.close()
    if not texts or texts[0] != COLUMNS:
        raise BadInput(
            "{file}: the first row must be {columns}", file=path.name, columns=", ".join(COLUMNS)
        )
    return [TranslationLine(key, source, text) for key, source, text in texts[1:] if key]
