"""The reviewer's screen, read as a person reads it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.accounts.services import create_account
from survey_app.database import reading, session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.models import CoverOpened, OpenAnswer, Organisation
from tests.evaluation.conftest import Measured

PASSWORD = "een lange zin als wachtwoord"
TEXT = "Mevrouw Jansen luistert goed."
MARK = {"kind": "naam", "start": 8, "end": 14}
QUEUE = "/open-antwoorden"
AGREE, SKIP, APPROVE = "Akkoord, volgende", "Sla over", "Keur dit citaat goed"
Submit = Callable[..., TestResponse]

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def waiting(measured: Measured, *texts: str, **fields: Any) -> list[str]:
    """Open answers to review, in the order of their ids."""
    usual = {"language": "nl", "marks": [], "proposed_label": "positief"}
    rows = [
        OpenAnswer(
            id=f"{place:032}",
            wave_id=measured.wave_id,
            questionnaire="K3-TIJDENS",
            question="C399",
            original=text,
            **{**usual, "themes": ("bejegening",), **fields},
        )
        for place, text in enumerate(texts, 1)
    ]
    with session_of(measured.installation.engine) as session:
        session.add_all(rows)
        session.commit()
    return [row.id for row in rows]


def stored(measured: Measured, answer_id: str) -> OpenAnswer:
    with session_of(measured.installation.engine) as session:
        return session.get_one(OpenAnswer, answer_id)


def words_of(response: TestResponse) -> str:
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    return " ".join(page.get_text(" ").split())


@pytest.fixture
def reviewer(measured: Measured, app: Flask, client: FlaskClient, submit: Submit) -> FlaskClient:
    """A visitor who logged in as reviewer."""
    with session_of(measured.installation.engine) as session:
        create_account(session, "Rev", "reviewer", PASSWORD)
    page = client.get("/inloggen")
    assert submit(page, "Inloggen", name="Rev", password=PASSWORD).status_code == 303
    return client


def test_agreeing_keeps_what_was_proposed_and_shows_the_next(
    reviewer: FlaskClient, submit: Submit, measured: Measured
) -> None:
    first, second = waiting(measured, "Fijn", "Aardig")
    page = reviewer.get(QUEUE)
    assert "1 van 2" in words_of(page)
    following = reviewer.get(submit(page, AGREE).headers["Location"])
    assert "2 van 2" in words_of(following)
    assert "Bewaard" in words_of(following)
    assert (stored(measured, first).label, stored(measured, first).themes) == (
        "positief",
        ("bejegening",),
    )
    submit(following, AGREE, oordeel="negatief", thema=["wachttijd", "nazorg"])
    corrected = stored(measured, second)
    assert (corrected.label, corrected.proposed_label) == ("negatief", "positief")
    assert corrected.themes == ("wachttijd", "nazorg")
    assert "Alles is gelezen" in words_of(reviewer.get(QUEUE))


def test_personal_data_is_opened_only_with_a_reason_and_leaves_a_row(
    reviewer: FlaskClient, submit: Submit, measured: Measured
) -> None:
    waiting(measured, TEXT, marks=[MARK])
    page = reviewer.get(QUEUE)
    assert "Jansen" not in page.get_data(as_text=True)
    refused = submit(page, "Laat zien")
    assert "Kies waarom" in words_of(refused)
    assert "Jansen" not in refused.get_data(as_text=True)
    assert "Jansen" in words_of(submit(page, "Laat zien", reden="meaning"))
    assert "Jansen" not in reviewer.get(QUEUE).get_data(as_text=True)
    with session_of(measured.installation.engine) as session:
        row = session.scalars(select(CoverOpened)).one()
    assert (row.reason, bool(row.account_id)) == ("meaning", True)


def test_an_approved_quote_takes_the_original_away_for_good(
    reviewer: FlaskClient, submit: Submit, measured: Measured
) -> None:
    (answer_id,) = waiting(measured, TEXT, marks=[MARK])
    page = reviewer.get(QUEUE)
    refused = submit(page, APPROVE, citaat=TEXT)
    assert "Jansen" in words_of(refused)
    assert stored(measured, answer_id).quote is None
    assert submit(refused, APPROVE, citaat="Zij luistert goed.").status_code == 303
    row = stored(measured, answer_id)
    assert (row.quote, row.original, row.marks) == ("Zij luistert goed.", None, [])
    again = reviewer.get(f"{QUEUE}/{answer_id}")
    assert "Zij luistert goed." in words_of(again)
    assert "Jansen" not in again.get_data(as_text=True)
    submit(again, "Trek dit citaat in")
    assert stored(measured, answer_id).quote is None
    assert "ingetrokken" in words_of(reviewer.get(f"{QUEUE}/{answer_id}"))


def test_what_was_marked_by_mistake_passes_after_a_second_look(
    reviewer: FlaskClient, submit: Submit, measured: Measured
) -> None:
    (answer_id,) = waiting(measured, TEXT, marks=[{"kind": "naam", "start": 15, "end": 23}])
    refused = submit(reviewer.get(QUEUE), APPROVE, citaat="Zij luistert goed.")
    assert submit(refused, APPROVE, nagekeken="on").status_code == 303
    assert stored(measured, answer_id).quote == "Zij luistert goed."


def test_a_skipped_answer_comes_back_last(
    reviewer: FlaskClient, submit: Submit, measured: Measured
) -> None:
    waiting(measured, "Eerste", "Tweede")
    page = reviewer.get(QUEUE)
    assert "Eerste" in words_of(page)
    submit(page, SKIP)
    page = reviewer.get(QUEUE)
    assert "Tweede" in words_of(page)
    submit(page, AGREE)
    assert "Eerste" in words_of(reviewer.get(QUEUE))


def test_without_a_class_nothing_is_kept_and_the_page_says_what_is_missing(
    reviewer: FlaskClient, submit: Submit, measured: Measured
) -> None:
    (answer_id,) = waiting(measured, "Дякую", language="uk", proposed_label=None, themes=())
    page = reviewer.get(QUEUE)
    assert "Oekraïens" in words_of(page)
    wrong = submit(page, AGREE, thema="nazorg")
    assert "Kies een oordeel" in words_of(wrong)
    assert 'value="nazorg" data-key="i" checked' in wrong.get_data(as_text=True)
    assert stored(measured, answer_id).reviewed_at is None


def test_of_two_reviewers_the_second_hears_that_a_colleague_was_first(
    reviewer: FlaskClient, submit: Submit, measured: Measured
) -> None:
    (answer_id,) = waiting(measured, "Fijn")
    page = reviewer.get(QUEUE)
    submit(page, AGREE, oordeel="neutraal")
    late = submit(page, AGREE, oordeel="negatief")
    assert "Een collega" in words_of(late)
    assert stored(measured, answer_id).label == "neutraal"


def test_an_answer_that_is_not_there_is_not_found(reviewer: FlaskClient) -> None:
    assert reviewer.get(f"{QUEUE}/onbekend").status_code == 404
    assert "nog geen open antwoorden" in words_of(reviewer.get(QUEUE))


def test_open_answers_of_another_organisation_are_not_there(
    measured: Measured, client: FlaskClient, submit: Submit
) -> None:
    slug = new_organisation(measured.installation, "Elders")
    with reading(measured.installation.engine) as session:
        elsewhere = session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
    with session_of(measured.installation.engine) as session:
        create_account(session, "Rev", "reviewer", PASSWORD, [elsewhere.id])
    assert submit(client.get("/inloggen"), "Inloggen", name="Rev", password=PASSWORD)
    (answer_id,) = waiting(measured, TEXT)
    assert "nog geen open antwoorden" in words_of(client.get(QUEUE))
    assert client.get(f"{QUEUE}/{answer_id}").status_code == 404
