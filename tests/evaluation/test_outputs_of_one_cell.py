"""What page, JSON, XLSX and PDF say together of one cell with a share that is only a bound.

The attacker reads all of them and tries every set of answers (method.md D.17 point 11).
"""

import io
import json
import re
import subprocess
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from openpyxl import load_workbook

from analysis.cells import scores_from
from analysis.disclosure import outward
from analysis.estimates.intervals import mean_interval
from survey_app.database import session_of
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.files.documents import Report, render_document
from survey_app.evaluation.publishing.services import published_table
from survey_app.evaluation.table1.queries import latest_snapshot
from tests.evaluation.conftest import Measured, spread

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
CELL, INVITED = "R06-C", 140
# No percentage (that is the response), and no number of a norm or point (U07.1; 7.1 beleid).
DECIMAL = re.compile(r"(?<!\w)(?:\d+,\d+|\d+\.\d+(?!\s+[a-z]))(?! %|\d)")
EXPLAINED = {5.5, 7.0, 7.5, 0.0}  # the lights explained; nobody chose "don't know"
SCORES = (0.0, 2.5, 5.0, 7.5, 10.0)


def decimals(text: str) -> set[float]:
    return {float(found.replace(",", ".")) for found in DECIMAL.findall(text)} - EXPLAINED


def outputs(measured: Measured, evaluator: FlaskClient, folder: Path) -> dict[str, str]:
    """The text of everything that shows the cell; no other cell of the wave has answers."""
    with session_of(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
    assert snapshot is not None
    table = published_table(measured.installation, measured.wave_id)
    report = Report(edition_table(snapshot.content), measured.installation.catalogue, False)
    pages = [f"/metingen/{measured.wave_id}/tabel-1{end}" for end in ("", f"/{CELL}")]
    return {
        "json": json.dumps(table["cells"][CELL], ensure_ascii=False),
        "xlsx": _cells_of(render_document("xlsx", report)),
        "pdf": _text_of(render_document("pdf", report), folder / "report.pdf"),
        **{
            page: BeautifulSoup(evaluator.get(page).data, "html.parser").get_text(" ")
            for page in pages
        },
    }


def _cells_of(workbook: bytes) -> str:
    sheets = load_workbook(io.BytesIO(workbook)).worksheets
    rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    return " ".join(str(value) for row in rows if CELL in row for value in row)


def _text_of(pdf: bytes, path: Path) -> str:
    path.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout


def solutions(n: int, mean: float, ends: tuple[float, float]) -> set[int]:
    """The numbers of positive people in every set of answers that fits what is told."""
    fits = set()
    for people in combinations_with_replacement(range(5), n):
        numbers = [people.count(place) for place in range(5)]
        positive = sum(numbers[3:])
        if positive < 0.9 * n:
            continue
        scores = scores_from(dict(zip(SCORES, numbers, strict=True)))
        assert scores.mean is not None
        if abs(scores.mean - mean) > 0.05 + 1e-9:
            continue
        margin = mean_interval(n, scores.mean, scores.sd, INVITED)
        if margin is not None and outward(margin.low, margin.high) == ends:
            fits.add(positive)
    return fits


def test_all_outputs_together_leave_two_numbers_of_positive_people(
    measured: Measured, evaluator: FlaskClient, tmp_path: Path
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 0, 1, 0, 11, 8))
    measured.close()
    measured.publish()
    found = outputs(measured, evaluator, tmp_path)
    told = {where: decimals(text) for where, text in found.items()}
    assert "≥ 90 %" in found["json"]
    assert all(8.3 in numbers for numbers in told.values()), told
    assert set().union(*told.values()) == {8.3, 9.5}, told
    assert len(solutions(20, 8.3, (7.0, 9.5))) >= 2


def test_a_mean_that_would_tell_all_is_named_as_held_back_in_every_output(
    measured: Measured, evaluator: FlaskClient, tmp_path: Path
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 0, 0, 0, 0, 12))
    measured.close()
    measured.publish()
    found = outputs(measured, evaluator, tmp_path)
    assert {where: decimals(text) for where, text in found.items() if decimals(text)} == {}
    assert all("afgeschermd" in text for where, text in found.items() if not where.endswith(CELL))
    assert "antwoordden 12 mensen. Het gemiddelde staat er niet bij," in found[list(found)[-1]]
    assert not any("te weinig antwoorden om te tonen" in text for text in found.values())
