"""What evaluators get: themes and approved quotes, on the page and in the file."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.open_answers.presentation import shown_questionnaires
from survey_app.evaluation.open_answers.summary import ReadSoFar
from survey_app.evaluation.publishing.services import publish_all
from survey_app.models import OpenAnswer
from survey_app.models.columns import new_id
from survey_app.questionnaire.definition import Catalogue
from tests.evaluation.conftest import Measured
from tests.services.product import submit_form

PASSWORD = "een lange zin als wachtwoord"
QUESTION = "C312"


def read(measured: Measured, n: int, label: str, theme: str, quote: str | None = None) -> None:
    rows = [
        OpenAnswer(
            id=new_id(),
            wave_id=measured.wave_id,
            questionnaire="K3-TIJDENS",
            question=QUESTION,
            original=None if quote else "Jansen liet mij wachten",
            quote=quote,
            language="nl",
            marks=[],
            label=label,
            themes=(theme,),
            reviewed_at=now(),
        )
        for _ in range(n)
    ]
    with session_of(measured.installation.engine) as session:
        session.add_all(rows)
        session.commit()


@pytest.fixture
def told(measured: Measured) -> Measured:
    """A closed wave in which twelve people wrote, all read; eleven of them about waiting."""
    measured.answer("K3-TIJDENS", [{"C301": 4, QUESTION: "Lang"}], times=12)  # type: ignore[dict-item]
    measured.close()
    publish_all(measured.installation)
    read(measured, 10, "negatief", "wachttijd")
    read(measured, 1, "negatief", "wachttijd", "Ik moest lang wachten.")
    read(measured, 1, "positief", "bejegening")
    return measured


def test_the_file_tells_themes_and_quotes_and_no_original(told: Measured) -> None:
    found = evaluation_of(told.installation, told.wave_id)["open_answers"]
    assert found == {
        "K3-TIJDENS": {
            "n": 12,
            "reviewed": 12,
            "themes": {"wachttijd": {"negatief": 11}},
            "quotes": ("Ik moest lang wachten.",),
        }
    }


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_page_shows_the_same_to_evaluators_only(told: Measured, app: Flask) -> None:
    address = f"/metingen/{told.wave_id}/open-antwoorden"
    evaluator = logged_in(told, app, "evaluator")
    page = BeautifulSoup(evaluator.get(address).get_data(as_text=True), "html.parser")
    row = " ".join(page.select("tbody tr")[0].get_text(" ").split())
    assert row.startswith("Wachttijd 11")
    assert len(page.select("tbody tr")) == 1
    assert [quote.get_text() for quote in page.select("blockquote")] == ["Ik moest lang wachten."]
    assert "12 van 12 gelezen" in page.get_text(" ")
    assert "Jansen" not in page.get_text(" ")
    assert evaluator.get("/open-antwoorden").status_code == 403
    reviewer = logged_in(told, app, "reviewer")
    assert reviewer.get(address).status_code == 403


def logged_in(measured: Measured, app: Flask, role: str) -> FlaskClient:
    with session_of(measured.installation.engine) as session:
        create_account(session, role, role, PASSWORD)
    client = app.test_client()
    values: dict[str, str | list[str]] = {"name": role, "password": PASSWORD}
    assert submit_form(client, client.get("/inloggen"), "Inloggen", values).status_code == 303
    return client


def test_questions_have_the_words_of_the_version_that_the_wave_asked(catalogue: Catalogue) -> None:
    older = catalogue.latest("K3-TIJDENS")
    newer = replace(older, version=older.version + 1, title="Nieuwe woorden")
    both = {**catalogue.questionnaires, (newer.code, newer.version): newer}
    grown = replace(catalogue, questionnaires=both)
    so_far = {newer.code: ReadSoFar(0, 0, {}, ())}
    (shown,) = shown_questionnaires(so_far, so_far, grown, {older.code: older.version})
    assert shown.title == older.title
    assert shown_questionnaires(so_far, so_far, grown, {})[0].title == "Nieuwe woorden"
