"""Judging by keyboard, in a real browser: the sign of a choice, then Enter."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from tests.evaluation.conftest import Measured
from tests.evaluation.open_answers.test_reviewing import PASSWORD, QUEUE, TEXT, stored, waiting
from tests.evaluation.open_answers.test_second_reading import sample
from tests.services.browser import OpenPage
from tests.services.web_server import StartServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]


def test_two_keys_correct_an_answer_and_one_agrees(
    measured: Measured,
    start_server: StartServer,
    environment: dict[str, str],
    open_page: OpenPage,
) -> None:
    with session_of(measured.installation.engine) as session:
        create_account(session, "Rev", "reviewer", PASSWORD)
    first, second = waiting(measured, TEXT, "Aardig")
    server = start_server(environment)
    page = open_page(mobile=False)
    log_in(page, server.url, "Rev")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("1")
    page.keyboard.press("d")  # waiting time comes beside what was proposed
    page.keyboard.press("Enter")
    page.wait_for_selector(".review__saved")
    page.keyboard.press("Enter")
    page.get_by_text("Alles is gelezen").wait_for()
    corrected, agreed = stored(measured, first), stored(measured, second)
    assert (corrected.label, corrected.themes) == ("negatief", ("bejegening", "wachttijd"))
    assert (agreed.label, agreed.themes) == ("positief", ("bejegening",))


def log_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/inloggen")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"**{QUEUE}")


def test_a_second_reader_and_who_settles_need_no_mouse_either(
    measured: Measured,
    start_server: StartServer,
    environment: dict[str, str],
    open_page: OpenPage,
) -> None:
    with session_of(measured.installation.engine) as session:
        for name in ("An", "Bo"):
            create_account(session, name, "reviewer", PASSWORD)
    (answer_id,) = sample(measured, "Lekker snel hoor, na een half jaar.")
    server = start_server(environment)
    first, second = open_page(mobile=False), open_page(mobile=False)
    log_in(first, server.url, "An")
    first.keyboard.press("Enter")  # agrees with what is proposed
    first.get_by_text("Alles is gelezen").wait_for()
    assert Axe().run(first).response["violations"] == []
    log_in(second, server.url, "Bo")
    assert Axe().run(second).response["violations"] == []
    for key in ("1", "d", "Enter"):
        second.keyboard.press(key)
    second.get_by_text("lazen dit antwoord verschillend").wait_for()
    assert Axe().run(second).response["violations"] == []
    for key in ("1", "s", "Enter"):
        second.keyboard.press(key)
    second.get_by_text("Alles is gelezen").wait_for()
    settled = stored(measured, answer_id)
    assert (settled.label, settled.themes) == ("negatief", ())
