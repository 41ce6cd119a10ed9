"""Contact files as browsers send them."""

import io
from collections.abc import Sequence

import xlsxwriter
from flask.testing import FlaskClient
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from werkzeug.test import TestResponse

HEADER = ("naam", "telefoon", "e-mail", "adres", "postcode", "plaats", "vragenlijst")
RENEE = (
    *("Renée Sözen", "0612345678", "renee@example.org", "Dorpsstraat 1", "2741 AB"),
    *("Waddinxveen", "K3-TIJDENS"),
)
PIET = ("Piet de Vries", "", "piet@example.org", "Kade 2", "2741 AC", "Waddinxveen", "K3-TIJDENS")
Rows = Sequence[Sequence[object]]


def csv_file(*rows: Sequence[object], header: Sequence[str] = HEADER) -> bytes:
    """A CSV as Dutch spreadsheets save it."""
    return "\n".join(";".join(map(str, row)) for row in (header, *rows)).encode()


def xlsx_file(*rows: Sequence[object], header: Sequence[str] = HEADER) -> bytes:
    """A workbook of Excel; numbers stay numbers, and days days."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"default_date_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet()
    for place, row in enumerate((header, *rows)):
        sheet.write_row(place, 0, row)
    book.close()
    return content.getvalue()


def ods_file(*rows: Sequence[object], header: Sequence[str] = HEADER) -> bytes:
    """A spreadsheet of LibreOffice."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="Mensen")
    for row in (header, *rows):
        line = TableRow()
        for cell in row:
            one = TableCell(valuetype="string")
            one.addElement(P(text=str(cell)))
            line.addElement(one)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def upload(client: FlaskClient, wave_id: str, raw: bytes, name: str = "lijst.csv") -> TestResponse:
    """Send a file from its page; returns the page that one is led to."""
    address = f"/veldwerk/metingen/{wave_id}/mensen/bestand"
    token = client.get(address).get_data(as_text=True).split('name="csrf_token" value="')[1]
    return client.post(
        address,
        data={"csrf_token": token.split('"')[0], "file": (io.BytesIO(raw), name)},
        content_type="multipart/form-data",
        follow_redirects=True,
    )
