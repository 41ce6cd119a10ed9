"""A council reader and an evaluator read what was published, in a real browser."""

import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.evaluation.providers.import_trajectories_command import import_trajectories
from survey_app.evaluation.publishing.services import publish_all
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from tests.evaluation.conftest import Measured, spread
from tests.evaluation.test_providers import NAMES, ROWS, a_file
from tests.journeys.conftest import TODAY, is_clean
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
PASSWORD = "een lange zin als wachtwoord"
NAME = "Gemeente Voorbeeldstad"
YEARS = (2024, 2025)


@pytest.fixture
def published(installation: Installation, tmp_path: Path) -> list[Measured]:
    """Two closed waves with judgements, figures and a goal; a council reader and an evaluator."""
    new_organisation(installation, NAME)
    waves = []
    for year in YEARS:
        ends = TODAY - datetime.timedelta(days=10 + 365 * (YEARS[-1] - year))
        plan = WavePlan(f"Meting {year}", NAME, ends - datetime.timedelta(days=40), ends)
        one = Measured(installation, new_wave(installation, plan))
        answer(one, year)
        one.change(providers=NAMES)
        import_trajectories(installation, a_file(tmp_path, *ROWS), plan.name)
        one.change(closed_at=now())
        waves.append(one)
    publish_all(installation)
    with session_of(installation.engine) as session:
        for role in ("council_reader", "evaluator"):
            create_account(session, role, role, PASSWORD)
        session.commit()
    return waves


def answer(wave: Measured, year: int) -> None:
    more = year - YEARS[0]
    wave.answer("K3-TIJDENS", spread("C301", 2, 4, 12 - 4 * more, 8 + 4 * more, 3))
    wave.answer("K3-TIJDENS", spread("C302", 1, 2, 6, 8, 5))
    wave.answer("G-ZELF", spread("G301", 0, 1, 2, 14, 12))
    wave.figure("F14", 84 + 12 * more, label="gestart", unit="trajecten", period=str(year))
    share = {"denominator": 84.0, "unit": "trajecten", "target": 0.45, "period": str(year)}
    wave.figure("F14", 29 + 4 * more, label="uitstroom naar werk", **share)
    for label, number in (("betaald werk", 33), ("opleiding", 40), ("verhuisd", 11)):
        parts = {"denominator": 84.0, "unit": "trajecten", "period": str(year)}
        wave.figure("F13", number, label=label, **parts)


def log_in(page: Page, server: WebServer, name: str) -> None:
    page.goto(f"{server.url}/inloggen")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/metingen**")


@pytest.mark.turns("mobile")
@pytest.mark.parametrize("mobile", [False, True])
def test_a_council_reader_starts_at_the_figures_and_opens_what_is_behind_them(
    mobile: bool, server: WebServer, published: list[Measured], open_page: OpenPage
) -> None:
    page = open_page(mobile=mobile)
    log_in(page, server, "council_reader")
    assert page.url == f"{server.url}/metingen/raad"
    assert "96 trajecten. Dat is 12 trajecten meer dan in 2024." in page.inner_text("main")
    is_clean(page)
    summary = page.locator(".told summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".told details[open] table").first.is_visible()
    is_clean(page)
    page.get_by_role("link", name="Meting 2024").click()
    page.wait_for_url(f"**/raad/{published[0].wave_id}")
    assert "84 trajecten. Er is nog geen eerder cijfer" in page.inner_text("main")


def test_a_council_reader_goes_from_a_phase_to_its_cell_and_to_what_it_is_evidence_for(
    server: WebServer, published: list[Measured], open_page: OpenPage
) -> None:
    page = open_page(mobile=True)
    log_in(page, server, "council_reader")
    page.locator(".phase-told summary").nth(2).click()
    page.get_by_role("link", name="Info en communicatie door de Gemeente").first.click()
    page.wait_for_url("**/tabel-1/R06-C")
    assert page.locator(".chart__dot").count() == len(published)
    is_clean(page)
    page.get_by_role("link", name="7.1").click()
    page.wait_for_url("**/deeladviezen#7.1")
    for path in ("tabel-1", "fasen", "verwachting", "manieren", "respons"):
        page.goto(f"{server.url}/metingen/{published[1].wave_id}/{path}")
        assert "eindstand van" in page.inner_text("main")
        is_clean(page)


def test_an_evaluator_reads_every_page_and_enters_the_reply_of_a_provider(
    server: WebServer, published: list[Measured], open_page: OpenPage
) -> None:
    page = open_page(mobile=False)
    log_in(page, server, "evaluator")
    wave = published[1].wave_id
    for path in (f"raad/{wave}", f"{wave}/fasen", f"{wave}/verwachting", f"{wave}/manieren"):
        page.goto(f"{server.url}/metingen/{path}")
        assert page.locator("nav[aria-label=Hoofdmenu] a").count() <= 7
        is_clean(page)
    page.get_by_role("link", name="Bewijs en advies").click()
    page.get_by_role("link", name="Aanbieders").click()
    assert "4 van 5 sterren" in page.inner_text("main")
    is_clean(page)
    page.get_by_role("link", name="Reactie invoeren van De Brug").click()
    is_clean(page)
    page.fill("#tekst", "Wij kregen de lastigste groep.")
    page.get_by_role("button", name="Bewaar reactie").click()
    page.wait_for_url("**/aanbieders")
    assert "Wij kregen de lastigste groep." in page.inner_text("main")


def test_the_figures_can_be_read_without_scripts_and_printed_in_grey(
    server: WebServer, published: list[Measured], open_page: OpenPage
) -> None:
    page = open_page(mobile=False, javascript=False)
    log_in(page, server, "council_reader")
    page.locator(".told summary").first.click()
    assert page.locator(".told details[open] table").first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".staff__side").is_visible()
    assert page.locator(".told table").nth(1).is_visible()  # closed on the screen, open in print


@pytest.mark.turns("mobile")
@pytest.mark.parametrize("mobile", [False, True])
def test_an_evaluator_reads_a_file_of_trajectories_checks_it_and_confirms(
    mobile: bool,
    server: WebServer,
    published: list[Measured],
    open_page: OpenPage,
    tmp_path: Path,
) -> None:
    page = open_page(mobile=mobile)
    log_in(page, server, "evaluator")
    page.goto(f"{server.url}/metingen/{published[1].wave_id}/aanbieders")
    page.get_by_role("link", name="Afgeronde trajecten inlezen").click()
    is_clean(page)
    page.set_input_files("#bestand", a_file(tmp_path, *ROWS, ("UWV", "ja", 1, "3", "5")))
    page.get_by_role("button", name="Controleer het bestand").click()
    assert "Rij 42: aanbieder ‘UWV’ hoort niet bij deze meting" in page.inner_text("main")
    is_clean(page)
    page.set_input_files("#bestand", a_file(tmp_path, *ROWS[:3]))
    page.get_by_role("button", name="Controleer het bestand").click()
    page.get_by_role("heading", name="Klopt dit?").wait_for()
    assert "25 afgeronde trajecten" in page.inner_text("main")
    is_clean(page)
    page.get_by_role("button", name="Ja, lees deze trajecten in").click()
    page.get_by_role("status").wait_for()
    assert "25 afgeronde trajecten ingelezen." in page.inner_text("main")
    is_clean(page)
