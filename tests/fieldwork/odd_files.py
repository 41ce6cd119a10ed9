"""Contact files as they come from offices, odd in one way each, with what must come of them.

`FILES`: name -> (bytes, what is read). What is read: (name, telephone, e-mail, address) of each
person, in order; or, where nothing may be read, words of the sentence that the sender gets.
"""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

Person = tuple[str, str, str, str]
Outcome = Sequence[Person] | str
HEAD = "naam;telefoon;e-mail;adres;postcode;plaats"
LINE = "Renée Sözen;0612345678;renee@example.org;Dorpsstraat 1;2741 AB;Waddinxveen"
RENEE: Person = (
    *("Renée Sözen", "+31612345678", "renee@example.org"),
    "Dorpsstraat 1\n2741 AB Waddinxveen",
)
PIET_LINE = "Piet de Vries;;piet@example.org;;;"
PIET: Person = ("Piet de Vries", "", "piet@example.org", "")
BOTH = f"{HEAD}\n{LINE}\n{PIET_LINE}\n"
TWO = (RENEE, PIET)
ANNA_MAIL: Person = ("Anna", "", "anna@example.org", "")
ANNA_CALL: Person = ("Anna", "+31612345678", "", "")


def separated(mark: str) -> bytes:
    return BOTH.replace(";", mark).encode()


