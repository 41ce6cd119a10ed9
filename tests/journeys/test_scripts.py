"""Row G2: 120 payloads in every field that somebody else reads; none runs, with and without CSP."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from survey_app.database import session_of
from survey_app.documents.pdf import render_pdf
from survey_app.evaluation.files.report_command import write_report
from survey_app.installation import Installation
from survey_app.messaging.letters.services import print_letters
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.models import Contact
from survey_app.ways_in.contacts import Person, sealed_person
from tests.journeys.conftest import Invite, walk
from tests.journeys.payloads import ALL, PAYLOADS
from tests.journeys.poisoned import PASSWORD, SLUG, poisoned
from tests.journeys.test_phone import one_database
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

__all__ = ["poisoned"]
pytestmark = pytest.mark.browser
NEXT = "button.utrecht-button--primary-action"
READS = "alert(1)"  # what a person reads of a payload that is shown as text
STARTS = {"eva": ("/metingen",), "fred": ("/veldwerk", "/veldwerk/bellen", "/veldwerk/papier")}


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


def typing_pages(page: Page, other: Page, url: str, link: str, code: str) -> Iterator[str]:
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


def leaving_pages(page: Page, url: str, link: str) -> Iterator[str]:
    """Questions that name the providers, the thanks, the talk, and the way out."""
    page.goto(f"{url}{link}")
    page.click(NEXT)
    page.wait_for_url("**/vraag/**")
    named: list[str] = []
    walk(page, lambda page: named.append(page.url) if READS in page.inner_text("main") else None)
    assert named, "no question names a provider"
    yield from named
    page.goto(f"{url}/stop")
    yield "stop"
    page.goto(f"{url}/controle")
    page.click(NEXT)
    page.wait_for_url("**/klaar")
    yield "thanks"
    page.click("a[href='/gesprek']")
    yield "offer of a talk"
    page.goto(f"{url}/intrekken")
    page.fill("#code", ALL[:2_000])
    page.click(NEXT)
    yield "wrong receipt"
    page.goto(f"{url}/code")
    page.fill("#code", ALL[:2_000])
    page.click(NEXT)
    yield "wrong code"
    page.goto(f"{url}/klaar")
    page.click("form[action='/afsluiten'] button")
    yield "forgotten"


def calling_pages(page: Page, url: str) -> Iterator[str]:
    """A call with somebody who has such a name, as the fieldworker goes through it."""
    page.goto(f"{url}/veldwerk/bellen")
    page.click("main a[href*='/veldwerk/bellen/']")
    assert READS in page.inner_text(".call-list")
    page.click(".call-list a")
    assert READS in page.inner_text("h1")
    page.locator("form[action$='/bel'] button").press("Enter")
    page.wait_for_selector("[name=day]")
    page.evaluate("document.querySelectorAll('[type=date],[type=time]').forEach(e => e.type = '')")
    page.fill("[name=day]", ALL[:500])
    page.fill("[name=time]", ALL[:500])
    page.click("button[value=afspraak]")
    page.wait_for_selector("text=Vul een dag en een tijd in")
    yield "appointment"
    page.click("form[action$='/gesprek'] button")
    page.wait_for_url("**/start")
    yield "start of a call"
    page.locator(NEXT).press("Enter")  # so long a name leaves no room for the mouse
    page.wait_for_url("**/vraag/**")
    assert READS in page.inner_text("body")
    yield "question in a call"
    for path in ("/veldwerk/gesprek/link", "/veldwerk/gesprek/vastleggen"):
        page.goto(url + path)
        assert READS in page.inner_text("h1")
        yield path


def keying_pages(page: Page, url: str, wave: str) -> Iterator[str]:
    """A sheet of paper on which such a text was written, refused for its code."""
    page.goto(f"{url}/veldwerk/papier/{wave}/K1-PRE")
    page.fill("textarea", ALL[:3_900])
    page.evaluate("document.querySelector('[name=code]').removeAttribute('maxlength')")
    page.fill("[name=code]", ALL[:3_900])
    page.click("main form .utrecht-button--primary-action")
    page.wait_for_selector("[role=alert]")
    assert "alert(1)" in page.input_value("textarea")
    yield "sheet of paper"


def staff_pages(page: Page, url: str, start: str, *first: str) -> Iterator[str]:
    """Every page that links lead to within the work screens."""
    waiting, seen = [url + one for one in first or (start,)], set()
    while waiting:
        address = waiting.pop()
        if address in seen or "/download/" in address or ".pdf" in address:
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
    page, other, leaving = (open_page(bypass_csp=not policy) for _ in range(3))
    traps = [Trap(one) for one in (page, other, leaving)]
    seen = []
    for name in typing_pages(page, other, server.url, f"/v/{invite('K1-PRE')}", code):
        page.wait_for_timeout(100)
        seen.append(name)
    seen += leaving_pages(leaving, server.url, f"/v/{invite('K4-EINDE')}")
    for account, start in STARTS.items():
        desk = open_page(mobile=False, bypass_csp=not policy)
        traps.append(Trap(desk))
        log_in(desk, server.url, account)
        if account == "fred":
            seen += calling_pages(desk, server.url)
            seen += keying_pages(desk, server.url, poisoned)
        for address in staff_pages(desk, server.url, *start):
            assert "alert(1)" in desk.content() or account == "fred", address
            seen.append(address)
    assert len(seen) > 35, seen
    assert [one for trap in traps for one in trap.caught] == []


def fits_the_window(installation: Installation) -> None:
    """A letter is made for an address that fits its window only: payloads of that length."""
    with session_of(installation.engine) as session:
        person = session.scalars(select(Contact)).one()
        known = Person(
            name="<script>alert(1)</script>",
            phone="+31612345678",
            email="",
            address="<svg onload=alert(1)> 1\n1234 AB Dorp",
            channel="letter",
        )
        key = installation.keys.contact
        person.ciphertext = sealed_person(key, person.organisation_id, person.id, known)
        session.commit()


@one_database
@pytest.mark.parametrize("kind", ["letters", "report"])
def test_no_payload_becomes_an_action_of_a_document(
    kind: str, poisoned: str, installation: Installation, tmp_path: Path
) -> None:
    """A payload on paper is text: no script, no form, no link of its own."""
    if kind == "letters":
        fits_the_window(installation)
        queue_messages(installation, ALL, "letter")
        (file,) = print_letters(installation, ALL, tmp_path / "brieven", render_pdf).files
    else:
        files = write_report(installation, poisoned, tmp_path / "rapport")
        (file,) = (one for one in files if one.suffix == ".pdf")
    content = file.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        bare = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        assert not [one for one in bare if {"/JS", "/JavaScript", "/AcroForm"} & set(one.keys())]
        links = [str(one["/URI"]) for one in bare if "/URI" in one]
    assert not [link for link in links if not link.startswith(("http", "mailto:", "tel:"))]
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    assert b"alert(1)" in done.stdout


def test_the_trap_catches_what_an_unescaped_page_would_run(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    trap = Trap(page)
    page.goto("about:blank")
    page.set_content(f"<p>{ALL}</p>")
    for _ in range(100):
        page.wait_for_timeout(100)
        if len(trap.caught) > 20:
            return
    pytest.fail(f"only {len(trap.caught)} were caught")
