"""Judging by keyboard, in a real browser: the sign of a choice, then Enter."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from tests.evaluation.conftest import Measured
from tests.evaluation.open_answers.test_reviewing import PASSWORD, QUEUE, TEXT, stored, waiting
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
    page.goto(f"{server.url}/inloggen")
    page.fill("#name", "Rev")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"**{QUEUE}")
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
