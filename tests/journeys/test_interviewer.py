"""A fieldworker at a desk calls people: the whole call in a real browser, and paper afterwards."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import InboxItem
from survey_app.stores.inbox import Submission, open_item
from tests.journeys.conftest import is_clean
from tests.services.browser import OpenPage
from tests.services.web_server import StartServer, WebServer

pytestmark = [
    pytest.mark.browser,
    # The database makes no difference to what a browser shows: one of the two will do.
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
DAY = datetime.timedelta(days=1)
TODAY = datetime.datetime.now(datetime.UTC).date()
PASSWORD = "een lange zin als wachtwoord"
PEOPLE = (
    "naam;telefoon;e-mail;vragenlijst\n"
    "Anna de Boer;0612345678;anna@voorbeeld.nl;K3-TIJDENS\n"
    "Bram Kok;0687654321;;W3-TIJDENS\n"
)


@pytest.fixture
def server(
    start_server: StartServer,
    environment: dict[str, str],
    installation: Installation,
    tmp_path: Path,
) -> WebServer:
    """A wave with two people to call and a fieldworker, Farid."""
    new_organisation(installation, "Gemeente Voorbeeldstad")
    new_wave(installation, WavePlan("Najaar", "Gemeente Voorbeeldstad", TODAY - DAY, TODAY + DAY))
    path = tmp_path / "contacten.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    import_contacts(installation, path, "Najaar")
    with session_of(installation.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
    return start_server(environment)


def received(installation: Installation) -> list[Submission]:
    with session_of(installation.engine) as session:
        rows = session.query(InboxItem).all()
    return [open_item(installation.keys.need_worker(), row.sealed) for row in rows]


def log_in(page: Page, server: WebServer) -> None:
    page.goto(f"{server.url}/inloggen")
    page.get_by_label("Naam").fill("Farid")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url("**/veldwerk/metingen")


def begin(page: Page, server: WebServer, name: str, check: Callable[[Page], None]) -> None:
    """From the call list into the first question."""
    page.goto(f"{server.url}/veldwerk/bellen")
    check(page)
    page.get_by_role("link", name="Najaar").click()
    check(page)
    page.get_by_role("link", name=name).click()
    check(page)
    page.get_by_role("button", name=f"Bel {name}").click()
    check(page)
    page.get_by_role("button", name="Begin het gesprek").click()
    page.wait_for_url("**/start")
    check(page)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/vraag/*")


def answer_all(page: Page) -> None:
    for _ in range(30):
        if "/vraag/" not in page.url:
            return
        if page.locator("textarea").count():
            page.fill("textarea", "Goed geholpen.")
        else:
            page.locator(".ts-answer label").first.click()
        before = page.url
        page.get_by_role("button", name="Volgende").click()
        page.wait_for_url(lambda url, before=before: url != before)
    raise AssertionError("the questions never end")


@pytest.mark.turns("mobile")
@pytest.mark.parametrize("mobile", [False, True])
def test_a_whole_call_has_no_violation_and_going_back_shows_nothing(
    mobile: bool, server: WebServer, installation: Installation, open_page: OpenPage
) -> None:
    page = open_page(mobile=mobile)
    log_in(page, server)
    begin(page, server, "Anna de Boer", is_clean)
    assert page.get_by_label("Gesprek").inner_text().startswith("U vult in voor Anna de Boer")
    said = page.locator(".ts-say").inner_text()
    assert "Zeg dit" in said
    assert page.get_by_role("heading", level=1).inner_text() in said
    is_clean(page)
    page.get_by_role("button", name="Volgende").click()
    page.wait_for_selector("#errors")
    is_clean(page)
    answer_all(page)
    is_clean(page)
    page.get_by_role("button", name="Verstuur mijn antwoorden").click()
    page.wait_for_url("**/klaar")
    is_clean(page)
    for _ in range(3):
        page.go_back()
        assert page.locator(".ts-check__answer, input[name=answer]").count() == 0
    page.goto(f"{server.url}/controle")
    assert page.locator(".ts-check__answer").count() == 0
    page.goto(f"{server.url}/veldwerk/gesprek/vastleggen")
    is_clean(page)
    page.get_by_role("button", name="Gesproken").click()
    page.wait_for_url("**/veldwerk/bellen/*")
    assert page.locator(".call-list__name").all_inner_texts() == ["Bram Kok"]
    [sent] = received(installation)
    assert (sent.mode, sent.helped) == ("phone", True)


def test_in_the_middle_of_a_call_the_person_goes_on_by_link_on_a_telephone(
    server: WebServer, installation: Installation, open_page: OpenPage
) -> None:
    desk = open_page(mobile=False)
    log_in(desk, server)
    begin(desk, server, "Bram Kok", lambda page: None)
    desk.locator(".ts-answer label").nth(1).click()
    desk.get_by_role("button", name="Volgende").click()
    desk.wait_for_url(re.compile(r"/vraag/W302"))
    desk.get_by_role("link", name="Stuur de link").click()
    is_clean(desk)
    desk.get_by_role("button", name="Toon de link").click()
    link = desk.get_by_label("Link").input_value()
    is_clean(desk)
    desk.go_back()
    desk.goto(f"{server.url}/vraag/W301")
    assert desk.locator("input[name=answer]").count() == 0
    phone = open_page()
    phone.goto(server.url + "/v/" + link.rpartition("/")[2])
    phone.get_by_role("button", name="Begin").click()
    phone.wait_for_url(re.compile(r"/vraag/W302"))
    assert phone.get_by_label("Gesprek").count() == 0
    answer_all(phone)
    phone.get_by_role("button", name="Verstuur mijn antwoorden").click()
    phone.wait_for_url("**/klaar")
    [sent] = received(installation)
    assert (sent.mode, sent.answers["W301"]) == ("phone", 4)


def test_a_fieldworker_keys_in_paper_without_violation_and_without_a_mouse(
    server: WebServer, installation: Installation, open_page: OpenPage
) -> None:
    page = open_page(mobile=False, javascript=True)
    log_in(page, server)
    page.get_by_role("link", name="Papier").click()
    is_clean(page)
    page.get_by_role("link", name="Voer in K3-TIJDENS").click()
    is_clean(page)
    page.get_by_role("button", name="Bewaar dit formulier").click()
    page.wait_for_selector("[role=alert]")
    is_clean(page)
    page.locator("input[name=C301][value='5']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".saved")
    is_clean(page)
    [sent] = received(installation)
    assert (sent.mode, sent.answers["C301"]) == ("paper", 5)
