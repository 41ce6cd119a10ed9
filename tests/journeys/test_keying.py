"""Keying in paper by keyboard, in a real browser: a figure chooses an answer and goes on."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from survey_app.installation import Installation
from tests.journeys.test_interviewer import is_clean, log_in, received, server
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

__all__ = ["server"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]


@pytest.fixture
def no_sheet_twice(home: Path) -> None:
    folder = home / "organisations"
    folder.mkdir()
    (folder / "gemeente-voorbeeldstad.toml").write_text("keyed_twice = 0\n", encoding="utf-8")


def chosen(page: Page) -> dict[str, str]:
    pairs = page.eval_on_selector_all(
        "input[type=radio]:checked", "all => all.map(one => [one.name, one.value])"
    )
    return {name: value for name, value in pairs if value}


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name"))


def test_figures_fill_in_a_sheet_without_the_mouse(
    no_sheet_twice: None, server: WebServer, installation: Installation, open_page: OpenPage
) -> None:
    page = open_page(mobile=False)
    log_in(page, server)
    page.goto(f"{server.url}/veldwerk/papier")
    page.get_by_role("link", name="Voer in K4-EINDE").click()
    assert page.get_by_text("typ het cijfer van een antwoord").is_visible()
    page.locator("input[name=C401]:checked").focus()
    for key in ("1", "6", "7", "2"):  # C402 has no answer 7: nothing happens
        page.keyboard.press(key)
    assert chosen(page) == {"C401": "1", "C402": "6", "C403": "2"}
    assert focused(page) == "C404"
    page.keyboard.press("1")  # of 1 to 10: it stays here
    assert chosen(page)["C404"] == "1"
    assert focused(page) == "C404"
    is_clean(page)
    page.get_by_role("button", name="Bewaar dit formulier").click()
    page.wait_for_selector(".saved")
    [sent] = received(installation)
    assert {code: sent.answers[code] for code in ("C402", "C403", "C404")} == {
        "C402": 6,
        "C403": 2,
        "C404": 1,
    }


def test_without_scripts_the_screen_promises_no_keys(
    no_sheet_twice: None, server: WebServer, open_page: OpenPage
) -> None:
    page = open_page(mobile=False, javascript=False)
    log_in(page, server)
    page.goto(f"{server.url}/veldwerk/papier")
    page.get_by_role("link", name="Voer in K4-EINDE").click()
    assert page.locator("input[name=C401]").count() > 0
    assert not page.get_by_text("typ het cijfer van een antwoord").is_visible()
