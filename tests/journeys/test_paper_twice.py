"""A sheet of paper keyed in twice, in a real browser: the number, the difference, the check."""

from pathlib import Path

import pytest

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
def every_sheet_twice(home: Path) -> None:
    folder = home / "organisations"
    folder.mkdir()
    (folder / "gemeente-voorbeeldstad.toml").write_text("keyed_twice = 100\n", encoding="utf-8")


@pytest.mark.turns("mobile")
@pytest.mark.parametrize("mobile", [False, True])
def test_a_sheet_is_keyed_in_twice_without_violation_and_settled_on_the_paper(
    mobile: bool,
    every_sheet_twice: None,
    server: WebServer,
    installation: Installation,
    open_page: OpenPage,
) -> None:
    page = open_page(mobile=mobile, javascript=True)
    log_in(page, server)
    page.get_by_role("link", name="Papier").click()
    page.get_by_role("link", name="Voer in K3-TIJDENS").click()
    page.locator("input[name=C301][value='5']").check()
    page.get_by_role("button", name="Bewaar dit formulier").click()
    number = page.locator(".sheet-number").inner_text()
    is_clean(page)
    page.goto(f"{server.url}/veldwerk/papier")
    is_clean(page)
    page.get_by_role("link", name="Nog een keer: 1 van K3-TIJDENS").click()
    is_clean(page)
    page.get_by_label("Nummer dat op het formulier is geschreven").fill(number.lower())
    page.locator("input[name=C301][value='4']").check()
    page.get_by_role("button", name="Vergelijk en bewaar").click()
    page.wait_for_selector("[role=alert]")
    is_clean(page)
    page.get_by_role("link", name="vraag 1, C301").click()
    assert page.url.endswith("#q-C301")
    page.get_by_label("Nagekeken: zo staat het op papier").check()
    page.get_by_role("button", name="Vergelijk en bewaar").click()
    page.wait_for_selector(".saved")
    is_clean(page)
    [sent] = received(installation)
    assert (sent.mode, sent.answers["C301"]) == ("paper", 4)
