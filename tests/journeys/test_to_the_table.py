"""The whole way: a telephone, the worker in its own process, and the figure in Tabel 1."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from survey_app.accounts.services import create_account
from survey_app.clock import today
from survey_app.database import session_of
from survey_app.installation import Installation
from survey_app.intake.services import close_wave
from survey_app.models import InboxItem, Wave
from survey_app.stores.inbox import Submission, put_in_inbox
from tests.journeys.conftest import Invite, is_clean, walk
from tests.services.browser import OpenPage
from tests.services.web_server import ROOT, WebServer

pytestmark = pytest.mark.browser
PASSWORD = "een lange zin als wachtwoord"
OTHERS, BATCH = 12, 10
PAGES = ("", "/partijen", "/vorige-meting", "/doelgroepen", "/respons", "/deeladviezen", "/normen")


@pytest.fixture
def others(installation: Installation, invite: Invite) -> str:
    """Twelve people sent their answers before; the wave they answered in."""
    del invite  # makes the wave
    with session_of(installation.engine) as session:
        wave = session.scalars(select(Wave)).one()
        for number in range(OTHERS):
            answers = {"C301": number % 5 + 1, "C302": number % 5 + 1}
            sheet = Submission("K3-TIJDENS", 1, answers, today())
            put_in_inbox(session, installation, wave.id, sheet)
        session.commit()
        create_account(session, "Eva", "evaluator", PASSWORD)
        session.commit()
    return wave.id


def work(environment: dict[str, str]) -> None:
    """The worker's own command, once."""
    command = [sys.executable, "-m", "survey_app.cli", "worker", "--once"]
    variables = {**os.environ, **environment}
    done = subprocess.run(
        command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/inloggen")
    page.fill("#name", "Eva")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/metingen")


@pytest.mark.turns("javascript")
@pytest.mark.parametrize("javascript", [True, False])
def test_an_answer_from_a_telephone_stands_in_tabel_1(
    javascript: bool,
    server: WebServer,
    invite: Invite,
    others: str,
    installation: Installation,
    environment: dict[str, str],
    open_page: OpenPage,
) -> None:
    phone = open_page(javascript=javascript)
    phone.goto(f"{server.url}/v/{invite()}")
    phone.get_by_role("button", name="Begin").click()
    walk(phone)
    phone.get_by_role("button", name="Verstuur mijn antwoorden").click()
    phone.wait_for_url("**/klaar")
    work(environment)
    with session_of(installation.engine) as session:
        assert session.scalars(select(InboxItem)).all() == []
        name = session.get_one(Wave, others).name
    close_wave(installation, name)
    work(environment)
    desk = open_page(mobile=False, javascript=javascript)
    log_in(desk, server.url)
    desk.goto(f"{server.url}/metingen/{others}/tabel-1")
    link = desk.locator(f"td a[href$='/{cell_of(installation, 'C302')}']").first
    shown = link.locator("xpath=ancestor::td").inner_text()
    assert f"n = {OTHERS + 1}" in shown
    if javascript:
        is_clean(desk)
        for page in PAGES:
            desk.goto(f"{server.url}/metingen/{others}{page}")
            assert "eindstand van" in desk.inner_text("main")
            is_clean(desk)


def cell_of(installation: Installation, question: str) -> str:
    """The cell of Tabel 1 that a question feeds."""
    [cell] = installation.catalogue.latest("K3-TIJDENS").question(question).cells
    return cell