def text(*lines: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    return end.join(lines).encode(encoding)


def book(fill: Callable[..., None], **settings: object) -> bytes:
    """A workbook of one sheet that `fill` writes to."""
    content = io.BytesIO()
    made = xlsxwriter.Workbook(content, settings)
    fill(made, made.add_worksheet("Mensen"))
    made.close()
    return content.getvalue()


def cells(*rows: Sequence[object], first: int = 0, column: int = 0) -> Callable[..., None]:
    def fill(_book: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for number, row in enumerate(rows, first):
            for place, cell in enumerate(row, column):
                sheet.write(number, place, cell)

    return fill


def with_formulas(_book: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, ("naam", "e-mail"))
    sheet.write_formula(1, 0, '=CONCATENATE("An","na")', value="Anna")
    sheet.write_formula(1, 1, '=LOWER("ANNA@EXAMPLE.ORG")', value="anna@example.org")


def with_an_error(_book: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, ("naam", "e-mail", "opmerking"))
    sheet.write_row(1, 0, ("Anna", "anna@example.org"))
    sheet.write_formula(1, 2, "=1/0", value="#DIV/0!")


def merged(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, ("naam", "e-mail", "plaats"))
    sheet.write_row(1, 0, ("Anna", "anna@example.org"))
    sheet.merge_range(1, 2, 2, 2, "Gouda", made.add_format())
    sheet.write_row(2, 0, ("Piet de Vries", "piet@example.org"))


def with_links(_book: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, ("naam", "e-mail"))
    sheet.write(1, 0, "Anna")
    sheet.write_url(1, 1, "mailto:anna@example.org", string="anna@example.org")


def with_rich_text(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, ("naam", "e-mail"))
    sheet.write_rich_string(1, 0, "An", made.add_format({"bold": True}), "na")
    sheet.write(1, 1, "anna@example.org")


def hidden_sheet(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    cells(("naam", "e-mail"), ("Anna", "anna@example.org"))(made, sheet)
    other = made.add_worksheet("Oud")
    other.write_row(0, 0, ("naam", "bsn"))
    other.hide()


def two_sheets(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    cells(("naam", "e-mail"), ("Anna", "anna@example.org"))(made, sheet)
    made.add_worksheet("Meer").write_row(0, 0, ("naam", "e-mail"))


def an_empty_sheet_more(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    cells(("naam", "e-mail"), ("Anna", "anna@example.org"))(made, sheet)
    made.add_worksheet("Blad2")


def hidden_rows(_book: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    cells(("naam", "e-mail"), ("Anna", "anna@example.org"), ("Piet de Vries", "piet@example.org"))(
        None, sheet
    )
    sheet.set_row(2, None, None, {"hidden": True})


def a_day(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, ("naam", "e-mail", "startdatum"))
    sheet.write_row(1, 0, ("Anna", "anna@example.org"))
    day = made.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_datetime(1, 2, datetime.datetime(2026, 11, 2), day)  # noqa: DTZ001 (a cell)


def ods(*rows: Sequence[object], repeat: int = 1, empty: int = 0, covered: bool = False) -> bytes:
    """A spreadsheet of LibreOffice; a cell may stand for more, and so may rows of nothing."""
    made = OpenDocumentSpreadsheet()
    table = Table(name="Mensen")
    for number, row in enumerate(rows):
        line = TableRow(numberrowsrepeated=repeat if number == len(rows) - 1 else 1)
        for cell in row:
            if cell is None:
                line.addElement(CoveredTableCell() if covered else TableCell())
                continue
            one = TableCell(valuetype="string")
            one.addElement(P(text=str(cell)))
            line.addElement(one)
        line.addElement(TableCell(numbercolumnsrepeated=1000))
        table.addElement(line)
        if empty and not number:
            nothing = TableRow(numberrowsrepeated=empty)
            nothing.addElement(TableCell(numbercolumnsrepeated=1000))
            table.addElement(nothing)
    made.spreadsheet.addElement(table)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


MAILED = ("naam", "e-mail"), ("Anna", "anna@example.org")
FILES: dict[str, tuple[bytes, Outcome]] = {
    # separators and what spreadsheets write above them
    "semicolons": (separated(";"), TWO),
    "commas": (separated(","), TWO),
    "tabs": (separated("\t"), TWO),
    "bars": (separated("|"), TWO),
    "sep line of Excel": (b"sep=;\r\n" + BOTH.encode(), TWO),
    "sep line that names a comma": (b"sep=,\n" + separated(","), TWO),
    # line ends
    "line ends of Windows": (text(*BOTH.splitlines(), end="\r\n"), TWO),
    "line ends of an old Mac": (text(*BOTH.splitlines(), end="\r"), TWO),
    "no line end at the end": (BOTH.rstrip().encode(), TWO),
    "empty lines between": (text(HEAD, "", LINE, "", "", PIET_LINE, ""), TWO),
    "rows of separators only": (text(HEAD, LINE, ";;;;;", PIET_LINE, ";;;;;"), TWO),
    "rows of spaces": (text(HEAD, LINE, " ; ; ; ; ; ", PIET_LINE), TWO),
    # encodings
    "UTF-8 with its mark": (text(BOTH, encoding="utf-8-sig"), TWO),
    "UTF-16 with its mark": (text(BOTH, encoding="utf-16"), TWO),
    "UTF-16 big end first": (b"\xfe\xff" + text(BOTH, encoding="utf-16-be"), TWO),
    "UTF-16 without its mark": (text(BOTH, encoding="utf-16-le"), TWO),
    "Windows-1252": (text(BOTH, encoding="cp1252"), TWO),
    "Roman of the Mac": (text(BOTH, encoding="mac_roman"), TWO),
    "accents that stand apart": (
        text(HEAD, "Rene\u0301e;0612345678;;;;"),
        [("Renée", "+31612345678", "", "")],
    ),
    "other scripts": (
        text(HEAD, "Олена Шевченко;;o@example.org;;;", "أمينة;;a@example.org;;;"),
        [("Олена Шевченко", "", "o@example.org", ""), ("أمينة", "", "a@example.org", "")],
    ),
    "invisible marks": (
        text(HEAD, "\u200bAnna\u200b;\u202a0612345678\u202c;;;;"),
        [ANNA_CALL],
    ),
    "hard spaces": (text(HEAD, "Anna;06\u00a012\u00a034\u00a056\u00a078;;;;"), [ANNA_CALL]),
    # quotation marks
    "everything between quotes": (
        text('"naam";"e-mail"', '"Anna";"anna@example.org"'),
        [ANNA_MAIL],
    ),
    "a separator between quotes": (
        text("naam;e-mail", '"Bakker; Anna";anna@example.org'),
        [("Bakker; Anna", "", "anna@example.org", "")],
    ),
    "a line end between quotes": (
        text("naam;e-mail;adres", 'Anna;anna@example.org;"Kade 1\n2741 AB Gouda"'),
        [("Anna", "", "anna@example.org", "Kade 1 2741 AB Gouda")],
    ),
    "a quote in a name": (
        text("naam;e-mail", 'Anna "de Lange" Bakker;anna@example.org'),
        [('Anna "de Lange" Bakker', "", "anna@example.org", "")],
    ),
    "a doubled quote": (
        text("naam;e-mail", '"Anna ""de Lange"" Bakker";anna@example.org'),
        [('Anna "de Lange" Bakker', "", "anna@example.org", "")],
    ),
    "a quote that is not closed": (text("naam;e-mail", '"Anna;anna@example.org'), "quotation mark"),
    "an apostrophe": (
        text("naam;e-mail", "Ans van 't Hof;ans@example.org"),
        [("Ans van 't Hof", "", "ans@example.org", "")],
    ),
    # headers
    "capitals and spaces in names of columns": (
        text(" NAAM ; E-Mail adres ", "Anna;anna@example.org"),
        [ANNA_MAIL],
    ),
    "English names of columns": (text("name,email,phone", "Anna,anna@example.org,"), [ANNA_MAIL]),
    "a column without a name": (text("naam;;e-mail", "Anna;x;anna@example.org"), [ANNA_MAIL]),
    "columns in another order": (text("e-mail;naam", "anna@example.org;Anna"), [ANNA_MAIL]),
    "a column twice": (text("naam;e-mail;naam", "Anna;anna@example.org;B"), "stands there twice"),
    "no header": (text("Anna;anna@example.org", "Piet;piet@example.org"), "no names of columns"),
    "a header and nobody": (text(HEAD), "no rows under its header"),
    "nothing at all": (b"", "no rows under its header"),
    "no way to reach anybody": (text("naam;leeftijd", "Anna;30"), "no column telefoon"),
    "a BSN": (text("naam;e-mail;BSN", "Anna;anna@example.org;1"), "may not be imported"),
    "a client number": (
        text("naam;e-mail;cliëntnr", "Anna;a@example.org;1"),
        "may not be imported",
    ),
    # what stands in the cells
    "a telephone without its nought": (text("naam;telefoon", "Anna;612345678"), [ANNA_CALL]),
    "a telephone with dashes": (text("naam;telefoon", "Anna;06-12 34 56 78"), [ANNA_CALL]),
    "a telephone from abroad": (
        text("naam;telefoon", "Anna;+32 470 12 34 56"),
        [("Anna", "+32470123456", "", "")],
    ),
    "a telephone with 0031": (text("naam;telefoon", "Anna;0031612345678"), [ANNA_CALL]),
    "spaces around everything": (
        text("naam;e-mail", "  Anna  ; anna@example.org "),
        [ANNA_MAIL],
    ),
    # Excel
    "Excel": (book(cells(*MAILED)), [ANNA_MAIL]),
    "Excel that begins further down": (book(cells(*MAILED, first=3)), [ANNA_MAIL]),
    "Excel that begins further right": (book(cells(*MAILED, column=2)), [ANNA_MAIL]),
    "Excel with empty rows between": (
        book(cells(MAILED[0], (), (), MAILED[1], (), ("Piet de Vries", "piet@example.org"))),
        [ANNA_MAIL, PIET],
    ),
    "Excel with a telephone as a number": (
        book(cells(("naam", "telefoon"), ("Anna", 612345678))),
        [ANNA_CALL],
    ),
    "Excel with a telephone as a long number": (
        book(cells(("naam", "telefoon"), ("Anna", 31612345678))),
        [ANNA_CALL],
    ),
    "Excel with formulas": (book(with_formulas), [ANNA_MAIL]),
    "Excel with an error in a cell": (book(with_an_error), [ANNA_MAIL]),
    "Excel with merged cells": (
        book(merged),
        [("Anna", "", "anna@example.org", "Gouda"), PIET],
    ),
    "Excel with links": (book(with_links), [ANNA_MAIL]),
    "Excel with bold letters within a cell": (book(with_rich_text), [ANNA_MAIL]),
    "Excel with a hidden sheet": (book(hidden_sheet), [ANNA_MAIL]),
    "Excel with two sheets": (book(two_sheets), "2 sheets with data"),
    "Excel with an empty sheet more": (book(an_empty_sheet_more), [ANNA_MAIL]),
    "Excel with hidden rows": (book(hidden_rows), [ANNA_MAIL, PIET]),
    "Excel with nothing": (book(cells()), "0 sheets with data"),
    "Excel with a day": (book(a_day), [ANNA_MAIL]),
    "Excel that counts from 1904": (book(a_day, date_1904=True), [ANNA_MAIL]),
    # LibreOffice
    "LibreOffice": (ods(*MAILED), [ANNA_MAIL]),
    "LibreOffice with rows that stand for more": (ods(*MAILED, repeat=3), [ANNA_MAIL] * 3),
    "LibreOffice with a thousand empty rows": (ods(*MAILED, empty=1000), [ANNA_MAIL]),
    "LibreOffice with covered cells": (
        ods(("naam", "e-mail", "adres"), ("Anna", "anna@example.org", None), covered=True),
        [ANNA_MAIL],
    ),
    # what is no list
    "a PDF": (b"%PDF-1.7\n", "PDF"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0" + bytes(600), "old or protected"),
    "an archive of something else": (archive(**{"a.txt": b"naam;e-mail"}), "no spreadsheet"),
    "half an archive": (book(cells(*MAILED))[:400], "damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text file"),
    "bytes without meaning": (bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 9, "no rows|cannot be read"),
}
