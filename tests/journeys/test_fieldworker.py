"""A fieldworker from an empty list of waves to a closed one, in a real browser, clicks counted."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from survey_app.models import Dispatch, Wave
from tests.journeys.conftest import is_clean
from tests.services.browser import OpenPage
from tests.services.web_server import StartServer, WebServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
PASSWORD = "een lange zin als wachtwoord"
TODAY = datetime.datetime.now(datetime.UTC).date()
LAST = TODAY + datetime.timedelta(days=30)
# The brief allows 12 from an empty installation to the first invitations sent.
MOST_CLICKS = 12
PEOPLE = "".join(f"Persoon {n};p{n}@voorbeeld.nl;K3-TIJDENS\n" for n in range(1, 301))


@dataclass
class Hands:
    """Somebody at a browser; every click is counted, typing is not."""

    page: Page
    clicks: list[str] = field(default_factory=list)

    def log_in(self, url: str, name: str) -> None:
        self.page.goto(f"{url}/inloggen")
        self.page.get_by_label("Naam").fill(name)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.page.get_by_role("button", name="Inloggen").click()

    def link(self, words: str) -> None:
        self.clicks.append(words)
        self.page.get_by_role("link", name=words).last.click()  # the page before the menu

    def button(self, words: str) -> None:
        self.clicks.append(words)
        self.page.get_by_role("button", name=words).first.click()

    def look(self) -> None:
        """Nothing is wrong with the page."""
        is_clean(self.page)


@pytest.fixture
def server(
    start_server: StartServer, environment: dict[str, str], installation: Installation
) -> WebServer:
    """An organisation without a wave, with two fieldworkers."""
    new_organisation(installation, "Gemeente Voorbeeldstad")
    with session_of(installation.engine) as session:
        for name in ("Farid", "Gerda"):
            create_account(session, name, "fieldworker", PASSWORD)
    return start_server({**environment, "TRAJECTSPIEGEL_SYNTHETIC": "1"})


def plan(hands: Hands) -> None:
    page = hands.page
    hands.look()
    hands.link("Nieuwe meting")
    page.get_by_label("Naam", exact=True).fill("Najaar")
    page.get_by_label("Eerste dag").fill(TODAY.isoformat())
    page.get_by_label("Laatste dag").fill(LAST.isoformat())
    page.locator("#people-K3-TIJDENS").fill("300")
    hands.look()
    hands.button("Maak het plan")
    hands.look()
    hands.button("Ik heb het plan nagekeken")


def go_live(hands: Hands) -> None:
    hands.link("Najaar")
    hands.look()
    hands.link("Zet live")
    hands.look()
    hands.button("Zet live")
    expect(hands.page.get_by_text("Live gezet door Gerda")).to_be_visible()


def send(hands: Hands) -> None:
    hands.link("Versturen")
    hands.link("Bekijk en verstuur")
    hands.link("Verder met versturen")
    hands.button("Ja, verstuur naar 300 mensen")


def close(hands: Hands) -> None:
    hands.link("Metingen")
    hands.link("Najaar")
    hands.link("Sluit de meting af")
    hands.look()
    hands.button("Sluit de meting voorgoed af")
    expect(hands.page.get_by_text("Zet eerst het vinkje.")).to_be_visible()
    hands.page.get_by_label("Ik weet dat dit niet terug te draaien is").check()
    hands.button("Sluit de meting voorgoed af")
    expect(hands.page.locator(".state--closed")).to_be_visible()


def test_two_fieldworkers_plan_go_live_send_and_close(
    server: WebServer, open_page: OpenPage, installation: Installation, tmp_path: Path
) -> None:
    farid, gerda = Hands(open_page(mobile=False)), Hands(open_page(mobile=False))
    farid.log_in(server.url, "Farid")
    plan(farid)
    path = tmp_path / "contacten.csv"
    path.write_text(f"naam;e-mail;vragenlijst\n{PEOPLE}", encoding="utf-8")
    assert not import_contacts(installation, path, "Najaar").refused
    gerda.log_in(server.url, "Gerda")
    go_live(gerda)
    send(gerda)
    clicks = farid.clicks + gerda.clicks
    assert len(clicks) <= MOST_CLICKS, clicks
    with Session(installation.engine) as session:
        assert session.scalars(select(Dispatch.people)).all() == [300]
    close(gerda)
    with Session(installation.engine) as session:
        wave = session.scalars(select(Wave)).one()
        assert wave.closed_at is not None
        assert wave.live_by not in (None, wave.checked_by)


def test_a_plan_is_made_on_a_phone(server: WebServer, open_page: OpenPage) -> None:
    hands = Hands(open_page(mobile=True))
    hands.log_in(server.url, "Farid")
    hands.link("Nieuwe meting")
    is_clean(hands.page)
    hands.page.locator("#people-K3-TIJDENS").fill("250")
    expect(hands.page.locator(".outlook")).to_contain_text("± 0,6")
    is_clean(hands.page)
    hands.link("Hulp")
    expect(hands.page.get_by_role("heading", name="Een meting plannen")).to_be_visible()
    is_clean(hands.page)
