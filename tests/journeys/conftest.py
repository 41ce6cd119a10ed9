"""The served application and people with a link, for the journeys in a real browser."""

import datetime
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from survey_app.access import create_access
from survey_app.database import session_of
from survey_app.fieldwork.services_waves import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import Invitation
from tests.services.web_server import StartServer, WebServer

DAY = datetime.timedelta(days=1)
TODAY = datetime.datetime.now(datetime.UTC).date()
Invite = Callable[..., str]


@pytest.fixture
def server(start_server: StartServer, environment: dict[str, str]) -> WebServer:
    return start_server({**environment, "TRAJECTSPIEGEL_SYNTHETIC": "1"})


@pytest.fixture
def invite(installation: Installation) -> Invite:
    """`invite(questionnaire)`: a link token."""
    new_organisation(installation, "Gemeente Voorbeeldstad")
    plan = WavePlan("Najaar", "Gemeente Voorbeeldstad", TODAY - DAY, TODAY + DAY)
    wave = new_wave(installation, plan)

    def invited(questionnaire: str = "K3-TIJDENS", language: str = "nl") -> str:
        with session_of(installation.engine) as session:
            person = Invitation(wave_id=wave, questionnaire=questionnaire, language=language)
            session.add(person)
            session.flush()
            ways = create_access(session, installation, person.id)
            session.commit()
        return ways.token

    return invited


def is_clean(page: Page) -> None:
    """No violation of any impact."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, f"{page.url} scrolls sideways by {width}"


def walk(page: Page, check: Callable[[Page], None] = lambda page: None) -> None:
    """Answer every question with its first answer, up to the overview."""
    for _ in range(30):
        if "/vraag/" not in page.url:
            return
        check(page)
        if page.locator("textarea").count():
            page.fill("textarea", "Het gaat goed.")
        else:
            page.locator(".ts-answer label").first.click()
        before = page.url
        page.click("button.utrecht-button--primary-action")
        page.wait_for_url(lambda url, before=before: url != before)
    raise AssertionError("the questions never end")
