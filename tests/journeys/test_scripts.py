"""Row G2: 120 payloads in every field that somebody else reads; none runs, with and without CSP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select, update

from survey_app.accounts.services import create_account
from survey_app.contacts import Person, sealed_person
from survey_app.database import session_of
from survey_app.evaluation.services import publish_snapshot
from survey_app.inbox import Submission
from survey_app.installation import Installation
from survey_app.intake.counting import count
from survey_app.intake.storing import add_counts
from survey_app.models import Contact, Figure, Invitation, Organisation, Wave
from survey_app.settings_file import FOLDER
from tests.journeys.conftest import TODAY, Invite, walk
from tests.journeys.payloads import ALL, PAYLOADS
from tests.journeys.test_phone import one_database
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = pytest.mark.browser
PASSWORD = "een lange zin als wachtwoord"
NEXT = "button.utrecht-button--primary-action"
SLUG = "gemeente-voorbeeldstad"
SETTINGS = ("help_phone", "help_hours", "email", "address", "privacy_contact", "processor")
SETTINGS += ("data_protection_officer", "accessibility_contact", "provider_example")


@pytest.fixture
def poisoned(installation: Installation, invite: Invite, home: Path) -> str:
    """An installation in which every field holds every payload; the id of its wave."""
    token = invite()
    folder = home / FOLDER
    folder.mkdir()
    lines = [f"{name} = {json.dumps(ALL)}" for name in SETTINGS]
    lines.append(f"providers = [{json.dumps(ALL)}]")
    (folder / f"{SLUG}.toml").write_text("\n".join(lines), encoding="utf-8")
    with session_of(installation.engine) as session:
        wave = session.scalars(select(Wave)).one()
        for number in range(12):
            sheets = [Submission("K3-TIJDENS", 1, {"C302": number % 5 + 1}, TODAY)]
            add_counts(session, wave.id, count(installation.catalogue, sheets))
        words = {"label": ALL, "unit": ALL, "source": ALL, "explanation": ALL, "responsible": ALL}
        for code in ("F03", "F07", "F14"):
            session.add(Figure(wave_id=wave.id, code=code, numerator=3, period=ALL, **words))
        _add_contact(session, installation, wave)
        session.execute(update(Organisation).values(name=ALL))
        session.execute(update(Wave).values(name=ALL))
        create_account(session, "eva", "evaluator", PASSWORD)
        create_account(session, "fred", "fieldworker", PASSWORD)
        session.commit()
        publish_snapshot(installation, wave.id)
    assert token
    return wave.id


def _add_contact(session: object, installation: Installation, wave: Wave) -> None:
    person = Contact(organisation_id=wave.organisation_id, ciphertext=b"", reference_hash=b"1")
    session.add(person)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    known = Person(name=ALL, phone="+31612345678", email=ALL, address=ALL, channel="phone")
    person.ciphertext = sealed_person(
        installation.keys.contact, wave.organisation_id, person.id, known
    )
    session.add(  # type: ignore[attr-defined]
        Invitation(wave_id=wave.id, questionnaire="K3-TIJDENS", contact_id=person.id)
    )


class Trap:
    """Notes everything that ran or tried to run on a page."""

    def __init__(self, page: Page) -> None:
        self.caught: list[str] = []
        self.page = page
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.caught.append(str(error)))
        page.on("console", self._told)

    def _dialog(self, dialog: object) -> None:
        self.caught.append(f"dialog on {self.page.url}")
        dialog.dismiss()  # type: ignore[attr-defined]

    def _told(self, message: object) -> None:
        text = str(message.text)  # type: ignore[attr-defined]
        if "Content Security Policy" in text:
            self.caught.append(f"{self.page.url}: {text}")


def log_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/inloggen")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(lambda address: "inloggen" not in address)


def respondent_pages(page: Page, other: Page, url: str, link: str, code: str) -> Iterator[str]:
    """A respondent types the payloads; the pages that bring them back, one after the other."""
    page.goto(url + link)
    yield "start"
    page.click(NEXT)
    page.wait_for_url("**/vraag/**")
    walk(page)
    place = f"{url}/vraag/{code}"
    other.goto(url + link)
    other.click(NEXT)
    other.wait_for_url("**/controle")
    other.goto(place)
    page.goto(f"{place}?check=1")
    page.fill("textarea", ALL[:3_900])
    page.click(NEXT)
    page.wait_for_url("**/controle")
    yield "overview"
    page.goto(place)
    yield "stored text"
    other.fill("textarea", "x" + ALL[:3_800])
    other.click(NEXT)
    other.wait_for_selector("button[name=insist]")
    yield "conflict"
    page.fill("textarea", ALL[:5_000])
    page.click(NEXT)
    page.wait_for_selector("#errors")
    yield "refused text"
    page.context.clear_cookies()
    page.click(NEXT)
    page.wait_for_selector("textarea[id^=kept]")
    yield "session over"
    for path in (
        f"/privacy/{SLUG}",
        f"/toegankelijkheid/{SLUG}",
        "/v/x",
        f"/code?taal={ALL[:900]}",
    ):
        page.goto(url + path)
        yield path


def staff_pages(page: Page, url: str, start: str) -> Iterator[str]:
    """Every page that links lead to within the work screens."""
    waiting, seen = [url + start], set()
    while waiting:
        address = waiting.pop()
        if address in seen or "/download/" in address:
            continue
        seen.add(address)
        page.goto(address)
        yield address
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        parts = {link.partition("#")[0] for link in links}
        cells = [link for link in parts if "/tabel-1/" in link][:6]
        waiting += [
            link for link in parts if link.startswith(url + start) and "/tabel-1/" not in link
        ]
        waiting += cells if len(seen) < 10 else []


@one_database
@pytest.mark.parametrize("policy", [True, False])
def test_no_payload_runs_anywhere(
    policy: bool,
    server: WebServer,
    invite: Invite,
    poisoned: str,
    installation: Installation,
    open_page: OpenPage,
) -> None:
    asked = installation.catalogue.latest("K1-PRE").questions
    code = next(question.code for question in asked if question.kind == "open")
    assert len(PAYLOADS) >= 100
    page, other = (open_page(bypass_csp=not policy) for _ in range(2))
    traps = [Trap(page), Trap(other)]
    seen = []
    for name in respondent_pages(page, other, server.url, f"/v/{invite('K1-PRE')}", code):
        page.wait_for_timeout(100)
        seen.append(name)
    for account, start in (("eva", "/metingen"), ("fred", "/veldwerk")):
        desk = open_page(mobile=False, bypass_csp=not policy)
        traps.append(Trap(desk))
        log_in(desk, server.url, account)
        first = start if account == "eva" else "/veldwerk/bellen"
        for address in staff_pages(desk, server.url, first):
            assert "alert(1)" in desk.content() or account == "fred", address
            seen.append(address)
    assert len(seen) > 18
    assert [one for trap in traps for one in trap.caught] == []


def test_the_trap_catches_what_an_unescaped_page_would_run(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    trap = Trap(page)
    page.goto("about:blank")
    page.set_content(f"<p>{ALL}</p>")
    page.wait_for_timeout(500)
    assert len(trap.caught) > 20
