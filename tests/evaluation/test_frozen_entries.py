"""What was filled in beside the answers stays in an edition as it was; what is new comes later."""

import datetime
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.documents.services import DocumentFacts, save_document
from survey_app.evaluation.figures.outside import OutsideLine
from survey_app.evaluation.figures.services import store_outside
from survey_app.evaluation.measures.services import MeasureFacts, Seen, save_measure, set_state
from survey_app.evaluation.publishing.services import publish_all
from tests.evaluation.conftest import Measured, spread
from tests.evaluation.test_wave_pages import visitor, words

DAY = datetime.date(2026, 1, 1)
Change = Callable[[Measured], None]


@pytest.fixture
def closed(measured: Measured) -> Measured:
    """A closed wave of which documents, a measure and a number of others are published."""
    measured.answer("K3-TIJDENS", spread("C301", 12, 10, 6, 2, 0))
    measured.figure("F14", 43, label="Aan het werk", denominator=88.0)
    measured.close()
    engine, wave_id = measured.installation.engine, measured.wave_id
    facts = DocumentFacts("D01", "Gedragscode", "intranet", DAY, None, "groen", "Duidelijk.")
    save_document(engine, wave_id, None, facts, "Eva")
    training = MeasureFacts("measure", "1.4", "Training", "teamleider", "", None)
    measure = save_measure(engine, wave_id, None, training, "Eva")
    set_state(engine, wave_id, measure, Seen("running", "De helft is geweest."), "Eva")
    store_outside(engine, wave_id, [outside(112)])
    publish_all(measured.installation)
    return measured


def outside(value: float) -> OutsideLine:
    return OutsideLine("divosa", "Bijstand", "", "", "F01", value, "", DAY)


def judged_otherwise(measured: Measured) -> None:
    facts = DocumentFacts("D01", "Gedragscode", "intranet", DAY, None, "rood", "Toch niet.")
    save_document(measured.installation.engine, measured.wave_id, None, facts, "Bo")


def another_measure(measured: Measured) -> None:
    facts = MeasureFacts("measure", "1.4", "Meelopen aan de balie", "teamleider", "", None)
    save_measure(measured.installation.engine, measured.wave_id, None, facts, "Bo")


def another_number(measured: Measured) -> None:
    store_outside(measured.installation.engine, measured.wave_id, [outside(250)])


def another_figure(measured: Measured) -> None:
    measured.figure("F14", 99, label="Aan de slag", denominator=120.0)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "change", [judged_otherwise, another_measure, another_figure], ids=lambda one: one.__name__
)
def test_a_council_reader_reads_the_same_until_the_next_edition(
    closed: Measured, app: Flask, change: Change
) -> None:
    council = visitor(closed, app, "council_reader")
    addresses = [
        f"/metingen/{closed.wave_id}/{page}".rstrip("/")
        for page in ("", "deeladviezen", "normen", "maatregelen", "tabel-1", "aanbieders")
    ]
    before = [told(council.get(address).text) for address in addresses]
    change(closed)
    assert [told(council.get(address).text) for address in addresses] == before
    assert len(publish_all(closed.installation)) == 1
    assert [told(council.get(address).text) for address in addresses] != before


def told(page: str) -> str:
    """What a person reads, without what the browser sends back."""
    return words(BeautifulSoup(page, "html.parser").main)


@pytest.mark.parametrize(
    "change",
    [judged_otherwise, another_measure, another_number, another_figure],
    ids=lambda one: one.__name__,
)
def test_what_is_filled_in_makes_one_new_edition_and_says_so_in_the_file(
    closed: Measured, change: Change
) -> None:
    before = evaluation_of(closed.installation, closed.wave_id)
    assert publish_all(closed.installation) == []
    change(closed)
    assert len(publish_all(closed.installation)) == 1
    assert publish_all(closed.installation) == []
    after = evaluation_of(closed.installation, closed.wave_id)
    assert after["edition"] == before["edition"] + 1
    told = ("advice", "outside_figures", "figures")
    assert [after[name] for name in told] != [before[name] for name in told]
    assert after["cells"]["R06-C"] == before["cells"]["R06-C"]


def test_a_conclusion_is_not_outdated_by_a_document(closed: Measured) -> None:
    before = evaluation_of(closed.installation, closed.wave_id)
    judged_otherwise(closed)
    publish_all(closed.installation)
    after = evaluation_of(closed.installation, closed.wave_id)
    assert after["data_version"] == before["data_version"]
