"""Somebody is invited, makes a passkey in a real browser and comes back with it; axe everywhere."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from survey_app.accounts.people.services import invite
from survey_app.accounts.services import create_account
from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation, open_installation
from survey_app.models import Organisation
from tests.journeys.conftest import Look
from tests.services.browser import OpenPage
from tests.services.processes import spare_port
from tests.services.web_server import serve

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]
PASSWORD = "een lange zin als wachtwoord"


def with_device(page: Page) -> None:
    """A device that makes and shows passkeys without asking anybody."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    more = {"hasUserVerification": True, "isUserVerified": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **more}})


@pytest.fixture
def strict(
    environment: dict[str, str], installation: Installation, tmp_path: Path
) -> "Callable[[], tuple[str, Installation]]":
    """A served installation with a name (a passkey belongs to one) that asks for a second step."""
    programs = []

    def started() -> tuple[str, Installation]:
        new_organisation(installation, "Hier")
        with session_of(installation.engine) as session:
            create_account(session, "Bea", "organisation_admin", PASSWORD)
        port = spare_port()
        served = {
            **environment,
            "TRAJECTSPIEGEL_SECOND_FACTOR": "on",
            "TRAJECTSPIEGEL_SYNTHETIC": "1",
            "TRAJECTSPIEGEL_BASE_URL": f"http://localhost:{port}",
        }
        programs.append(serve(tmp_path / "web.log", served, port=port).program)
        urlopen(f"http://localhost:{port}/inloggen", timeout=5).close()
        return f"http://localhost:{port}", open_installation(load_config(served))

    yield started
    for program in programs:
        program.kill()


@pytest.mark.turns
def test_an_invited_person_makes_a_passkey_and_logs_in_with_it(
    strict: "Callable[[], tuple[str, Installation]]", open_page: OpenPage, look: Look
) -> None:
    url, installation = strict()
    with session_of(installation.engine) as session:
        place = session.query(Organisation).one().id
    invite(installation, place, "Eva", "eva@voorbeeld.nl", ["evaluator"])
    outbox = (installation.config.home / "outbox.txt").read_text(encoding="utf-8")
    link = re.findall(r"http\S+/toegang/\S+", outbox)[-1]
    page = open_page()
    with_device(page)
    page.goto(link)
    look(page)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/inloggen/instellen")
    look(page)
    page.click("text=Maak een sleutel")
    page.wait_for_url("**/account/herstelcodes")
    look(page)
    page.click("main button[type=submit]")
    page.wait_for_selector(".codes")
    look(page)
    page.goto(f"{url}/account")
    assert "1 sleutel" in page.inner_text("main")
    look(page)
    page.click("text=Uitloggen")
    page.wait_for_url("**/inloggen")
    look(page)
    page.fill("#name", "eva@voorbeeld.nl")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/inloggen/tweede-stap")
    look(page)
    page.click("text=Gebruik de sleutel op dit apparaat")
    page.wait_for_url("**/metingen")


@pytest.mark.turns
def test_the_pages_of_an_administrator_are_clean_in_every_look(
    start_server: Callable[..., object],
    environment: dict[str, str],
    installation: Installation,
    open_page: OpenPage,
    look: Look,
) -> None:
    new_organisation(installation, "Hier")
    new_organisation(installation, "Elders")
    with session_of(installation.engine) as session:
        create_account(session, "Bea", "organisation_admin", PASSWORD)
        create_account(session, "Pia", "platform_admin", PASSWORD)
        farid = create_account(session, "Farid", "fieldworker", PASSWORD).id
        place = session.query(Organisation).filter_by(name="Hier").one().id
    server = start_server({**environment, "TRAJECTSPIEGEL_SYNTHETIC": "1"})
    url = server.url  # type: ignore[attr-defined]
    for name, paths in (
        ("Bea", ("/mensen", "/mensen/nieuw", f"/mensen/{place}/{farid}", "/account/wachtwoord")),
        ("Pia", ("/organisaties", "/account")),
    ):
        page = open_page()
        page.goto(f"{url}/inloggen")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "inloggen" not in address)
        for path in paths:
            page.goto(url + path)
            look(page)
        page.close()
    page = open_page()
    page.goto(f"{url}/toegang")
    look(page)
