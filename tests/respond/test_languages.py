"""The same questions in every language: answers stay, values are the same, direction follows."""

from dataclasses import replace

import pytest
from flask import Flask

from survey_app.application import create_app
from survey_app.installation import Installation
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.services.page_check import CheckedClient
from tests.services.settings import fill_in_settings

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
LANGUAGES = ("en", "ar", "uk", "tr", "ti")


@pytest.fixture
def app(installation: Installation) -> Flask:
    """A synthetic installation, where translations that nobody checked yet are shown too."""
    config = replace(installation.config, synthetic=True)
    application = create_app(installation=replace(installation, config=config))
    application.test_client_class = CheckedClient
    return application


@one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_client_answers_in_another_language_with_the_same_values(
    language: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    person = someone().open(f"/v/{token}?taal={language}")
    assert person.html.html is not None
    assert person.html.html["lang"] == language
    assert person.html.html["dir"] == ("rtl" if language == "ar" else "ltr")
    assert "Meedoen is vrijwillig" not in person.words
    person.press(None)
    while person.path.startswith("/vraag/"):
        person.press(None, answer="1")
    assert person.path == "/controle"
    person.press(None)
    [sent] = fieldwork.submissions()
    assert sent.language == language
    assert set(sent.answers.values()) == {1}


@one_database
def test_switching_language_on_a_question_keeps_what_was_chosen(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer("4")
    before = fieldwork.rows()
    person.press("English", answer="2")
    assert person.html.html is not None
    assert person.html.html["lang"] == "en"
    assert person.chosen == ["2"]
    assert fieldwork.rows() == before
    person.press("Nederlands").answer("2")
    assert person.open("/vraag/C301").chosen == ["4"]
    assert person.open("/vraag/C302").chosen == ["2"]


@one_database
def test_an_invitation_in_a_language_opens_in_it(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"/v/{fieldwork.invite(language='tr').token}")
    assert person.html.html is not None
    assert person.html.html["lang"] == "tr"


@one_database
@pytest.mark.parametrize("wish", ["xx", "ti'", "<b>", "nl"])
def test_an_unknown_language_is_dutch(
    wish: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"/v/{fieldwork.invite().token}?taal={wish}")
    assert person.html.html is not None
    assert person.html.html["lang"] == "nl"


@one_database
def test_every_page_says_that_the_data_are_made_up(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    for path in (person.path, "/code", "/v/x", "/privacy/gemeente-voorbeeldstad", "/start"):
        assert "Voorbeeld met verzonnen gegevens" in person.open(path).html.get_text()


@one_database
@pytest.mark.parametrize(
    "page",
    [
        "/code",
        "/intrekken",
        "/privacy/gemeente-voorbeeldstad",
        "/toegankelijkheid/gemeente-voorbeeldstad",
    ],
)
def test_other_pages_switch_language_too(
    page: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"{page}?taal=en")
    assert person.html.html is not None
    assert person.html.html["lang"] == "en"
    assert person.open(page).html.html["lang"] == "en"


@one_database
@pytest.mark.parametrize("page", ["privacy", "toegankelijkheid"])
def test_what_an_organisation_wrote_itself_stays_dutch_in_every_language(
    page: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    fill_in_settings(
        fieldwork.installation,
        "gemeente-voorbeeldstad",
        'help_phone = "0182 00 00 00"\nprocessor = "Onderzoek & Zo"\n'
        'accessibility_contact = "het loket"\naccessibility_checked_on = "12 mei 2026"\n',
    )
    own = ["Onderzoek & Zo"] if page == "privacy" else ["12 mei 2026", "het loket"]
    dutch = someone().open(f"/{page}/gemeente-voorbeeldstad")
    said = {one.get_text() for one in dutch.html.select("main p, main h1, main h2, main dt")}
    for language in LANGUAGES:
        person = someone().open(f"/{page}/gemeente-voorbeeldstad?taal={language}")
        assert person.html.html is not None
        assert person.html.html["lang"] == language
        assert person.html.html["dir"] == ("rtl" if language == "ar" else "ltr")
        shown = person.html.select("main dd")
        assert [one.get_text() for one in shown] == own
        assert {(one["lang"], one["dir"]) for one in shown} == {("nl", "auto")}
        texts = {one.get_text() for one in person.html.select("main p, main h1, main h2, main dt")}
        assert texts & said == set()
        assert "Gemeente Voorbeeldstad" in person.words
        if page == "toegankelijkheid":
            assert "EN 301 549" in person.words
            assert "0182\u00a000\u00a000\u00a000" in person.words


@one_database
def test_a_statement_says_honestly_that_nobody_checked_yet(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open("/toegankelijkheid/gemeente-voorbeeldstad")
    assert "Een onafhankelijk onderzoek is er nog niet." in person.words
    assert not person.html.select("main dd")
