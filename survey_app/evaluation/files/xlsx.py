"""The spreadsheet for Excel. Text stays text: no answer or label can become a formula."""

import io
from typing import Any

from xlsxwriter import Workbook

from survey_app.evaluation.files.documents import Report
from survey_app.evaluation.files.spreadsheet import NUMBERS, Tab, Value, number_format, sheets

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEAD_ROW = 2


def render(report: Report) -> bytes:
    """The report as an XLSX workbook."""
    made = io.BytesIO()
    with Workbook(made, OPTIONS) as book:
        book.set_properties({"title": sheets(report)[0].title, "language": "nl-NL"})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14, "font_color": "#123F54"}),
            "head": book.add_format(
                {"bold": True, "bottom": 2, "bottom_color": "#14506B", "text_wrap": True}
            ),
            "band": book.add_format({"bold": True, "bg_color": "#E6EEF2"}),
            **{kind: book.add_format(_number(kind)) for kind in NUMBERS},
            "share": book.add_format({"num_format": "0%", "align": "right", "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in sheets(report):
            _write(book, sheet, formats)
    return made.getvalue()


def _number(kind: str) -> dict[str, str]:
    decimals, behind = NUMBERS[kind]
    shape = "0." + "0" * decimals if decimals else "0"
    return {
        "num_format": f'{shape}"{behind}"' if behind else shape,
        "align": "right",
        "valign": "top",
    }


def _write(book: Any, sheet: Tab, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, formats["title"])
    for column, (word, width) in enumerate(zip(sheet.head, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(HEAD_ROW, column, word, formats["head"])
    for number, row in enumerate(sheet.rows, HEAD_ROW + 1):
        band = sheet.name == "Tabel 1" and all(value is None for value in row[1:])
        for column, value in enumerate(row):
            kind = "band" if band else number_format(sheet.head[column], value)
            _write_value(page, number, column, value, formats[kind])
    page.freeze_panes(HEAD_ROW + 1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW)


def _write_value(page: Any, row: int, column: int, value: Value, shape: Any) -> None:
    if value is None:
        page.write_blank(row, column, None, shape)
    elif isinstance(value, str):
        page.write_string(row, column, value, shape)
    else:
        page.write_number(row, column, value, shape)
