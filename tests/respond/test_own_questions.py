"""A wave that asks something besides asks it on screen, on paper and in a file of answers."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from survey_app.application import create_app
from survey_app.database import reading, session_of
from survey_app.installation import Installation
from survey_app.intake.importing import import_answers
from survey_app.models import WaveQuestionnaire
from survey_app.organisations.asked.queries import questionnaire_of
from survey_app.questionnaire.own import OwnQuestion, frozen_own
from tests.respond.conftest import TODAY, Fieldwork, NewRespondent
from tests.services.page_check import CheckedClient

ASKED = OwnQuestion("X01", "m1", "De gemeente belt u nu elke maand. Merkt u dat?")


@pytest.fixture
def app(installation: Installation) -> Flask:
    """Synthetic, so that translations that nobody checked yet are shown too."""
    config = replace(installation.config, synthetic=True)
    application = create_app(installation=replace(installation, config=config))
    application.test_client_class = CheckedClient
    return application


@pytest.fixture
def asking(fieldwork: Fieldwork) -> Fieldwork:
    """The wave asks clients at the start about a measure."""
    with session_of(fieldwork.installation.engine) as session:
        row = update(WaveQuestionnaire).where(WaveQuestionnaire.questionnaire == "K1-PRE")
        session.execute(row.values(own=frozen_own([ASKED])))
        session.commit()
    return fieldwork


def test_it_is_asked_in_dutch_and_counts_as_an_answer(
    asking: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(asking.invite("K1-PRE").token)
    while person.path != "/vraag/X01":
        person.press("Overslaan")
    assert person.heading == ASKED.text
    words = [one.get_text(strip=True) for one in person.html.select("main label")]
    assert words[:4] == ["Ja", "Een beetje", "Nee", "Weet ik niet"]
    person.answer("2").answer_all().press("Verstuur")
    [sent] = asking.submissions()
    assert sent.answers["X01"] == 2
    assert "C106" not in sent.answers  # gave way, so that nobody gets more than twelve


def test_who_answers_in_another_language_is_not_asked_it(
    asking: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"/v/{asking.invite('K1-PRE').token}?taal=en").press(None)
    while person.path.startswith("/vraag/"):
        person.seen.append(person.path)
        person.press(None, answer="1")
    person.press(None)
    [sent] = asking.submissions()
    assert sent.language == "en"
    assert "/vraag/C106" in person.seen
    assert "/vraag/X01" not in person.seen
    assert "X01" not in sent.answers


def test_another_questionnaire_of_the_wave_stays_as_it_was(
    asking: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(asking.invite("W1-PRE").token).answer_all()
    assert "X01" not in person.seen


def test_the_printed_form_and_a_file_of_answers_know_it(asking: Fieldwork, tmp_path: Path) -> None:
    installation = asking.installation
    with reading(installation.engine) as session:
        asked = questionnaire_of(session, installation.catalogue, asking.wave_id, "K1-PRE")
    assert "X01" in asked.codes
    path = tmp_path / "antwoorden.csv"
    rows = [f"p1,K1-PRE,{item},{value},{TODAY},papier" for item, value in (("C101", 4), ("X01", 3))]
    path.write_text("\n".join(["token,form,item,value,date,mode", *rows, ""]), encoding="utf-8")
    taken = import_answers(installation, path, "Najaar")
    assert (taken.sheets, taken.refused) == (1, [])
    [sent] = asking.submissions()
    assert sent.answers == {"C101": 4, "X01": 3}
