"""Every questionnaire: by keyboard alone and without a script; and scanners before the person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from survey_app.database import Base
from survey_app.installation import Installation
from tests.journeys.conftest import Invite, WaysIn, walk
from tests.journeys.test_phone import one_database, received
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]
CLIENTS = ("K1-PRE", "K2-AANVANG", "K3-TIJDENS", "K4-EINDE", "K5-POST")
EMPLOYERS = ("W1-PRE", "W2-AANVANG", "W3-TIJDENS", "W4-EINDE", "W5-POST")
OTHERS = ("O-JAAR", "G-ZELF", "HALFJAAR", "U-SELECTIE")
LANGUAGES = ("nl", "en", "ar", "uk", "tr", "ti")
FOCUSED = """() => {
  const one = document.activeElement, around = [one, one.parentElement, one.nextElementSibling];
  const outlines = around.filter(Boolean).map(each => getComputedStyle(each));
  return {
    tag: one.tagName, name: one.name || '', type: one.type || '', words: one.textContent.trim(),
    seen: outlines.some(each => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2),
  };
}"""
Focus = dict[str, object]


def tab_to(page: Page, wanted: Callable[[Focus], bool]) -> Focus:
    """Press Tab until the focus is there; it is seen at every step."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        assert focus["seen"] or focus["tag"] == "BODY", f"nobody sees where the focus is: {focus}"
        if wanted(focus):
            return focus
    raise AssertionError("the focus never comes there")


def press_button(page: Page, name: str) -> None:
    before = page.url
    tab_to(page, lambda focus: focus["tag"] == "BUTTON" and focus["words"] == name)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def answer_by_keyboard(page: Page) -> None:
    """One question: to its answer, choose or type, to the button."""
    focus = tab_to(page, lambda focus: focus["name"] == "answer")
    if focus["tag"] == "TEXTAREA":
        page.keyboard.type("Getypt met toetsen.")
    elif focus["type"] == "text":
        fields = page.locator("[name=answer]").count()
        for number in range(fields):
            page.keyboard.type("3")
            if number < fields - 1:
                page.keyboard.press("Tab")
    else:
        page.keyboard.press("Space")
    press_button(page, "Volgende")


def by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    press_button(page, "Begin")
    for _ in range(60):
        if "/vraag/" not in page.url:
            break
        answer_by_keyboard(page)
    assert page.url.endswith("/controle")
    press_button(page, "Verstuur mijn antwoorden")
    assert page.url.endswith("/klaar")


def by_finger(page: Page, address: str) -> None:
    page.goto(address)
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url("**/vraag/**")
    walk(page)
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url("**/klaar")


@pytest.mark.parametrize("code", ["K4-EINDE", "W3-TIJDENS"])
def test_a_keyboard_alone_completes_it(
    code: str, server: WebServer, invite: Invite, installation: Installation, open_page: OpenPage
) -> None:
    by_keyboard(open_page(mobile=False), f"{server.url}/v/{invite(code)}")
    assert [one.questionnaire for one in received(installation)] == [code]


@pytest.mark.nightly
def test_a_keyboard_alone_completes_every_one(
    server: WebServer, invite: Invite, installation: Installation, open_page: OpenPage
) -> None:
    for code in (*CLIENTS, *EMPLOYERS):
        by_keyboard(open_page(mobile=False), f"{server.url}/v/{invite(code)}")
    done = sorted(one.questionnaire for one in received(installation))
    assert done == sorted((*CLIENTS, *EMPLOYERS))


@pytest.mark.nightly
def test_without_a_script_every_one_is_completed(
    server: WebServer, invite: Invite, installation: Installation, open_page: OpenPage
) -> None:
    for code in (*CLIENTS, *EMPLOYERS):
        by_finger(open_page(javascript=False), f"{server.url}/v/{invite(code)}")
    done = sorted(one.questionnaire for one in received(installation))
    assert done == sorted((*CLIENTS, *EMPLOYERS))


@pytest.mark.parametrize("way", ["link", "open link", "letter code"])
def test_a_scanner_that_runs_scripts_changes_nothing_and_the_person_completes(
    way: str,
    server: WebServer,
    ways_in: WaysIn,
    installation: Installation,
    open_page: OpenPage,
) -> None:
    seen_by_scanners = {
        "link": (f"/v/{ways_in.token}", f"/afmelden/{ways_in.token}"),
        "open link": (f"/v/{ways_in.shared}",),
        "letter code": ("/", "/code", f"/code?code={ways_in.code}"),
    }[way]
    before = all_rows(installation)
    scanner = open_page(mobile=False, user_agent="Mozilla/5.0 (Safe Links; detonation)")
    for path in seen_by_scanners * 2:
        scanner.goto(server.url + path)
        scanner.wait_for_load_state("networkidle")
        scanner.mouse.wheel(0, 2_000)
        for link in scanner.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
            scanner.request.get(link)
            scanner.request.head(link)
    assert all_rows(installation) == before
    page = open_page()
    if way == "letter code":
        page.goto(f"{server.url}/code")
        page.fill("#code", ways_in.code)
        page.click("button.utrecht-button--primary-action")
        page.wait_for_url("**/start")
    by_finger(page, page.url if way == "letter code" else server.url + seen_by_scanners[0])
    assert len(received(installation)) == 1


def all_rows(installation: Installation) -> dict[str, list[str]]:
    with installation.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }
