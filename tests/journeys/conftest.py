"""The served application and people with a link, for the journeys in a real browser."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from survey_app.crypto.tokens import link_token, token_hash
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import Invitation, OpenLink
from survey_app.ways_in.access import Ways
from tests.services.turns import Looks
from tests.services.ways import ways_for
from tests.services.web_server import StartServer, WebServer

DAY = datetime.timedelta(days=1)
TODAY = datetime.datetime.now(datetime.UTC).date()
Invite = Callable[..., str]
Look = Callable[..., None]
# light or dark, and the size of the screen where it is not the page's own
LOOKS = (
    ("light", None),
    ("dark", None),
    ("light", {"width": 640, "height": 450}),  # what is left of 1280 px at 200 %
    ("light", {"width": 320, "height": 740}),
)


@pytest.fixture
def server(start_server: StartServer, environment: dict[str, str]) -> WebServer:
    return start_server({**environment, "TRAJECTSPIEGEL_SYNTHETIC": "1"})


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The link and letter code of one person, and an open link with room for one."""

    token: str
    code: str
    shared: str


@pytest.fixture
def wave(installation: Installation) -> str:
    """An open wave."""
    new_organisation(installation, "Gemeente Voorbeeldstad")
    plan = WavePlan("Najaar", "Gemeente Voorbeeldstad", TODAY - DAY, TODAY + DAY)
    return new_wave(installation, plan)


def invited(
    installation: Installation, wave: str, questionnaire: str, language: str, with_code: bool
) -> Ways:
    person = Invitation(wave_id=wave, questionnaire=questionnaire, language=language)
    return ways_for(installation, person, with_code=with_code)


@pytest.fixture
def invite(installation: Installation, wave: str) -> Invite:
    """`invite(questionnaire)`: a link token."""

    def token(questionnaire: str = "K3-TIJDENS", language: str = "nl") -> str:
        return invited(installation, wave, questionnaire, language, with_code=False).token

    return token


@pytest.fixture
def ways_in(installation: Installation, wave: str) -> WaysIn:
    """Every way in to K3-TIJDENS."""
    ways = invited(installation, wave, "K3-TIJDENS", "nl", with_code=True)
    keys = installation.keys
    shared = link_token(keys.need_sender(), "poster")
    hashed = token_hash(keys.lookup, shared)
    with session_of(installation.engine) as session:
        place = {"wave_id": wave, "questionnaire": "K3-TIJDENS"}
        session.add(OpenLink(**place, token_hash=hashed, maximum=1))
        session.commit()
    assert ways.code is not None
    return WaysIn(ways.token, ways.code, shared)


# Only what is wrong comes back: the rest of a report costs more than the looking.
LOOK = """axe.run({resultTypes: ['violations'], preload: false}).then(
    found => found.violations.map(one => [one.id, one.impact, one.nodes[0].html]))"""


def is_clean(page: Page) -> None:
    """No violation of any impact, and nothing to scroll sideways for."""
    page.wait_for_load_state()  # what was waited for may stand there before the end is read
    page.evaluate(Axe().axe_script)
    assert page.evaluate(LOOK) == [], page.url
    # A telephone zooms out until everything fits: its own width says nothing then.
    assert page.viewport_size is not None
    width = page.evaluate("document.documentElement.scrollWidth") - page.viewport_size["width"]
    assert width <= 0, f"{page.url} scrolls sideways by {width}"


@pytest.fixture
def look(looks: Looks) -> Look:
    """`look(page, url="")`: the page, or the one at this address, in the looks of this turn."""

    def looked(page: Page, url: str = "") -> None:
        if url:
            answer = page.goto(url)
            assert answer is not None
            assert answer.status == 200, url
            assert page.url.partition("?")[0] == url.partition("?")[0], "led elsewhere"
        own = page.viewport_size
        assert own is not None
        for light, size in looks(LOOKS):
            page.emulate_media(color_scheme=light)
            page.set_viewport_size(size or own)
            is_clean(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(own)

    return looked


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
