"""When something is wrong: in the reader's own language and words, with a way on, nothing lost."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from survey_app.application import create_app
from survey_app.installation import Installation
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.test_ways_in import open_link
from tests.services.page_check import CheckedClient
from tests.services.settings import fill_in_settings

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
UNKNOWN = f"/v/{'1' * 26}"


@pytest.fixture
def app(installation: Installation) -> Flask:
    """A synthetic installation with a house style: every language is shown."""
    path = installation.config.home / "organisations" / "gemeente-voorbeeldstad.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text('[theme]\nutrecht-link-color = "#7a1f5c"\n', encoding="utf-8")
    config = replace(installation.config, synthetic=True)
    application = create_app(installation=replace(installation, config=config))
    application.test_client_class = CheckedClient
    return application


def links(person: Respondent) -> dict[str, str]:
    return {one.get_text(strip=True): str(one["href"]) for one in person.html.select("a[href]")}


def follow(person: Respondent, words: str) -> Respondent:
    """Open a link on the page as a browser does: `?taal=ar` is about the page itself."""
    href = links(person)[words]
    return person.open(f"{person.path}{href}" if href.startswith("?") else href)


def test_an_unknown_link_can_be_read_in_another_language_in_easy_words_and_larger(
    someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    person = someone().open(UNKNOWN)
    assert person.heading == "Deze link werkt niet"
    assert "Kijk of u de hele link heeft overgenomen." in person.words
    follow(person, "Makkelijk lezen")
    assert "Neem de hele link over." in person.words
    assert "Kijk of" not in person.words
    follow(person, "Groter")
    assert "ts-large" in str(person.html.html)
    follow(person, "English")
    assert person.page is not None
    assert person.page.status_code == 404
    assert "Copy the whole link." in person.words
    assert person.html.html is not None
    assert person.html.html["lang"] == "en"


def test_a_tap_on_the_help_number_dials_it(someone: NewRespondent, fieldwork: Fieldwork) -> None:
    settings = 'help_phone = "14 0182"\n'
    fill_in_settings(fieldwork.installation, "gemeente-voorbeeldstad", settings)
    person = someone().open(f"/v/{fieldwork.invite().token}")
    assert links(person)["Hulp nodig? Bel 14\u00a00182."] == "tel:140182"


def test_who_was_away_can_type_the_code_at_once(
    someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    person = someone().open("/vraag/C301")
    assert person.heading == "U bent even weggeweest"
    assert follow(person, "Vul uw code in").path == "/code"


def test_a_used_link_leads_to_wiping_in_the_house_style(
    someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    token = fieldwork.invite().token
    person = someone().start(token).answer_all()
    person.press("Verstuur")
    late = someone().open(f"/v/{token}")
    style = late.html.select_one("link[rel=stylesheet]")
    assert style is not None
    assert "respond-gemeente-voorbeeldstad" in str(style["href"])
    assert follow(late, "Wis mijn antwoorden").path == "/intrekken"


def test_another_language_on_an_error_keeps_the_typed_text(
    someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    token = fieldwork.invite("K1-PRE").token
    person = someone().start(token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    code = person.path
    person.client.delete_cookie("ts")
    person.press("Volgende", answer="Lang verhaal")
    assert person.heading == "U bent even weggeweest"
    person.press("English", answer="Lang verhaal, nog langer")
    assert person.html.html is not None
    assert person.html.html["lang"] == "en"
    assert person.path == code
    area = person.html.textarea
    assert area is not None
    assert area.get_text().strip() == "Lang verhaal, nog langer"
    assert not person.html.select("input[name=set]")


@pytest.mark.parametrize(
    "path", ["/start", "/later", "/vraag/W301", "/privacy", "/toegankelijkheid"]
)
def test_stopping_is_on_every_page_of_who_is_in_the_middle(
    path: str, someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    person = someone().start(fieldwork.invite().token).answer("5")
    if path in ("/privacy", "/toegankelijkheid"):
        path += "/gemeente-voorbeeldstad"
        assert "Stop en verstuur niets" not in links(someone().open(path))
        assert follow(person.open(path), "Terug").path == "/vraag/C302"
    if path.startswith("/vraag/"):
        person.page = person.client.post(path, data=form(person))
    else:
        person.open(path)
    assert follow(person, "Stop en verstuur niets").heading == "Wilt u stoppen?"


def form(person: Respondent) -> dict[str, str]:
    hidden = person.html.select("input[type=hidden]")
    return {str(one["name"]): str(one["value"]) for one in hidden}


def test_the_stop_page_of_two_screens_that_differ_offers_languages_and_stopping(
    someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    token = fieldwork.invite().token
    one, other = someone().start(token), someone().start(token)
    one.answer("5")
    other.answer("1")
    assert other.heading == "Uw antwoorden zijn ergens anders veranderd"
    assert "Stop en verstuur niets" in links(other)
    other.press("English")
    assert other.html.html is not None
    assert other.html.html["lang"] == "en"
    assert other.chosen == ["1"]


def test_an_error_page_never_repeats_the_address(someone: NewRespondent) -> None:
    page = someone().client.get("/v/BEWAAR-MIJ-NIET?taal=nl").get_data(as_text=True)
    assert re.search("BEWAAR-MIJ", page) is None


ARABIC_PHONE = {"Accept-Language": "ar-SY,ar;q=0.9,en;q=0.5"}


@pytest.mark.parametrize("path", ["/code", UNKNOWN, "/intrekken", "open link"])
def test_where_nothing_is_known_the_page_speaks_the_language_of_the_device(
    path: str, someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    path = f"/v/{open_link(fieldwork)}" if path == "open link" else path
    client = someone().client
    strange = {"Accept-Language": "zz"}
    assert 'lang="ar" dir="rtl"' in client.get(path, headers=ARABIC_PHONE).get_data(as_text=True)
    assert '<html lang="nl"' in client.get(path, headers=strange).get_data(as_text=True)
    chosen = client.get(f"{path}?taal=tr", headers=ARABIC_PHONE).get_data(as_text=True)
    assert '<html lang="tr"' in chosen


def test_an_invitation_knows_the_language_better_than_the_device(
    someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    path = f"/v/{fieldwork.invite(language='ti').token}"
    page = someone().client.get(path, headers=ARABIC_PHONE).get_data(as_text=True)
    assert '<html lang="ti"' in page


def test_the_page_after_closing_keeps_the_language(
    someone: NewRespondent, fieldwork: Fieldwork
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all()
    person.press("Verstuur").open("/klaar?taal=en").press()
    assert "close this page" in person.words
    assert person.html.html is not None
    assert person.html.html["lang"] == "en"
