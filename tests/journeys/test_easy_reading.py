"""Easy reading in a real browser: every kind of page that says less, and both statements."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Invite, is_clean
from tests.journeys.test_every_questionnaire import LANGUAGES
from tests.journeys.test_phone import one_database
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]
NEXT = "button.utrecht-button--primary-action"
SLUG = "gemeente-voorbeeldstad"


def answer_to_the_end(page: Page) -> int:
    """Answer everything, looking at each page with an explanation; how many there were."""
    explained = 0
    while "/vraag/" in page.url:
        if page.locator("#explanation").count():
            explained += 1
            is_clean(page)
        if page.locator("textarea").count():
            page.fill("textarea", "Goed geholpen.")
        else:
            page.locator(".ts-answer label").first.click()
        before = page.url
        page.click(NEXT)
        page.wait_for_url(lambda url, before=before: url != before)
    return explained


@pytest.mark.turns("language")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_say_less_are_accessible_and_read_in_their_own_direction(
    language: str, server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{server.url}/v/{invite('K3-TIJDENS', language)}")
    page.locator("a[href$='makkelijk=1']").click()
    page.locator("a[href$='makkelijk=0']").wait_for()
    is_clean(page)
    assert page.locator("html").get_attribute("lang") == language
    page.click(NEXT)
    page.wait_for_url("**/vraag/C301")
    assert page.locator("svg use").count() == 6
    assert answer_to_the_end(page) >= 5
    is_clean(page)
    page.click(".ts-stop a[href='/stop']")
    page.wait_for_url("**/stop")
    is_clean(page)
    page.goto(f"{server.url}/controle")
    page.click(NEXT)
    page.wait_for_url("**/klaar")
    is_clean(page)
    for address in ("/gesprek", "/intrekken", f"/privacy/{SLUG}", f"/toegankelijkheid/{SLUG}"):
        page.goto(server.url + address)
        assert page.locator("html").get_attribute("lang") == language
        expected = "rtl" if language == "ar" else "ltr"
        assert page.locator("h1").evaluate("one => getComputedStyle(one).direction") == expected
        is_clean(page)


def test_the_statements_fit_a_phone_a_wide_screen_and_the_dark(
    server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    invite()
    for options in ({"width": 320}, {"mobile": False}, {"dark": True}):
        page = open_page(**options)
        for address in (f"/privacy/{SLUG}", f"/toegankelijkheid/{SLUG}"):
            page.goto(f"{server.url}{address}?taal=ar&groter=1")
            is_clean(page)
