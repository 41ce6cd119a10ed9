"""The page of the council: where a council reader starts, and only what was published."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import delete

from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.files.documents import KINDS
from survey_app.evaluation.publishing.queries_editions import stored_subjects
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.publishing.services_documents import make_documents
from survey_app.evaluation.publishing.services_subjects import keep_subjects
from survey_app.evaluation.table1.queries import latest_snapshot
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.models import EditionSubject
from tests.evaluation.conftest import FIRST, LAST, Measured, spread
from tests.evaluation.test_wave_pages import visitor, words

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def closed(measured: Measured) -> Measured:
    """A closed wave with judgements of clients and figures of the municipality."""
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.figure("F14", 96, label="gestarte trajecten", unit="trajecten", period="2025")
    measured.figure("F14", 33, label="uitstroom naar werk", denominator=84.0, target=0.45)
    measured.figure("F13", 3, label="zelfstandig", denominator=84.0, unit="trajecten")
    measured.close()
    publish_all(measured.installation)
    return measured


def subjects(measured: Measured) -> dict[str, Any]:
    with reading(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
        assert snapshot is not None
        return stored_subjects(session, snapshot.id)


def page(app: Flask, measured: Measured, path: str, role: str = "council_reader") -> BeautifulSoup:
    answer = visitor(measured, app, role).get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_a_council_reader_starts_at_the_figures_and_sees_at_most_seven_lines(
    closed: Measured, app: Flask
) -> None:
    council = visitor(closed, app, "council_reader")
    start = council.get("/werk", follow_redirects=True)
    assert start.request.path == "/metingen/raad"
    found = BeautifulSoup(start.text, "html.parser")
    assert "In 2025: 96 trajecten." in words(found)
    assert found.select_one("svg.chart title") is not None
    lines = found.select("nav[aria-label=Hoofdmenu] a")
    assert len(lines) <= 7
    assert [council.get(line["href"]).status_code for line in lines] == [200] * len(lines)


def test_an_evaluator_sees_at_most_seven_lines_and_may_open_each(
    closed: Measured, app: Flask
) -> None:
    evaluator = visitor(closed, app, "evaluator")
    answer = evaluator.get(f"/metingen/raad/{closed.wave_id}")
    lines = BeautifulSoup(answer.text, "html.parser").select("nav[aria-label=Hoofdmenu] a")
    assert len(lines) == 7
    assert [evaluator.get(line["href"]).status_code for line in lines] == [200] * 7
    assert evaluator.get("/metingen/raad").status_code == 403


def test_every_sentence_and_number_of_the_page_stands_in_the_file(
    closed: Measured, app: Flask
) -> None:
    record = evaluation_of(closed.installation, closed.wave_id)["dashboard"]
    said = words(page(app, closed, "/metingen/raad"))
    lines = [*record["targets"], *(one for each in record["themes"].values() for one in each)]
    assert len(lines) > 3
    for one in [*lines, *(one for one in record["phases"] if one["mean"] is not None)]:
        assert one["sentence"] in said
    for sentence in record["summary"]:
        assert sentence in said
    assert record == subjects(closed)["dashboard"]


def test_what_is_hidden_in_the_edition_is_hidden_here(closed: Measured, app: Flask) -> None:
    found = page(app, closed, "/metingen/raad")
    row = next(one for one in found.select(".exits tbody tr") if "zelfstandig" in one.text)
    assert "te weinig" in words(row)
    assert "3" not in words(row)
    assert subjects(closed)["dashboard"]["exits"][0]["points"][0]["numerator"] is None


def test_before_anything_is_published_the_page_says_when_it_will_be(
    measured: Measured, app: Flask
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.publish()  # an interim edition: evaluators only
    council = visitor(measured, app, "council_reader")
    assert "nog niets gepubliceerd" in council.get("/metingen/raad").text
    assert "als de meting is afgesloten" in council.get(f"/metingen/raad/{measured.wave_id}").text
    make_documents(measured.installation)
    evaluator = visitor(measured, app, "evaluator")
    here = f"/metingen/{measured.wave_id}"
    assert "2,4" in evaluator.get(f"{here}/tabel-1").text
    assert evaluator.get(f"{here}/download/ods").mimetype == KINDS["ods"].mimetype
    assert council.get(f"{here}/tabel-1/R06-C").status_code == 404
    for path in ("tabel-1", "download/ods"):  # says when, and does not wait for ever
        answer = council.get(f"{here}/{path}")
        assert (answer.status_code, "2,4" in answer.text) == (200, False)
        assert "als de meting is afgesloten" in answer.text
        assert "waiting.js" not in answer.text


def test_a_wave_that_closed_after_an_interim_edition_is_not_where_the_council_starts(
    closed: Measured, app: Flask
) -> None:
    year = FIRST.replace(year=FIRST.year + 1), LAST.replace(year=LAST.year + 1)
    plan = WavePlan("Najaar 2027", "Voorbeeldstad", *year)
    later = Measured(closed.installation, new_wave(closed.installation, plan))
    later.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    later.publish()
    later.close()
    council = visitor(closed, app, "council_reader")
    assert "Najaar 2027" not in council.get("/metingen/raad").text
    publish_all(closed.installation)
    assert "Najaar 2027" in council.get("/metingen/raad").text


def test_nobody_reads_an_edition_of_a_test(closed: Measured, app: Flask) -> None:
    closed.change(is_test=True)
    council = visitor(closed, app, "council_reader")
    for path in ("tabel-1", "tabel-1/R06-C", "download/ods"):
        assert council.get(f"/metingen/{closed.wave_id}/{path}").status_code == 404


def test_a_council_reader_reads_tabel_1_of_a_closed_wave(closed: Measured, app: Flask) -> None:
    council = visitor(closed, app, "council_reader")
    assert "eindstand van" in council.get(f"/metingen/{closed.wave_id}/tabel-1").text
    assert council.get(f"/metingen/{closed.wave_id}/tabel-1/R06-C").status_code == 200
    assert council.get(f"/metingen/{closed.wave_id}/download/xlsx").status_code in (200, 202)


def test_an_edition_that_was_published_before_this_page_existed_gets_its_record(
    closed: Measured,
) -> None:
    before = subjects(closed)
    with session_of(closed.installation.engine) as session:
        session.execute(
            delete(EditionSubject).where(EditionSubject.subject.in_(("dashboard", "history")))
        )
        snapshot = latest_snapshot(session, closed.wave_id)
        session.commit()
    assert snapshot is not None
    assert keep_subjects(closed.installation, snapshot.id) == ["dashboard", "history"]
    assert subjects(closed) == before
    assert keep_subjects(closed.installation, snapshot.id) == []


def test_waves_that_are_published_at_once_are_compared_with_the_one_before(
    measured: Measured,
) -> None:
    year = FIRST.replace(year=FIRST.year + 1), LAST.replace(year=LAST.year + 1)
    plan = WavePlan("Najaar 2027", "Voorbeeldstad", *year)
    later = Measured(measured.installation, new_wave(measured.installation, plan))
    for one in (measured, later):
        one.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
        one.change(closed_at=now())
    publish_all(measured.installation)
    found = subjects(later)
    assert found["former"] == {"name": "Najaar 2026"}
    assert [one["wave"] for one in found["history"]["R06-C"]["points"]] == [
        "Najaar 2026",
        "Najaar 2027",
    ]


def test_subjects_of_an_earlier_edition_say_so_on_the_page(closed: Measured, app: Flask) -> None:
    council = visitor(closed, app, "council_reader")
    address = f"/metingen/{closed.wave_id}/partijen"
    assert "niet van stand" not in council.get(address).text
    closed.answer("K3-TIJDENS", [{"C301": 5}], times=2)
    closed.figure("F14", 43, label="afgerond", unit="trajecten")
    publish_all(closed.installation)
    for path in (
        address,
        f"/metingen/raad/{closed.wave_id}",
        f"/metingen/{closed.wave_id}/respons",
    ):
        said = words(BeautifulSoup(council.get(path).text, "html.parser"))
        assert "van stand 1, niet van stand 2" in said
    figures = words(BeautifulSoup(council.get("/metingen/raad").text, "html.parser"))
    assert "43 trajecten" in figures  # what tells of nobody is as new as Tabel 1
