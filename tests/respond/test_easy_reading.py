"""Easy reading: less words on every page, the same questions and answers, and it is stored."""

from dataclasses import replace

import pytest
from flask import Flask

from survey_app.application import create_app
from survey_app.installation import Installation
from survey_app.models import Response
from survey_app.questionnaire.length import most_questions
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.services.page_check import CheckedClient

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NORMAL = "Wij wissen dan alles wat u heeft ingevuld."


@pytest.fixture
def app(installation: Installation) -> Flask:
    """A synthetic installation, where translations that nobody checked yet are shown too."""
    config = replace(installation.config, synthetic=True)
    application = create_app(installation=replace(installation, config=config))
    application.test_client_class = CheckedClient
    return application


@one_database
def test_the_start_page_offers_easy_reading_and_then_says_less(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    person = someone().open(f"/v/{token}")
    normal = person.words
    links = {one.get_text(): str(one["href"]) for one in person.html.select("a[href]")}
    assert "Wij willen weten hoe u de hulp van de gemeente vindt." in normal
    person.open(links["Makkelijk lezen"])
    assert person.path == f"/v/{token}"
    assert "Hoe vindt u de hulp van de gemeente?" in person.words
    assert "Overslaan mag. Stoppen mag altijd." in person.words
    assert len(person.words) < len(normal)
    links = {one.get_text(): str(one["href"]) for one in person.html.select("a[href]")}
    assert person.open(links["Gewoon lezen"]).words == normal


@one_database
def test_every_explanation_and_page_on_the_way_is_easy_and_questions_are_literal(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    catalogue = fieldwork.installation.catalogue
    questionnaire = catalogue.latest("K3-TIJDENS")
    known = {one.code: one for one in (*questionnaire.questions, *questionnaire.background)}
    token = fieldwork.invite().token
    person = someone().open(f"/v/{token}?makkelijk=1").press("Begin")
    shorter = 0
    while person.path.startswith("/vraag/"):
        question = known[person.path.rpartition("/")[2]]
        assert person.heading == question.text
        explained = [one.get_text() for one in person.html.select("#explanation")]
        if question.easy and "{" not in question.easy:
            assert explained == [question.easy]
            shorter += 1
        value = person.html.select("[name=answer]")[0]
        person.answer(str(value.get("value", "Goed.")))
    assert shorter >= 5
    assert "Klopt het? Verstuur dan." in person.words
    assert "Wij wissen dan alles." in person.open("/stop").words
    person.open("/controle").press("Verstuur")
    assert "Bewaar deze code. Zo kunt u uw antwoorden wissen." in person.words
    assert "Dat duurt ongeveer 30 minuten." in person.open("/gesprek").words
    assert "Vul uw code in." in person.open("/intrekken").words
    assert "Uw naam staat apart." in person.open("/privacy/gemeente-voorbeeldstad").words


@one_database
def test_an_open_question_says_its_short_warning_once(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"/v/{fieldwork.invite('K1-PRE').token}?makkelijk=1").press("Begin")
    while not person.html.select("textarea"):
        person.press("Overslaan")
    assert person.words.count("Schrijf geen namen op.") == 1
    assert "Over uw gezondheid hoeft niet." in person.words


@one_database
def test_switching_on_the_way_keeps_answers_and_what_is_chosen_or_typed(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite("K1-PRE").token)
    person.answer("5").press("Makkelijk lezen", answer="3")
    assert person.chosen == ["3"]
    person.answer("3").press("Makkelijk lezen", answer="2")
    assert person.open("/vraag/C101").chosen == ["5"]
    assert person.open("/vraag/C102").chosen == ["3"]
    person.open("/start").press("Begin")
    while not person.html.select("textarea"):
        person.press("Overslaan")
    person.press("Makkelijk lezen", answer="Nog niet verstuurd")
    area = person.html.textarea
    assert area is not None
    assert area.get_text().strip() == "Nog niet verstuurd"


def test_the_mode_stands_with_the_response_so_that_its_effect_can_be_measured(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    for wish in ("", "?makkelijk=1"):
        token = fieldwork.invite().token
        someone().open(f"/v/{token}{wish}").press("Begin").answer_all().press("Verstuur")
    switched = someone().start(fieldwork.invite().token).answer("4")
    switched.press("Makkelijk lezen").answer("4").press("Makkelijk lezen").answer_all()
    switched.press("Verstuur")
    assert sorted(one.easy_read for one in fieldwork.submissions()) == [False, True, True]
    assert "easy_read" in Response.__table__.columns


@one_database
def test_easy_words_are_said_in_the_language_of_the_page(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    said = set()
    for language in ("nl", "en", "ar", "uk", "tr", "ti"):
        person = someone().open(f"/v/{token}?taal={language}&makkelijk=1").press()
        assert person.html.html is not None
        assert person.html.html["lang"] == language
        said.add(person.open("/stop").words)
    assert len(said) == 6
    assert not any(NORMAL in words for words in said)


@one_database
def test_the_start_page_promises_no_less_than_there_may_come(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    catalogue = fieldwork.installation.catalogue
    person = someone().open(f"/v/{fieldwork.invite('HALFJAAR').token}")
    assert most_questions(catalogue.latest("HALFJAAR"), {}) == 6
    assert "Er zijn niet meer dan 6 vragen." in person.words
    person.press("Begin")
    assert "Vraag 1 van 6" in person.words
    assert "Vraag 2 van 6" in person.answer("1").words
    person.open("/vraag/H1")
    assert "Vraag 2 van 3" in person.answer("5").words
    exact = someone().open(f"/v/{fieldwork.invite('G-ZELF').token}")
    assert "Er zijn 26 vragen." in exact.words


@one_database
def test_after_a_sending_that_was_too_late_the_overview_still_leads_to_other_languages(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    person = someone().start(token).answer_all()
    someone().start(token).open("/vraag/C301").answer("1")
    person.press("Verstuur")
    assert person.page is not None
    assert person.page.status_code == 409
    links = {one.get_text(): str(one["href"]) for one in person.html.select("a[href]")}
    assert person.open(links["English"]).path == "/controle"
    assert person.open(links["Makkelijk lezen"]).path == "/controle"
