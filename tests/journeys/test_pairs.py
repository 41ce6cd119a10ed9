"""Kind of page × language × state: every pair of two of them meets axe at least once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.faults.visiting import Line
from tests.journeys.conftest import Invite, is_clean
from tests.journeys.test_phone import one_database
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]
LANGUAGES = ("nl", "en", "ar", "uk", "tr", "ti")
NEXT = "button.utrecht-button--primary-action"
# state -> how the page is opened, and the wish in its address
STATES: dict[str, tuple[dict[str, object], str]] = {
    "plain": ({}, ""),
    "dark": ({"dark": True}, ""),
    "narrow": ({"width": 320}, ""),
    "large": ({"width": 320}, "groter=1"),
    "easy": ({}, "makkelijk=1"),
}
CHOICE, SEVERAL, WORDS = "C101", "C106", "C109"


def error(page: Page) -> None:
    page.goto(page.url.rpartition("/")[0] + f"/vraag/{WORDS}")
    page.fill("textarea", "te lang " * 600)
    page.click(NEXT)
    page.wait_for_selector("#errors")


def question(code: str) -> Callable[[Page], object]:
    """A question that was answered before: the resumed state."""
    return lambda page: page.goto(page.url.rpartition("/")[0] + f"/vraag/{code}")


def start(page: Page) -> None:
    page.goto(page.url.rpartition("/")[0] + "/start")


def sent(page: Page) -> None:
    page.click(NEXT)
    page.wait_for_url("**/klaar")


def stop(page: Page) -> None:
    page.goto(page.url.rpartition("/")[0] + "/stop")


KINDS: dict[str, Callable[[Page], object]] = {
    "start": start,
    "choice": question(CHOICE),
    "several": question(SEVERAL),
    "words": question(WORDS),
    "error": error,
    "stop": stop,
    "overview": lambda page: None,
    "thanks": sent,
}


@pytest.mark.turns("language")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pair_of_kind_language_and_state_is_accessible(
    language: str, server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    token = invite("K1-PRE", language)
    line = Line(server.port)
    line.ask("POST", f"/v/{token}", {})
    line.answer_all("Een antwoord van eerder", 1)
    states = list(STATES)
    met = set()
    for number, (kind, reach) in enumerate(KINDS.items()):
        state = states[(number + LANGUAGES.index(language)) % len(states)]
        options, wish = STATES[state]
        page = open_page(**options)
        page.goto(f"{server.url}/v/{token}?taal={language}&{wish}")
        assert page.locator("html").get_attribute("lang") == language
        page.click(NEXT)
        page.wait_for_url("**/controle")
        reach(page)
        assert page.locator("html").get_attribute("lang") == language, kind
        is_clean(page)
        met.add(state)
    assert met == set(STATES)
