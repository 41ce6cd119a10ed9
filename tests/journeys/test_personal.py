"""The warning at a text box in a real browser: it finds what the server finds."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Invite, is_clean
from tests.journeys.test_phone import one_database
from tests.questionnaire.personal_examples import EXAMPLES
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]
BOX = ".ts-personal"


def at_text_box(page: Page, server: WebServer, token: str, language: str = "nl") -> Page:
    page.goto(f"{server.url}/v/{token}?taal={language}")
    page.click("main form button.utrecht-button--primary-action")
    page.wait_for_url("**/vraag/**")
    while not page.locator("textarea").count():
        page.locator(".ts-answer label").first.click()
        before = page.url
        page.click("button.utrecht-button--primary-action")
        page.wait_for_url(lambda url, before=before: url != before)
    return page


def typed(page: Page, text: str) -> list[str]:
    page.fill("textarea", text)
    page.locator("textarea").dispatch_event("change")
    return page.locator(f"{BOX}:not([hidden]) li").all_text_contents()


def test_browser_and_server_find_the_same(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = at_text_box(open_page(), server, invite("K5-POST"))
    with page.expect_response("**/personal_rules.*.json"):
        page.fill("textarea", "x")
    page.wait_for_timeout(200)
    assert [(text, typed(page, text)) for text, _ in EXAMPLES] == [
        (text, list(found)) for text, found in EXAMPLES
    ]


def test_somebody_is_warned_while_typing_and_goes_on_unhindered(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = at_text_box(open_page(), server, invite("K5-POST"))
    question = page.url
    assert not page.locator(BOX).is_visible()
    page.locator("textarea").press_sequentially("Bel 06-12345678")
    page.wait_for_selector(f"{BOX}:not([hidden])")
    is_clean(page)
    page.get_by_role("link", name="Ja, ik pas het aan").click()
    chosen = "getSelection().toString()"
    assert page.evaluate(chosen) == "06-12345678"
    page.get_by_role("button", name="Nee, zo laten").click()
    assert page.url == question
    assert not page.locator(BOX).is_visible()
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url(lambda url: url != question)
    assert "let-op" not in page.url


@pytest.mark.turns("language")
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_without_scripts_the_server_asks_in_the_language_of_the_reader(
    language: str, open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = at_text_box(open_page(javascript=False), server, invite("K5-POST"), language)
    question = page.url
    page.fill("textarea", "Bel 06-12345678")
    page.click("button.utrecht-button--primary-action")
    assert page.locator(BOX).is_visible()
    assert page.locator("textarea").input_value() == "Bel 06-12345678"
    page.locator(f"{BOX} button").click()
    page.wait_for_url(lambda url: question not in url)


def test_the_question_of_the_server_has_the_focus_and_no_faults(
    open_page: OpenPage, server: WebServer, invite: Invite
) -> None:
    page = at_text_box(open_page(), server, invite("K5-POST"))
    page.fill("textarea", "Bel 06-12345678")
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url("**let-op=1")
    assert page.evaluate("document.activeElement.id") == "personal"
    is_clean(page)
