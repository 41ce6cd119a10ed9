"""The spreadsheet in the open format (ODS), with the same sheets as the XLSX."""

import io
from typing import Any

from odf.number import Number, NumberStyle, PercentageStyle, Text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableCellProperties, TableColumnProperties, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.teletype import addTextToElement
from odf.text import P

from survey_app.evaluation.files.documents import Report
from survey_app.evaluation.files.spreadsheet import NUMBERS, Tab, Value, number_format, sheets

MILLIMETRES_PER_CHARACTER = 2.1


def render(report: Report) -> bytes:
    """The report as an ODS document."""
    document = OpenDocumentSpreadsheet()
    styles = _styles(document)
    for sheet in sheets(report):
        document.spreadsheet.addElement(_table(document, sheet, styles))
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def _table(document: Any, sheet: Tab, styles: dict[str, Any]) -> Any:
    table = Table(name=sheet.name)
    for column, width in enumerate(sheet.widths):
        table.addElement(_column(document, f"{sheet.name}-{column}", width))
    table.addElement(_row([sheet.title], [styles["title"]]))
    table.addElement(_row([None], [None]))
    table.addElement(_row(sheet.head, [styles["head"]] * len(sheet.head)))
    for row in sheet.rows:
        shapes = [
            styles.get(number_format(sheet.head[place], value)) for place, value in enumerate(row)
        ]
        table.addElement(_row(row, shapes))
    return table


def _row(values: Any, shapes: Any) -> Any:
    row = TableRow()
    for value, shape in zip(values, shapes, strict=True):
        row.addElement(_cell(value, shape))
    return row


def _cell(value: Value, shape: Any) -> Any:
    look = {"stylename": shape} if shape is not None else {}
    if value is None:
        return TableCell(**look)
    if isinstance(value, str):
        cell = TableCell(valuetype="string", **look)
        for line in value.split("\n"):
            paragraph = P()
            addTextToElement(paragraph, line)  # keeps double spaces and tabs
            cell.addElement(paragraph)
        return cell
    return TableCell(valuetype="float", value=repr(value), **look)


def _styles(document: Any) -> dict[str, Any]:
    shapes: dict[str, Any] = {}
    for kind, (decimals, behind) in NUMBERS.items():
        shapes[kind] = NumberStyle(name=f"number-{kind}")
        shapes[kind].addElement(Number(decimalplaces=str(decimals), minintegerdigits="1"))
        if behind:
            shapes[kind].addElement(Text(text=behind))
    share = PercentageStyle(name="share")
    share.addElement(Number(decimalplaces="0", minintegerdigits="1"))
    share.addElement(Text(text=" %"))
    found = {}
    for kind, number in (*shapes.items(), ("share", share)):
        document.automaticstyles.addElement(number)
        found[kind] = Style(name=f"cell-{kind}", family="table-cell", datastylename=number)
    for kind, size in (("title", "14pt"), ("head", "10pt")):
        found[kind] = Style(name=f"cell-{kind}", family="table-cell")
        found[kind].addElement(TextProperties(fontweight="bold", fontsize=size))
    found["text"] = Style(name="cell-text", family="table-cell")
    found["text"].addElement(TableCellProperties(wrapoption="wrap", verticalalign="top"))
    for style in found.values():
        document.automaticstyles.addElement(style)
    return found


def _column(document: Any, name: str, width: int) -> Any:
    style = Style(name=f"column-{name}", family="table-column")
    size = f"{width * MILLIMETRES_PER_CHARACTER:.0f}mm"
    style.addElement(TableColumnProperties(columnwidth=size))
    document.automaticstyles.addElement(style)
    return TableColumn(stylename=style)
