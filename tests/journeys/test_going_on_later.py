"""Somebody at a poster asks for a code, and goes on at another telephone: in a real browser."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import WaysIn, is_clean
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [
    pytest.mark.browser,
    # The database makes no difference to what a browser shows: one of the two will do.
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
PRIMARY, SECONDARY = (f"button.utrecht-button--{kind}-action" for kind in ("primary", "secondary"))


def asked_for(page: Page) -> str:
    """The code on the screen, where it must fit on one line."""
    code = page.locator(".ts-receipt__code")
    lines = code.evaluate("e => e.getClientRects().length && e.scrollWidth <= e.clientWidth")
    assert lines, "the code does not fit"
    return code.inner_text()


@pytest.mark.turns("language")
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_code_asked_for_at_a_poster_goes_on_elsewhere_without_script(
    language: str, server: WebServer, ways_in: WaysIn, open_page: OpenPage
) -> None:
    page = open_page(javascript=language == "ar")
    page.goto(f"{server.url}/v/{ways_in.shared}?taal={language}")
    page.click(PRIMARY)
    page.wait_for_url("**/vraag/C301")
    page.click("a[href='/later']")
    if language == "ar":
        is_clean(page)
    page.click(SECONDARY)
    code = asked_for(page)
    if language == "ar":
        is_clean(page)
    other = open_page(mobile=False)
    other.goto(f"{server.url}/code?taal={language}")
    other.fill("#code", code.lower())
    other.click(PRIMARY)
    other.wait_for_url("**/start")
    other.click(PRIMARY)
    other.wait_for_url("**/vraag/C301")
    assert other.locator("a[href='/later']").count() == 0
