"""Spreadsheets as they come: damaged, locked, with empty rows above; every fault is a sentence."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

from survey_app.documents.spreadsheets import all_rows, read_table
from survey_app.errors import FileRefused
from survey_app.evaluation.figures.file import MOST_ROWS, rows_of

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
Cells = Sequence[Sequence[object]]


def book_of(rows: Cells) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return content.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A good book of which one part was changed and packed again."""
    content = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(book_of([["naam", "teller"], ["Piet", 12.5]])))
    with zipfile.ZipFile(content, "w") as changed:
        for part in good.namelist():
            raw = good.read(part)
            changed.writestr(part, change(raw) if part == name else raw)
    return content.getvalue()


def flipped() -> bytes:
    """One byte of the packed sheet is another, as after a bad copy."""
    raw = bytearray(book_of([[f"naam {row}", row * 1.5] for row in range(200)]))
    part = zipfile.ZipFile(io.BytesIO(raw)).getinfo(SHEET)
    raw[part.header_offset + 30 + len(SHEET) + part.compress_size // 2] ^= 0x55
    return bytes(raw)


def marked(signature: bytes, place: int, value: int) -> bytes:
    """A number in every header of that kind in the archive is another."""
    raw = bytearray(book_of([["naam"], ["Piet"]]))
    for found in re.finditer(re.escape(signature), bytes(raw)):
        raw[found.start() + place] = value
    return bytes(raw)


@pytest.mark.parametrize(
    "raw",
    [
        with_part(SHEET, lambda raw: raw[: len(raw) // 2]),
        with_part(SHEET, lambda _raw: b""),
        with_part(STYLES, lambda raw: raw[: len(raw) // 2]),
        with_part("xl/workbook.xml", lambda raw: raw[: len(raw) // 2]),
        flipped(),
        marked(b"PK\x01\x02", 8, 1),  # says that it is encrypted
        marked(b"PK\x01\x02", 6, 148),  # needs version 14.8 of the format
        book_of([["naam"]])[:-30],
    ],
    ids=["sheet", "no sheet", "styles", "book", "flipped", "encrypted", "version", "end"],
)
@pytest.mark.parametrize(
    "read", [lambda raw: list(all_rows(raw, "x.xlsx")), lambda raw: rows_of(raw, "x.xlsx")]
)
def test_a_damaged_book_is_refused_in_dutch(
    read: Callable[[bytes], list[list[str]]], raw: bytes
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(raw)
    assert refused.value.dutch.startswith("Dit ")


def test_no_row_of_a_long_book_is_lost() -> None:
    rows = [[f"naam {place}"] for place in range(6001)]
    assert list(all_rows(book_of(rows), "x.xlsx")) == rows
    with pytest.raises(FileRefused) as refused:
        rows_of(book_of(rows), "x.xlsx")
    assert f"meer dan {MOST_ROWS} rijen" in refused.value.dutch
    assert rows_of(book_of(rows[:MOST_ROWS]), "x.xlsx") == rows[:MOST_ROWS]


def test_empty_rows_above_the_header_of_a_list_of_people_are_passed_over() -> None:
    table = read_table(
        book_of([[], [], ["Naam", "Telefoon"], ["Piet", 612345678], [], ["An"]]), "x"
    )
    assert table.header == ("naam", "telefoon")
    assert list(table.rows()) == [(4, ("Piet", "612345678")), (6, ("An", ""))]


def test_cells_are_read_as_a_person_types_them() -> None:
    (row,) = all_rows(book_of([[12, 12.5, True, False, "", "1.5"]]), "x.xlsx")
    assert row == ["12", "12,5", "ja", "nee", "", "1.5"]
