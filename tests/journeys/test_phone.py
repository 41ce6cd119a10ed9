"""A client with a phone, in a real browser, against the application as it is served."""

import gzip
import urllib.request

import pytest
from playwright.sync_api import Route

from survey_app.database import session_of
from survey_app.installation import Installation
from survey_app.models import InboxItem
from survey_app.stores.inbox import Submission, open_item
from tests.journeys.conftest import Invite, is_clean, walk
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = pytest.mark.browser
# The database makes no difference to what a browser shows: one of the two will do.
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def received(installation: Installation) -> list[Submission]:
    with session_of(installation.engine) as session:
        rows = session.query(InboxItem).all()
    return [open_item(installation.keys.need_worker(), row.sealed) for row in rows]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_client_completes_on_a_phone_without_one_accessibility_violation(
    javascript: bool,
    server: WebServer,
    invite: Invite,
    installation: Installation,
    open_page: OpenPage,
) -> None:
    page = open_page(javascript=javascript, width=320)
    foreign: list[str] = []
    page.on("request", lambda one: foreign.append(one.url) if server.url not in one.url else None)
    check = is_clean if javascript else (lambda page: None)
    page.goto(f"{server.url}/v/{invite()}")
    check(page)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/vraag/C301")
    page.get_by_role("button", name="Volgende").click()
    page.wait_for_selector("#errors")
    check(page)
    walk(page, check)
    assert page.get_by_role("heading", level=1).inner_text() == "Kijk uw antwoorden na"
    check(page)
    page.get_by_role("button", name="Verstuur mijn antwoorden").click()
    page.wait_for_url("**/klaar")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Dank u wel")
    check(page)
    assert len(received(installation)) == 1
    assert foreign == []


@one_database
def test_a_keyboard_alone_is_enough(server: WebServer, invite: Invite, open_page: OpenPage) -> None:
    page = open_page(mobile=False)
    page.goto(f"{server.url}/v/{invite()}")
    page.get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vraag/C301")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "utrecht-skip-link"
    while page.evaluate("document.activeElement.name") != "answer":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.locator("input:checked").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/vraag/C302")


@one_database
def test_the_error_summary_takes_the_focus_and_leads_to_the_answers(
    server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{server.url}/v/{invite()}")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Volgende").click()
    page.wait_for_selector("#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.title().startswith("Fout:")
    page.locator("#errors a").click()
    assert page.evaluate("document.activeElement.id") == "a5"


@one_database
def test_a_broken_line_says_not_saved_and_the_retry_stores_one_answer(
    server: WebServer,
    invite: Invite,
    installation: Installation,
    open_page: OpenPage,
) -> None:
    """The server gets the answer but its reply is lost: the form is sent again by itself."""
    page = open_page()
    page.goto(f"{server.url}/v/{invite()}")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/vraag/C301")
    tries: list[str] = []

    def lose_first(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        tries.append(route.request.post_data or "")
        route.fetch()
        if len(tries) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/vraag/C301", lose_first)
    page.locator("label", has_text="Goed").nth(1).click()
    page.get_by_role("button", name="Volgende").click()
    page.wait_for_selector(".ts-status:has-text('nog niet opgeslagen')")
    page.wait_for_url("**/vraag/C302")
    assert len(tries) == 2
    assert tries[0] == tries[1]


@one_database
@pytest.mark.parametrize("state", ["dark", "easy", "large", "conflict", "stop", "code", "end"])
def test_every_state_of_a_page_is_accessible(
    state: str, server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    token = invite()
    page = open_page(dark=state == "dark", width=320 if state == "large" else None)
    page.goto(f"{server.url}/v/{token}")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/vraag/C301")
    if state == "easy":
        page.get_by_role("button", name="Makkelijk lezen").click()
        page.wait_for_selector("svg use")
    elif state == "large":
        page.get_by_role("button", name="Groter").click()
        page.wait_for_selector("html.ts-large")
    elif state == "conflict":
        other = open_page()
        other.goto(f"{server.url}/v/{token}")
        other.get_by_role("button", name="Begin").click()
        other.locator(".ts-answer label").first.click()
        other.get_by_role("button", name="Volgende").click()
        other.wait_for_url("**/vraag/C302")
        page.locator(".ts-answer label").nth(2).click()
        page.get_by_role("button", name="Volgende").click()
        page.get_by_role("heading", name="ergens anders").wait_for()
    elif state != "dark":
        page.goto(server.url + {"stop": "/stop", "code": "/code", "end": "/v/x"}[state])
    is_clean(page)


@one_database
def test_the_first_page_weighs_little_and_later_pages_less(
    server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{server.url}/v/{invite()}")
    page.wait_for_load_state("networkidle")
    sizes = [packed_size(url) for url in asked]
    assert len(asked) <= 4
    assert sum(sizes) <= 20_000
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/vraag/C301")
    assert len(gzip.compress(page.content().encode())) <= 4_000
    fetched = "performance.getEntriesByType('resource').filter(one => one.transferSize > 0).length"
    assert page.evaluate(fetched) == 0


def packed_size(url: str) -> int:
    wanted = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(wanted, timeout=10) as answer:
        return len(answer.read())
