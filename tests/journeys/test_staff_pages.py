"""Axe on every page of fieldworker and administrator that no journey passes, in four looks."""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import Contact, Organisation
from tests.journeys.conftest import TODAY, Look
from tests.journeys.test_fieldworker import LAST, PASSWORD, Hands
from tests.services.browser import OpenPage
from tests.services.web_server import StartServer, WebServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.turns(),
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
HEADER = "naam;telefoon;e-mail;adres;postcode;plaats;taal;vragenlijst\n"
LISTED = HEADER + (
    "An Jansen;0612345678;an@voorbeeld.example;Kerkstraat 1;2741 AA;Waddinxveen;nl;K3-TIJDENS\n"
    "Samir Aydin;;samir@voorbeeld.example;;;;tr;K3-TIJDENS\n"
)
SENT = HEADER + (
    "Bo Jansen;0612345678;;;;;nl;K3-TIJDENS\n"  # the telephone of An
    "Cem Kaya;0611;;;;;nl;K3-TIJDENS\n"  # no telephone number
)


@pytest.fixture
def wave_id(installation: Installation, tmp_path: Path) -> str:
    """An organisation with an open wave and two people on its list."""
    new_organisation(installation, "Gemeente Voorbeeldstad")
    made = new_wave(installation, WavePlan("Najaar", "Gemeente Voorbeeldstad", TODAY, LAST))
    people = tmp_path / "contacten.csv"
    people.write_text(LISTED, encoding="utf-8")
    assert not import_contacts(installation, people, "Najaar").refused
    with session_of(installation.engine) as session:
        staff = {
            "Farid": "fieldworker",
            "Bea": "organisation_admin",
            "Pia": "platform_admin",
        }
        for name, role in staff.items():
            create_account(session, name, role, PASSWORD)
        session.commit()
    return made


@pytest.fixture
def server(start_server: StartServer, environment: dict[str, str], wave_id: str) -> WebServer:
    """Serves this organisation; nothing leaves it."""
    assert wave_id
    return start_server({**environment, "TRAJECTSPIEGEL_SYNTHETIC": "1"})


def links(page: Page, beginning: str) -> list[str]:
    """Where the page leads to under this address, each once."""
    found = page.eval_on_selector_all("main a", "them => them.map(one => one.href)")
    plain = (one.partition("?")[0].partition("#")[0] for one in found)
    files = (".pdf", ".toml", ".csv")
    return sorted({one for one in plain if one.startswith(beginning) and not one.endswith(files)})


def test_the_pages_of_people_sending_and_response(
    server: WebServer,
    open_page: OpenPage,
    installation: Installation,
    wave_id: str,
    tmp_path: Path,
    look: Look,
) -> None:
    hands = Hands(open_page(mobile=False))
    page = hands.page
    hands.log_in(server.url, "Farid")
    people = f"{server.url}/veldwerk/metingen/{wave_id}/mensen"
    with Session(installation.engine) as session:
        one = session.scalars(select(Contact.id)).first()
    for place in ("", "?zoek=jansen", "/nieuw", "/bestand", f"/persoon/{one}"):
        look(page, people + place)
    sent = tmp_path / "nieuw.csv"
    sent.write_text(SENT, encoding="utf-8")
    page.goto(f"{people}/bestand")
    page.set_input_files("input[type=file]", sent)
    page.locator("main form button").first.click()
    page.get_by_role("link", name="rij 3").or_(page.get_by_text("Rij 3")).first.wait_for()
    here = page.url
    for place in ("", "/kolommen", "/dubbel", "/rij/3"):
        look(page, here + place)
    look(page, f"{server.url}/veldwerk/metingen/{wave_id}/respons")
    look(page, f"{server.url}/reacties")
    look(page, f"{server.url}/versturen")
    root, seen = f"{server.url}/versturen/{wave_id}", set[str]()
    waiting = {root}
    while waiting:
        seen.add(address := waiting.pop())
        look(page, address)
        waiting |= set(links(page, f"{root}/")) - seen
    assert len(seen) >= 5, seen


def test_the_pages_of_an_administrator(
    server: WebServer, open_page: OpenPage, installation: Installation, look: Look
) -> None:
    hands = Hands(open_page(mobile=False))
    hands.log_in(server.url, "Bea")
    with Session(installation.engine) as session:
        place = session.scalars(select(Organisation.id)).one()
    own = f"{server.url}/organisatie/{place}"
    look(hands.page, own)
    for address in links(hands.page, f"{own}/"):
        look(hands.page, address)
    for where in ("/mensen", "/mensen/nieuw", f"/logboek/{place}", "/account"):
        look(hands.page, server.url + where)
    hands.page.goto(f"{server.url}/mensen")
    colleagues = links(hands.page, f"{server.url}/mensen/{place}/")
    assert colleagues
    look(hands.page, colleagues[0])


def test_the_pages_of_a_platform_administrator(
    server: WebServer, open_page: OpenPage, look: Look
) -> None:
    hands = Hands(open_page(mobile=False))
    hands.log_in(server.url, "Pia")
    for where in ("/organisaties", "/organisaties/nieuw", "/handleiding/platformbeheerder"):
        look(hands.page, server.url + where)
