"""Reading aloud with the voice of the device: the right one, stopped and repeated, or not offered.

A browser without a screen has no voices, so a stand-in for the device says what it was told.
"""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Invite, is_clean
from tests.journeys.test_phone import one_database
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]

# A device with a Dutch and an Arabic voice; it speaks until `next()` lets a sentence end.
DEVICE = """
window.said = [];
class Words { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Words;
let now = null;
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{lang: 'nl-NL', name: 'Anna'}, {lang: 'ar_SA', name: 'Layla'}],
  speak: (words) => { now = words; window.said.push([words.text, words.voice.name]); },
  cancel: () => { now = null; },
  addEventListener: () => {},
}});
window.next = () => now && now.onend();
"""


def listening(open_page: OpenPage, server: WebServer, token: str, language: str = "nl") -> Page:
    page = open_page()
    page.add_init_script(DEVICE)
    page.goto(f"{server.url}/v/{token}?taal={language}")
    page.click("main form button.utrecht-button--primary-action")
    return page


def said(page: Page) -> list[str]:
    return [text for text, _ in page.evaluate("window.said")]


def test_a_question_is_read_with_its_answers_stopped_and_read_again(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = listening(open_page, server, invite())
    page.click("text=Lees voor")
    for _ in range(2):
        page.evaluate("window.next()")
    assert said(page) == ["Hoe goed houdt de gemeente u op de hoogte?", "Heel goed", "Goed"]
    assert page.locator(".ts-reading").inner_text() == "Goed"
    page.click("text=Stop met lezen")
    assert page.locator(".ts-reading").count() == 0
    page.click("text=Nog een keer")
    for _ in range(9):
        page.evaluate("window.next()")
    assert said(page)[3:] == [said(page)[0], *page.locator(".ts-answer label").all_inner_texts()]
    assert page.locator("text=Nog een keer").count() == 1


def test_one_answer_can_be_heard_alone_without_being_chosen(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = listening(open_page, server, invite())
    assert page.locator(".ts-hear").count() == 0
    page.click("text=Lees voor")
    page.get_by_role("button", name="Lees voor: Slecht", exact=True).click()
    page.evaluate("window.next()")
    assert said(page)[1:] == ["Slecht"]
    assert page.locator("input:checked").count() == 0
    box = page.locator(".ts-hear").first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    is_clean(page)


def test_arabic_is_read_by_an_arabic_voice(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = listening(open_page, server, invite(), "ar")
    page.locator(".ts-read button").click()
    assert page.evaluate("window.said")[0][1] == "Layla"
    hear, label = page.locator(".ts-hear").first, page.locator(".ts-answer label").first
    edge, card = hear.bounding_box(), label.bounding_box()
    assert edge is not None
    assert card is not None
    assert edge["x"] < card["x"] + card["width"] / 2


def test_without_a_voice_for_the_language_nothing_is_offered(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = listening(open_page, server, invite(), "ti")
    assert page.locator(".ts-read button").count() == 0
    assert page.locator(".ts-answer").count() > 0


def test_without_scripts_nothing_is_offered(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = open_page(javascript=False)
    page.goto(f"{server.url}/v/{invite()}")
    page.click("text=Begin")
    assert page.locator(".ts-read button").count() == 0
