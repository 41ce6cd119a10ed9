"""Phases, expectations, ways of answering and weights in words: what was published, no more."""

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from survey_app.clock import now
from survey_app.database import reading
from survey_app.evaluation.comparisons.presentation_expectations import shown_expectations
from survey_app.evaluation.comparisons.presentation_modes import shown_modes
from survey_app.evaluation.comparisons.presentation_phases import phase_rows
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.response.shown import shown_weighted
from survey_app.evaluation.table1.presentation import shown_table
from survey_app.evaluation.table1.queries import latest_snapshot
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.loading import load_catalogue
from tests.evaluation.conftest import Measured, spread
from tests.evaluation.test_wave_pages import visitor, words
from tests.services.web_server import ROOT

NOTHING = {"linked": None, "perceived": None, "goal": None, "goal_bounds": {}, "caution": None}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "questionnaires")


def phases(direction: str | None, *means: float) -> dict[str, Any]:
    names = ("PRE", "AANVANG", "TIJDENS")
    found = [{"phase": one, "n": 20, "mean": mean} for one, mean in zip(names, means, strict=False)]
    ends = {"difference": means[-1] - means[0], "low": -3.0, "high": -1.0}
    return {"aspect": "info", "party": "C", "phases": found, "direction": direction, **ends}


def test_a_fall_over_the_phases_is_not_called_a_decline_of_people(catalogue: Catalogue) -> None:
    ((aspect, (shown,)),) = phase_rows([phases("dalend", 7.0, 6.0, 5.0)], catalogue.framework)
    assert (aspect, shown.party) == ("Informatie", "Cliënten")
    assert shown.verdict == "Het oordeel is aantoonbaar lager in latere fasen."
    assert shown.chart is not None
    assert shown.chart.alternative == "Pre: 7,0, Aanvang: 6,0, Tijdens: 5,0"
    assert shown.difference is not None
    assert (shown.difference.points, shown.difference.interval) == ("−2,0", "−3,0 tot −1,0")


def test_one_phase_is_no_trend(catalogue: Catalogue) -> None:
    one = {**phases(None, 7.0), "difference": None, "low": None, "high": None}
    ((_, (shown,)),) = phase_rows([one], catalogue.framework)
    assert shown.chart is None
    assert shown.verdict.startswith("Er zijn te weinig antwoorden")


def linked(low: float | None, high: float | None, **fields: Any) -> dict[str, Any]:
    told = {"pairs": 16, "mean_expectation": 7.4, "mean_outcome": 6.6, "mean_difference": -0.875}
    return {**told, "low": low, "high": high, "better": 3, "equal": 4, "worse": 9, **fields}


def test_the_two_measures_stand_apart_and_an_interval_around_nothing_concludes_nothing(
    catalogue: Catalogue,
) -> None:
    said = {"n": 16, "better": 0.25, "equal": None, "worse": None, "bounds": {"worse": "≤ 10 %"}}
    found = {"R20-C": {**NOTHING, "linked": linked(-1.785, 0.035), "perceived": said}}
    (shown,) = shown_expectations(found, catalogue, {}, "linked")
    assert shown.linked is not None
    assert shown.linked.verdict.endswith("is niet aangetoond.")
    assert shown.linked.difference.points == "−0,9"
    assert shown.linked.counts == (("hoger", "3"), ("gelijk", "4"), ("lager", "9"))
    told = [(one.words, one.share, one.length) for one in shown.perceived]
    assert told == [
        ("Beter", "25 %", 25.0),
        ("Zoals gedacht", "niet getoond", 0.0),
        ("Slechter", "≤ 10 %", 0.0),
    ]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.1, 1.0, "boven de"), (-1.0, -0.1, "onder de"), (None, None, "marge")],
)
def test_only_a_margin_that_leaves_out_nothing_says_which_way(
    catalogue: Catalogue, low: float | None, high: float | None, said: str
) -> None:
    found = {"R20-C": {**NOTHING, "linked": linked(low, high)}}
    (shown,) = shown_expectations(found, catalogue, {}, "linked")
    assert shown.linked is not None
    assert said in shown.linked.verdict


