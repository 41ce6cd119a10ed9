"""An interviewer and a needs worker at their screens, in a real browser."""

import pytest
from playwright.sync_api import Page

from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import NeedsResponse, Recontact, Wave
from survey_app.separate.needs.services_grouping import propose_all
from survey_app.separate.recontact.services_drawing import draw_all
from survey_app.stores.separate import Offer, needs_row, recontact_row
from tests.journeys.conftest import is_clean
from tests.journeys.test_interviewer import DAY, PASSWORD, TODAY
from tests.services.browser import OpenPage
from tests.services.web_server import StartServer, WebServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
REACH = ("Fatma, 06 12345678, na vijven", "Jan jan@example.org", "Els 0182-123456", "Ben")


@pytest.fixture
def server(
    start_server: StartServer, environment: dict[str, str], installation: Installation
) -> WebServer:
    """A closed wave with four volunteers and six needs forms, and two people who work there."""
    new_organisation(installation, "Gemeente Voorbeeldstad")
    plan = WavePlan("Najaar", "Gemeente Voorbeeldstad", TODAY - DAY, TODAY + DAY)
    wave_id = new_wave(installation, plan)
    with session_of(installation.engine) as session:
        for number, reach in enumerate(REACH):
            given = {"S1": 4 + number, "S4": [1], "S5": 1, "S6": 1 + number, "S7": reach}
            session.add(Recontact(**recontact_row(installation, wave_id, Offer(given), "web")))
        for _ in range(6):
            given = {"H1": 1, "H2": [1, 4], "H4": 1, "H5": 1, "H6": "Ik wil graag verder"}
            session.add(NeedsResponse(**needs_row(wave_id, given, "web")))  # type: ignore[arg-type]
        session.get_one(Wave, wave_id).closed_at = now()
        session.commit()
        for role in ("interviewer", "needs_worker"):
            create_account(session, role, role, PASSWORD)
        session.commit()
    return start_server(environment)


def log_in(page: Page, server: WebServer, name: str, start: str) -> None:
    page.goto(f"{server.url}/inloggen")
    page.get_by_label("Naam").fill(name)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(f"**{start}")


@pytest.mark.parametrize("mobile", [False, True])
def test_an_interviewer_draws_calls_and_ends_the_talks(
    mobile: bool, server: WebServer, installation: Installation, open_page: OpenPage
) -> None:
    page = open_page(mobile=mobile)
    log_in(page, server, "interviewer", "/gesprekken")
    is_clean(page)
    page.get_by_role("link", name="Najaar").click()
    is_clean(page)
    page.get_by_label("Met hoeveel mensen wilt u praten?").fill("2")
    page.get_by_role("button", name="Loot").click()
    draw_all(installation)
    page.get_by_role("link", name="Kijk opnieuw").click()
    is_clean(page)
    page.get_by_role("link", name="Nummer 1").click()
    is_clean(page)
    page.get_by_role("button", name="Toon naam en nummer").click()
    is_clean(page)
    page.get_by_label("Wil niet").check()
    page.get_by_role("button", name="Bewaar").click()
    page.locator("#gekozen ~ ol li").nth(2).wait_for()  # a reserve stepped in
    page.get_by_role("button", name="Rond af en wis").click()
    page.get_by_text("Zet een vinkje").wait_for()
    is_clean(page)
    page.get_by_label("Ja, alle gesprekken zijn klaar").check()
    page.get_by_role("button", name="Rond af en wis").click()
    page.get_by_text("De gesprekken zijn afgerond").wait_for()
    is_clean(page)
    toon = page.get_by_role("button", name="Toon namen en nummers")
    if toon.count():
        toon.click()
        is_clean(page)
        page.get_by_role("button", name="Verteld, wis").first.click()
        page.wait_for_url("**/gesprekken/*")


@pytest.mark.parametrize("mobile", [False, True])
def test_a_needs_worker_follows_up_and_decides_about_a_group(
    mobile: bool, server: WebServer, installation: Installation, open_page: OpenPage
) -> None:
    page = open_page(mobile=mobile)
    log_in(page, server, "needs_worker", "/halfjaargesprekken")
    is_clean(page)
    page.get_by_role("link", name="Najaar").click()
    is_clean(page)
    page.locator(".lines__line a").first.click()
    is_clean(page)
    page.get_by_role("button", name="Open het formulier").click()
    is_clean(page)
    page.get_by_label("Gebeld").check()
    page.get_by_label("Notitie").fill("Belt maandag terug")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("link", name="Gebeld 1").click()
    page.wait_for_url("**stand=called")
    assert page.locator(".lines__line").count() == 1
    page.get_by_role("link", name="Groepen").click()
    is_clean(page)
    page.get_by_role("button", name="Stel groepen voor").click()
    propose_all(installation)
    page.get_by_role("link", name="Kijk opnieuw").click()
    is_clean(page)
    page.get_by_role("button", name="Haal eruit").first.click()
    page.get_by_role("button", name="Maak deze groep").click()
    page.get_by_text("Besloten door needs_worker").wait_for()
    assert "5 mensen" in page.inner_text("main")
    assert "Aangepast." in page.inner_text("main")
    is_clean(page)
