"""The documents of an edition: tagged PDF, XLSX and ODS, all with the figures of the snapshot."""

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as pdf_rules
import pikepdf
import pytest
from odf import table as odf_table
from odf.opendocument import load
from odf.teletype import extractText
from openpyxl import load_workbook

from survey_app.database import session_of
from survey_app.documents.pdf import FetchRefused, NothingFetcher, render_pdf
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.files.documents import Report, render_document
from survey_app.evaluation.files.pdf import report_html
from survey_app.evaluation.files.spreadsheet import SYNTHETIC
from survey_app.evaluation.table1.queries import latest_snapshot
from tests.evaluation.conftest import Measured, spread

EVIL = '=HYPERLINK("https://example.org","x")<script>alert(1)</script>'

FONT_SIZE = re.compile(r"font(?:-size)?: (?:\d+ )?([\d.]+)pt")


@pytest.fixture
def report(measured: Measured) -> Callable[..., Report]:
    """The report on a wave in which every kind of cell occurs."""
    measured.answer("K3-TIJDENS", spread("C301", 4, 6, 10, 12, 8))
    measured.answer("K3-TIJDENS", [{"C309": 4}, {"C309": 2}], times=3)
    measured.answer("K5-POST", [{"C503": 4}] * 3)
    measured.answer("G-ZELF", spread("G301", 0, 0, 2, 8, 4))
    measured.figure("F14", 43, label=EVIL, denominator=88.0, target=0.45)
    measured.publish()
    with session_of(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
    assert snapshot is not None

    def made(synthetic: bool = True) -> Report:
        return Report(edition_table(snapshot.content), measured.installation.catalogue, synthetic)

    return made


def heads(element: pikepdf.Object, found: list[pikepdf.Object]) -> list[pikepdf.Object]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/TH":
                found.append(kid)
            heads(kid, found)
    return found


def test_the_pdf_meets_the_rules_of_pdf_ua_and_is_small(report: Callable[..., Report]) -> None:
    pdf = render_document("pdf", report())
    checked = pdf_rules.validate_pdf_bytes(pdf, profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in checked.failures] == []
    assert checked.is_compliant
    assert len(pdf) <= 500_000
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "nl"
        assert document.docinfo["/Title"] == "Tabel 1 Voorbeeldstad, Najaar 2026"
        found = heads(document.Root.StructTreeRoot, [])
        scopes = {str(head.A.Scope if "/Scope" in head.A else head.A[-1].Scope) for head in found}
    assert len(found) > 60
    assert scopes == {"/Row", "/Column"}


def _wide_pages(report: Report) -> list[int]:
    with pikepdf.open(io.BytesIO(render_document("pdf", report))) as document:
        return [
            number
            for number, sheet in enumerate(document.pages)
            if float(sheet.mediabox[2]) > float(sheet.mediabox[3])
        ]


def test_tabel_1_stands_on_one_landscape_page(report: Callable[..., Report]) -> None:
    assert _wide_pages(report()) == [1]


def test_tabel_1_keeps_its_page_when_every_cell_says_as_much_as_it_can(
    report: Callable[..., Report],
) -> None:
    made = report()
    label = "van de mensen met een arbeidsbeperking is na zes maanden nog steeds aan het werk"
    line = replace(
        made.table.figures["F14"][0], label=f"{label} bij dezelfde werkgever in de regio"
    )
    score: dict[str, Any] = {"mean": 6.1, "n": 1234, "low": 5.2, "high": 7.4, "light": "oranje"}
    full = {**score, "uncertain": True, "mark": None, "held": True}
    cells = {
        code: replace(cell, figures=(line, line, line))
        if code in ("R15-G", "R16-G", "R18-G")
        else replace(cell, **full)
        for code, cell in made.table.cells.items()
    }
    assert _wide_pages(replace(made, table=replace(made.table, cells=cells))) == [1]


@pytest.mark.parametrize("lines", [3, 6])
def test_no_page_of_the_report_holds_only_a_remainder(
    report: Callable[..., Report], tmp_path: Path, lines: int
) -> None:
    made = report()
    line = replace(made.table.figures["F14"][0], label="trajecten met een plan")
    cells = {
        code: replace(cell, figures=(line,) * lines) if code.endswith("-G") else cell
        for code, cell in made.table.cells.items()
    }
    filled = replace(made, table=replace(made.table, cells=cells))
    path = tmp_path / "report.pdf"
    path.write_bytes(render_document("pdf", filled))
    words = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [[row for row in page.splitlines() if row.strip()] for page in words.split("\f")[:-1]]
    assert len(pages) >= 10
    assert [number for number, page in enumerate(pages, 1) if len(page) < 8] == []


def test_no_type_in_the_report_is_smaller_than_seven_points(report: Callable[..., Report]) -> None:
    sizes = [float(size) for size in FONT_SIZE.findall(_style(report_html(report())))]
    assert len(sizes) > 15
    assert min(sizes) >= 7


def test_the_report_tells_why_an_expectation_cell_has_its_light(
    measured: Measured, report: Callable[..., Report]
) -> None:
    assert "Het licht volgt hieruit" not in report_html(report())
    measured.answer("K4-EINDE", [{"C404": 6, "C405": 3}], times=40)
    measured.publish()
    with session_of(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
    assert snapshot is not None
    html = report_html(
        Report(edition_table(snapshot.content), measured.installation.catalogue, False)
    )
    assert "Het licht volgt hieruit" in html


def test_the_report_says_that_its_data_are_invented_and_only_then(
    report: Callable[..., Report],
) -> None:
    assert "Voorbeeld met verzonnen gegevens" in report_html(report(synthetic=True))
    assert "Voorbeeld met verzonnen gegevens" not in _body(report_html(report(synthetic=False)))


def _style(html: str) -> str:
    return html[html.index("<style>") : html.index("</style>")]


def _body(html: str) -> str:
    return re.sub(r"<style>.*</style>", "", html, flags=re.DOTALL)


def test_what_somebody_typed_stays_text_in_the_report(report: Callable[..., Report]) -> None:
    html = report_html(report())
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x.png", "file:///etc/hostname", "data:text/plain,x"]
)
def test_a_document_fetches_nothing(address: str) -> None:
    with pytest.raises(FetchRefused):
        NothingFetcher().fetch(address)
    picture = f'<html lang="nl"><title>t</title><body><h1>t</h1><img alt="x" src="{address}">'
    assert render_pdf(picture).startswith(b"%PDF")


def test_the_workbook_holds_every_cell_unrounded(report: Callable[..., Report]) -> None:
    made = report()
    book = load_workbook(io.BytesIO(render_document("xlsx", made)))
    assert book.sheetnames == [
        "Tabel 1",
        "Per cel",
        "Cijfers",
        "Respons",
        "Vragen",
        "Toelichting",
    ]
    assert all(SYNTHETIC in str(sheet["A1"].value) for sheet in book)
    rows = {row[0]: row for row in book["Per cel"].iter_rows(min_row=4, values_only=True)}
    assert len(rows) == 47
    for code, cell in made.table.cells.items():
        numbers = [cell.n, cell.mean, cell.sd, cell.low, cell.high, cell.share_positive]
        assert list(rows[code][4:10]) == pytest.approx(numbers, nan_ok=True)
    assert rows["R22-C"][13] == "afgeschermd"
    lights = [row[7] for row in book["Cijfers"].iter_rows(min_row=3, values_only=True)]
    assert lights == ["Licht", "voldaan"]


def test_no_cell_of_the_workbook_is_a_formula(report: Callable[..., Report]) -> None:
    book = load_workbook(io.BytesIO(render_document("xlsx", report())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if cell.value == EVIL] == [EVIL]


def test_the_open_document_holds_the_same_as_the_workbook(report: Callable[..., Report]) -> None:
    made = report()
    document = load(io.BytesIO(render_document("ods", made)))
    tables = {
        one.getAttribute("name"): [
            [_value(cell) for cell in row.getElementsByType(odf_table.TableCell)]
            for row in one.getElementsByType(odf_table.TableRow)
        ]
        for one in document.spreadsheet.getElementsByType(odf_table.Table)
    }
    book = load_workbook(io.BytesIO(render_document("xlsx", made)))
    for sheet in book:
        expected = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
        found = tables[sheet.title][3:]
        assert [[_same(value) for value in row] for row in found] == [
            [_same(value) for value in row] for row in expected
        ]


def _same(value: object) -> object:
    """Numbers to 12 digits: the two formats write the sixteenth digit differently."""
    return round(float(value), 12) if isinstance(value, int | float) else value or None


def _value(cell: object) -> str | float | None:
    if cell.getAttribute("valuetype") == "float":  # type: ignore[attr-defined]
        return float(cell.getAttribute("value"))  # type: ignore[attr-defined]
    return extractText(cell) or None