def test_a_wave_that_links_nobody_says_so(catalogue: Catalogue) -> None:
    found = {"R20-C": NOTHING}
    assert (
        "legt geen antwoorden" in shown_expectations(found, catalogue, {}, "anonymous")[0].why_not
    )
    assert "Te weinig mensen" in shown_expectations(found, catalogue, {}, "linked")[0].why_not


def test_pages_use_the_words_of_the_version_that_the_wave_asked(catalogue: Catalogue) -> None:
    older = catalogue.latest("K3-TIJDENS")
    newer = replace(older, version=older.version + 1, title="Nieuwe woorden")
    both = {**catalogue.questionnaires, (newer.code, newer.version): newer}
    grown = replace(catalogue, questionnaires=both)
    found = {newer.code: {"n": {}, "means": None, "effect": None}}
    (shown,) = shown_modes(found, grown, {older.code: older.version})
    assert shown.title == older.title
    assert shown_modes(found, grown, {})[0].title == "Nieuwe woorden"


def test_a_way_of_answering_that_is_hidden_shows_no_number(catalogue: Catalogue) -> None:
    effect = {"difference": 0.8, "low": 0.2, "high": 1.4, "per_mode_reported": True}
    found = {
        "K3-TIJDENS": {
            "n": {"web": 40, "phone": 35, "paper": None, "help": 0},
            "means": None,
            "effect": effect,
        }
    }
    (shown,) = shown_modes(found, catalogue, {})
    assert shown.numbers == ("40", "35", "te weinig", "0")
    assert shown.means == ("", "", "", "")
    assert shown.words == "aan de telefoon aantoonbaar hoger; lees de manieren apart"
    effect["low"] = -0.2
    assert shown_modes(found, catalogue, {})[0].words == "een verschil is niet aangetoond"


@pytest.fixture
def closed(measured: Measured) -> Measured:
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.answer("K4-EINDE", [{"C404": 7, "C405": given} for given in (2, 3, 4) * 6])
    measured.change(closed_at=now())
    publish_all(measured.installation)
    return measured


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_every_comparison_has_a_page_for_the_council(closed: Measured, app: Flask) -> None:
    council = visitor(closed, app, "council_reader")
    for path, said in (
        ("fasen", "geen achteruitgang van dezelfde mensen"),
        ("verwachting", "Zoals gedacht 33 % Slechter 33 %"),
        ("manieren", "Uw hulp nu"),
        ("respons", "Niet gewogen: minder dan 50 antwoorden. ("),
    ):
        answer = council.get(f"/metingen/{closed.wave_id}/{path}")
        assert answer.status_code == 200
        assert said in words(BeautifulSoup(answer.text, "html.parser")), path


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_weighted_and_unweighted_stand_beside_each_other(closed: Measured) -> None:
    snapshot_content = closed_content(closed)
    table = shown_table(edition_table(snapshot_content), closed.installation.catalogue)
    weighted = {
        "R06-C": {
            **{"mean": 6.4, "low": 6.0, "high": 6.8, "n_effective": 140.4, "kish": 1.1},
            **{"differs": True, "unweighted": 6.1, "method": "x", "reason": "y"},
        },
        "R07-C": {"refused": "Niet gewogen: minder dan 50 antwoorden."},
    }
    (one,), refused = shown_weighted(table, weighted)  # type: ignore[arg-type]
    assert (one.unweighted, one.weighted, one.worth) == ("6,1", "6,4", "140")
    assert one.words == "wijkt af: meld beide"
    assert refused == [("Niet gewogen: minder dan 50 antwoorden.", 1)]


def closed_content(measured: Measured) -> Any:
    with reading(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
        assert snapshot is not None
        return snapshot.content
