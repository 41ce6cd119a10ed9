"""The evaluator's pages in a real browser: nothing that axe objects to, nothing sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from tests.evaluation.conftest import Measured, spread
from tests.services.browser import OpenPage
from tests.services.web_server import StartServer

pytestmark = pytest.mark.browser
PASSWORD = "een lange zin als wachtwoord"


def is_clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, f"{page.url} scrolls sideways by {width}"


@pytest.fixture
def filled(measured: Measured) -> Measured:
    measured.answer("K3-TIJDENS", spread("C301", 4, 6, 10, 12, 8))
    measured.answer("K3-TIJDENS", [{"C302": 5, "C303": 4}, {"C302": 2, "C303": 3}], times=15)
    measured.answer("K5-POST", [{"C503": 4}] * 3)
    measured.answer("G-ZELF", spread("G301", 0, 0, 2, 8, 4))
    measured.answer("W3-TIJDENS", spread("W301", 2, 2, 2))
    measured.figure("F14", 43, label="uitstroom naar werk", denominator=88.0, target=0.45)
    with session_of(measured.installation.engine) as session:
        create_account(session, "Eva", "evaluator", PASSWORD)
    measured.publish()
    return measured


@pytest.mark.turns("width", "javascript")
@pytest.mark.parametrize(("width", "javascript"), [(320, True), (1280, True), (320, False)])
def test_every_page_of_the_evaluator_is_clean(
    filled: Measured,
    start_server: StartServer,
    environment: dict[str, str],
    open_page: OpenPage,
    width: int,
    javascript: bool,
) -> None:
    server = start_server({**environment, "TRAJECTSPIEGEL_SYNTHETIC": "1"})
    # axe itself is a script: without JavaScript we look at the words only
    page = open_page(mobile=width < 500, width=width, javascript=javascript)
    look = is_clean if javascript else lambda page: None
    page.goto(f"{server.url}/inloggen")
    look(page)
    page.fill("#name", "Eva")
    page.fill("#password", "iets heel anders")
    page.click("main button")
    look(page)
    assert "horen niet bij elkaar" in page.inner_text("[role=alert]")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/metingen")
    look(page)
    page.click("text=Najaar 2026")
    look(page)
    assert "Voorbeeld met verzonnen gegevens" in page.inner_text("body")
    page.click("text=Laagste oordelen >> xpath=../ol//a")
    look(page)
    assert "Hoe goed houdt de gemeente u op de hoogte?" in page.inner_text("main")
    page.goto(f"{server.url}/metingen/{filled.wave_id}/download/pdf")
    look(page)
    assert "nog niet klaar" in page.inner_text("h1")
    page.click("text=Uitloggen")
    page.wait_for_url("**/inloggen")
