"""A second person reads a sample without knowing the first; a difference is settled."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.open_answers.services_reading import read_open_answers
from survey_app.evaluation.publishing.services import publish_all
from survey_app.models import OpenAnswer, SecondReading
from tests.evaluation.conftest import Measured
from tests.evaluation.open_answers.test_reading import open_question, wrote
from tests.evaluation.open_answers.test_reviewing import (
    AGREE,
    APPROVE,
    PASSWORD,
    QUEUE,
    stored,
    waiting,
    words_of,
)
from tests.services.product import submit_form

NEXT, SETTLE = "Bewaar, volgende", "Leg vast, volgende"
Read = Callable[[str], "Reader"]


class Reader:
    """Somebody who reviews, with a browser."""

    def __init__(self, app: Flask, name: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.submit("/inloggen", "Inloggen", name=name, password=PASSWORD)

    def page(self, address: str = QUEUE) -> TestResponse:
        return self.client.get(address)

    def submit(self, address: str, button: str, **values: str | list[str]) -> TestResponse:
        return submit_form(self.client, self.client.get(address), button, values)


@pytest.fixture
def reader(measured: Measured, app: Flask) -> Read:
    def made(name: str) -> Reader:
        with session_of(measured.installation.engine) as session:
            create_account(session, name, "reviewer", PASSWORD)
        return Reader(app, name)

    return made


def sample(measured: Measured, *texts: str) -> list[str]:
    """Answers to read, all of the sample."""
    ids = waiting(measured, *texts)
    with session_of(measured.installation.engine) as session:
        session.add_all(SecondReading(open_answer_id=one, wave_id=measured.wave_id) for one in ids)
        session.commit()
    return ids


def second(measured: Measured, answer_id: str) -> SecondReading | None:
    with session_of(measured.installation.engine) as session:
        return session.get(SecondReading, answer_id)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_second_reader_sees_nothing_of_the_first_nor_a_proposal(
    reader: Read, measured: Measured
) -> None:
    (answer_id,) = sample(measured, "Het duurde maar en duurde maar.")
    first, other = reader("An"), reader("Bo")
    first.submit(QUEUE, AGREE, oordeel="negatief", thema=["wachttijd"])
    assert "Alles is gelezen" in words_of(first.page())  # not as the second as well
    for address in (QUEUE, f"{QUEUE}/{answer_id}"):
        page = other.page(address)
        assert "Tweede lezing" in words_of(page)
        assert " checked" not in page.get_data(as_text=True)
        assert "voorstel" not in words_of(page)
        assert "citaat" not in words_of(page)
    other.submit(QUEUE, NEXT, oordeel="negatief", thema=["wachttijd"])
    row = second(measured, answer_id)
    assert row is not None
    assert (row.first_label, row.label) == ("negatief", "negatief")
    assert row.first_by != row.read_by
    assert "Alles is gelezen" in words_of(other.page())


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_who_is_to_read_second_cannot_change_what_the_first_decided(
    reader: Read, measured: Measured
) -> None:
    (answer_id,) = sample(measured, "Fijn")
    first, other = reader("An"), reader("Bo")
    first.submit(QUEUE, AGREE, oordeel="positief")
    forged = other.submit(QUEUE, NEXT, lezing="eerste", oordeel="negatief")
    assert "Een collega" in words_of(forged)
    assert stored(measured, answer_id).label == "positief"
    forged = first.submit(f"{QUEUE}/{answer_id}", "Bewaar", lezing="tweede", oordeel="negatief")
    assert "Een collega" in words_of(forged)
    row = second(measured, answer_id)
    assert row is not None
    assert row.read_at is None


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_third_person_settles_a_difference_and_both_readings_stay(
    reader: Read, measured: Measured
) -> None:
    (answer_id,) = sample(measured, "Lekker snel hoor, na een half jaar.")
    first, other, third = reader("An"), reader("Bo"), reader("Cor")
    first.submit(QUEUE, AGREE, oordeel="positief", thema=["wachttijd", "nazorg"])
    other.submit(QUEUE, NEXT, oordeel="negatief", thema=["wachttijd"])
    assert stored(measured, answer_id).label == "positief"
    page = third.page()
    assert "Twee collega’s lazen dit antwoord verschillend" in words_of(page)
    marked = [one.split("</mark>")[0] for one in page.get_data(as_text=True).split("<mark>")[1:]]
    assert marked == ["Positief", "Nazorg", "Negatief"]
    assert "Kies een oordeel" in words_of(third.submit(QUEUE, SETTLE))
    third.submit(QUEUE, SETTLE, oordeel="negatief")
    answer, row = stored(measured, answer_id), second(measured, answer_id)
    assert (answer.label, answer.themes) == ("negatief", ("wachttijd",))
    assert row is not None
    assert (row.first_label, row.label, bool(row.settled_at)) == ("positief", "negatief", True)
    assert "Alles is gelezen" in words_of(third.page())


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_one_of_the_two_settles_only_together_with_the_other(
    reader: Read, measured: Measured
) -> None:
    (answer_id,) = sample(measured, "Tja")
    first, other = reader("An"), reader("Bo")
    first.submit(QUEUE, AGREE, oordeel="neutraal")
    other.submit(QUEUE, NEXT, oordeel="negatief", thema=["bejegening"])
    assert "Overleg met een collega" in words_of(other.submit(QUEUE, SETTLE, oordeel="negatief"))
    assert stored(measured, answer_id).label == "neutraal"
    other.submit(QUEUE, SETTLE, oordeel="negatief", samen="on")
    assert stored(measured, answer_id).label == "negatief"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_an_answer_that_became_a_quote_gives_its_place_to_another(
    reader: Read, measured: Measured
) -> None:
    quoted, left = waiting(measured, "Zij luistert goed.", "Fijn")
    with session_of(measured.installation.engine) as session:
        session.add(SecondReading(open_answer_id=quoted, wave_id=measured.wave_id))
        session.commit()
    reader("An").submit(QUEUE, APPROVE, citaat="Zij luistert goed.")
    assert second(measured, quoted) is None
    assert second(measured, left) is not None


def test_the_worker_draws_the_sample_when_it_reads_a_wave(measured: Measured) -> None:
    wrote(measured, open_question(measured), *(f"Fijn {number}" for number in range(60)))
    measured.close()
    read_open_answers(measured.installation)
    with session_of(measured.installation.engine) as session:
        drawn = session.scalars(select(SecondReading.open_answer_id)).all()
        there = session.scalars(select(OpenAnswer.id)).all()
    assert len(drawn) == 50
    assert set(drawn) < set(there)


def test_from_ten_answers_on_the_evaluation_tells_how_far_two_readers_agree(
    measured: Measured,
) -> None:
    measured.answer("K3-TIJDENS", [{"C301": 4}], times=12)
    measured.close()
    publish_all(measured.installation)
    ids = sample(measured, *("Fijn" for _ in range(10)))
    said = ["positief"] * 8 + ["negatief", "neutraal"]
    with session_of(measured.installation.engine) as session:
        for place, answer_id in enumerate(ids[:9]):
            twice(session.get_one(SecondReading, answer_id), said[place])
        session.commit()
    assert evaluation_of(measured.installation, measured.wave_id)["second_reading"] is None
    with session_of(measured.installation.engine) as session:
        twice(session.get_one(SecondReading, ids[9]), said[9])
        session.commit()
    told = evaluation_of(measured.installation, measured.wave_id)["second_reading"]
    assert (told["n"], told["sample"], told["unsettled"]) == (10, 10, 1)
    assert told["same_label"] == 0.9
    # Eight and one agree, one differs: chance gives (8 x 8 + 1 x 2) / 100.
    assert told["label"]["value"] == pytest.approx((0.9 - 0.66) / (1 - 0.66))


def twice(row: SecondReading, label: str) -> None:
    """Read by two people; the second reads 'neutraal' where the first read 'negatief'."""
    row.first_by, row.read_by, row.read_at = "a" * 32, "b" * 32, now()
    row.first_label = "negatief" if label == "neutraal" else label
    row.label = label
