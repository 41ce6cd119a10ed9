"""The page of one cell: everything that was published about it, and nothing else."""

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from survey_app.clock import now
from survey_app.evaluation.comparisons.presentation import arrows
from survey_app.evaluation.comparisons.run_chart import run_chart
from survey_app.evaluation.evidence.uses import uses_of
from survey_app.evaluation.publishing.services import publish_all
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from tests.evaluation.conftest import FIRST, LAST, Measured, spread
from tests.evaluation.test_wave_pages import visitor, words

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def later(measured: Measured) -> Measured:
    """Clients judge the second wave far better than the first; the municipality judges the same."""
    year = FIRST.replace(year=FIRST.year + 1), LAST.replace(year=LAST.year + 1)
    plan = WavePlan("Najaar 2027", "Voorbeeldstad", *year)
    second = Measured(measured.installation, new_wave(measured.installation, plan))
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    second.answer("K3-TIJDENS", spread("C301", 1, 2, 6, 10, 14))
    sheets = [{"C302": 4, "C303": 5}] * 9 + [{"C302": 2, "C303": 2}] * 6
    for one in (measured, second):
        one.answer("G-ZELF", spread("G301", 0, 1, 2, 14, 12))
        one.answer("K3-TIJDENS", sheets)
        one.change(closed_at=now())
    publish_all(measured.installation)
    return second


def cell(app: Flask, wave: Measured, code: str, role: str = "council_reader") -> BeautifulSoup:
    answer = visitor(wave, app, role).get(f"/metingen/{wave.wave_id}/tabel-1/{code}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def part(page: BeautifulSoup, name: str) -> Tag:
    found = page.select_one(f"section[aria-labelledby={name}]")
    assert found is not None, name
    return found


@one_database
def test_a_cell_has_its_change_its_waves_its_parties_and_its_use(
    later: Measured, app: Flask
) -> None:
    page = cell(app, later, "R06-C")
    said = words(page)
    assert "Verschil met Najaar 2026: ↑ +5,2 , aantoonbaar hoger" in said
    chart = part(page, "metingen")
    assert "Najaar 2026: 2,4, Najaar 2027: 7,6" in words(chart)
    assert len(chart.select("tbody tr")) == 2
    parties = part(page, "naast")
    assert "Hoe goed houdt de gemeente u op de hoogte?" in words(parties)
    assert "Hoe goed houden wij cliënten en werkgevers" in words(parties)
    assert "7.1" in words(part(page, "gebruik"))
    assert page.select_one("section[aria-labelledby=verdeling]") is None  # that of its one question


@one_database
def test_a_cell_of_two_questions_shows_how_people_are_spread(later: Measured, app: Flask) -> None:
    rows = part(cell(app, later, "R07-C"), "verdeling").select("tr")
    found = [(words(row.th), words(row.select_one(".number"))) for row in rows]
    assert found[0] == ("Heel goed", "9")  # of 4 and 5: a mean of 8.75
    assert found[3] == ("Slecht", "6")


@one_database
def test_the_table_has_an_arrow_where_a_change_was_shown_and_only_there(
    later: Measured, app: Flask
) -> None:
    council = visitor(later, app, "council_reader")
    page = BeautifulSoup(council.get(f"/metingen/{later.wave_id}/tabel-1").text, "html.parser")
    arrow = page.select(".cell__arrow")
    assert [one.get_text() for one in arrow] == ["↑"]
    assert "hoger dan Najaar 2026" in words(arrow[0].find_parent("td"))


@one_database
def test_of_an_open_wave_there_is_the_cell_alone(measured: Measured, app: Flask) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.publish()
    page = cell(app, measured, "R06-C", role="evaluator")
    assert "2,4" in words(page)
    for name in ("metingen", "groepen"):
        assert page.select_one(f"section[aria-labelledby={name}]") is None


def test_an_arrow_needs_a_verdict() -> None:
    trend = [
        {"cell": "R06-C", "series_broken": False, "verdict": "lager"},
        {"cell": "R07-C", "series_broken": False, "verdict": "geen aantoonbaar verschil"},
        {"cell": "R08-C", "series_broken": True},
    ]
    assert arrows(trend) == {"R06-C": "↓"}


def test_a_hidden_wave_leaves_a_gap_in_the_run_chart_and_one_wave_is_no_chart() -> None:
    empty = {"n": None, "mean": None, "low": None, "high": None}
    known = {"n": 9, "mean": 5.0, "low": 4.0, "high": 6.0}
    waves = [{"wave": "a", **known}, {"wave": "b", **empty}, {"wave": "c", **known}]
    chart = run_chart({"points": waves, "broken": False, "median": None})
    assert chart is not None
    assert chart.path.count("M") == 2
    assert chart.alternative == "a: 5,0, b: niet getoond, c: 5,0"
    assert run_chart({"points": waves[:2], "broken": False, "median": None}) is None


def test_a_cell_is_evidence_for_the_criteria_that_name_its_questions(measured: Measured) -> None:
    uses = uses_of(measured.installation.catalogue.framework, "R07-C")
    assert {"1.1", "1.4"} <= {one.code for one in uses.points}
    assert "U07.4" in {one.code for one in uses.criteria}
    with pytest.raises(LookupError):
        uses_of(measured.installation.catalogue.framework, "R99-C")
