"""What a screen reader says of every kind of question, of faults, warnings and the overview.

axe passes a page on which every radio is read as chosen; this does not.
"""

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Invite
from tests.journeys.test_personal import at_text_box
from tests.journeys.test_phone import one_database
from tests.services.browser import OpenPage
from tests.services.screen_reader import spoken
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]
NEXT = "button.utrecht-button--primary-action"


def begun(open_page: OpenPage, server: WebServer, token: str, language: str = "nl") -> Page:
    page = open_page()
    page.goto(f"{server.url}/v/{token}?taal={language}")
    page.click(f"main form {NEXT}")
    page.wait_for_url("**/vraag/**")
    return page


def until(page: Page, selector: str) -> None:
    """Answer with the first answer until a question of this kind stands there."""
    for _ in range(40):
        if page.locator(selector).count():
            return
        fields = page.locator("input.ts-number")
        for at in range(fields.count()):
            fields.nth(at).fill("1")
        if page.locator(".ts-answer label").count():
            page.locator(".ts-answer label").first.click()
        before = page.url
        page.click(NEXT)
        page.wait_for_url(lambda url, before=before: url != before)
    raise AssertionError(f"no question with {selector}")


def starting(said: list[str], words: str) -> list[str]:
    return [phrase for phrase in said if phrase.startswith(words)]


def test_a_radio_is_chosen_only_when_somebody_chose_it(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = begun(open_page, server, invite())
    question = page.url
    said = spoken(page)
    radios = starting(said, "radio")
    assert len(radios) == page.locator("input[type=radio]").count()
    assert all("not checked" in phrase for phrase in radios)
    assert any(
        "Hoe goed houdt de gemeente u op de hoogte?" in one for one in starting(said, "group")
    )
    page.get_by_text("Goed", exact=True).click()
    page.click(NEXT)
    page.wait_for_url(lambda url: url != question)
    page.goto(question)
    radios = starting(spoken(page), "radio")
    chosen = [phrase for phrase in radios if "not checked" not in phrase]
    assert [re.split(", ", phrase)[1] for phrase in chosen] == ["Goed"]


def test_a_fault_is_an_alert_and_is_said_with_the_question(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = begun(open_page, server, invite())
    page.click(NEXT)
    page.wait_for_selector("#errors")
    said = spoken(page)
    words = "Kies een antwoord. Of kies ‘Overslaan’."
    assert starting(said, "alert")
    assert any(words in phrase for phrase in said)
    [group] = starting(said, "group, Hoe goed")
    assert f"Fout: {words}" in group


@pytest.mark.parametrize(
    ("code", "selector", "role"),
    [
        ("O-JAAR", "input.ts-number", "textbox"),
        ("G-ZELF", "input[type=checkbox]", "checkbox"),
        ("K5-POST", "textarea", "textbox"),
    ],
)
def test_every_other_kind_of_field_says_its_label(
    code: str, selector: str, role: str, open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = begun(open_page, server, invite(code))
    until(page, selector)
    said = spoken(page)
    fields = starting(said, role)
    labels = page.locator("label[for^=a]").all_inner_texts()
    assert len(fields) == len(labels) == page.locator(selector).count()
    assert all(label in phrase for label, phrase in zip(labels, fields, strict=True))
    if role == "checkbox":
        assert all("not checked" in phrase for phrase in fields)
    question = page.locator("h1").inner_text()
    assert any(question in phrase for phrase in said)


def test_a_text_box_says_who_reads_it_and_the_warning_is_said(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = at_text_box(open_page(), server, invite("K5-POST"))
    [box] = starting(spoken(page), "textbox")
    assert "Uw contactpersoon leest dit niet" in box
    question = page.url
    page.fill("textarea", "Bel 06-12345678")
    page.click(NEXT)
    page.wait_for_url("**let-op=1")
    assert page.url != question
    said = spoken(page)
    assert starting(said, "status")
    assert any("Er lijkt een naam, nummer of adres in uw antwoord te staan." in one for one in said)
    assert starting(said, "link, Ja, ik pas het aan")
    assert starting(said, "button, Nee, zo laten")


def test_other_languages_are_named_in_themselves(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = open_page()
    page.goto(f"{server.url}/v/{invite()}")
    said = spoken(page)
    for name in ("English", "العربية", "Українська", "Türkçe", "ትግርኛ"):
        assert starting(said, f"link, {name}")
    assert starting(said, "navigation, Taal")


def test_the_overview_says_each_question_its_answer_and_what_a_link_changes(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = begun(open_page, server, invite())
    until(page, "form[action='/versturen']")
    said = spoken(page)
    changes = page.locator(".ts-check a").count()
    assert len(starting(said, "link, Verander: ")) == changes > 5
    assert starting(said, "link, Verander: Hoe goed houdt de gemeente u op de hoogte?")
    assert any("Heel goed" in phrase for phrase in said)
    assert starting(said, "button, Verstuur mijn antwoorden")
