"""The arrow against the former wave stands in every file, as it does on the page."""

import datetime
import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from survey_app.database import reading
from survey_app.evaluation.files.pdf import report_html
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.publishing.services_documents import _report, render_documents
from survey_app.evaluation.table1.queries import document_bytes, latest_snapshot
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.models import Snapshot
from tests.evaluation.conftest import Measured, spread

FIRST, LAST = datetime.date(2027, 5, 1), datetime.date(2027, 5, 31)
CELLS = ("R06-C", "R07-C")  # rose since, and stayed as it was
WORDS = "↑ en ↓: aantoonbaar hoger of lager dan Najaar 2026"


@pytest.fixture
def two_waves(measured: Measured) -> tuple[Measured, Snapshot]:
    """Clients judge information far better than half a year before, treatment the same."""
    people = (People("K3-TIJDENS", 140, True, {}),)
    plan = WavePlan("Voorjaar 2027", "Voorbeeldstad", FIRST, LAST, people)
    later = Measured(measured.installation, new_wave(measured.installation, plan))
    for wave, spread_of in ((measured, (12, 10, 6, 2, 0)), (later, (0, 1, 3, 12, 14))):
        wave.answer("K3-TIJDENS", spread("C301", *spread_of))
        wave.answer("K3-TIJDENS", spread("C302", 3, 6, 8, 8, 5))
        wave.close()
    publish_all(measured.installation)
    with reading(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, later.wave_id)
    assert snapshot is not None
    return later, snapshot


def file_of(made: tuple[Measured, Snapshot], kind: str) -> bytes:
    wave, snapshot = made
    render_documents(wave.installation, snapshot.id)
    with reading(wave.installation.engine) as session:
        return document_bytes(session, snapshot.id, kind) or b""


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet_tells_what_changed_and_keeps_the_numbers_numbers(
    two_waves: tuple[Measured, Snapshot], kind: str
) -> None:
    content = file_of(two_waves, kind)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = {row[0]: row for row in book.get_sheet_by_name("Veranderd").to_python()[3:]}
    rose, same = (rows[cell] for cell in CELLS)
    assert rose[9:] == ["↑", "aantoonbaar hoger"]
    assert same[9] == ""
    assert rose[6] == pytest.approx(rose[5] - rose[4])
    table = [row for row in book.get_sheet_by_name("Tabel 1").to_python() if rose[5] in row]
    assert len(table) == 1  # still a number to calculate with, whatever stands behind it
    notes = book.get_sheet_by_name("Toelichting").to_python()
    assert any(WORDS in str(row) for row in notes)


def test_the_number_that_rose_has_the_arrow_in_its_format(
    two_waves: tuple[Measured, Snapshot],
) -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(two_waves, "xlsx"))) as parts:
        styles = parts.read("xl/styles.xml").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    (number,) = re.findall(r'numFmtId="(\d+)" formatCode="0\.0&quot; ↑&quot;"', styles)
    assert re.findall(rf' s="{formats.index(number)}"', sheet) == [f' s="{formats.index(number)}"']


def test_the_report_has_the_arrow_in_the_table_and_a_page_of_changes(
    two_waves: tuple[Measured, Snapshot],
) -> None:
    wave, snapshot = two_waves
    html = report_html(_report(wave.installation, snapshot))
    assert html.count("score__arrow") == 2  # its style, and the one cell
    assert "<h1>Veranderd sinds Najaar 2026</h1>" in html
    assert WORDS in html
    assert file_of(two_waves, "pdf").startswith(b"%PDF")


def test_the_first_wave_has_no_arrows_and_no_sheet_about_them(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 12, 10, 6, 2, 0))
    measured.close()
    publish_all(measured.installation)
    with reading(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
    assert snapshot is not None
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of((measured, snapshot), "xlsx")))
    assert "Veranderd" not in book.sheet_names
    assert "aantoonbaar hoger" not in report_html(_report(measured.installation, snapshot))
