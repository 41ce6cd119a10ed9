"""Anything at all sent to every form and address: an answer in words, never a fault, never code."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.models import Contact, Invitation, Wave
from survey_app.visits.short_memory import FileMemory
from survey_app.visits.throttle import Throttle
from survey_app.ways_in.contacts import Person, sealed_person
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.respond.reading import harmless
from tests.respond.test_every_route import PASSWORD, STAFF, addresses, one_database, places
from tests.respond.test_fuzz import fuzz_settings, pieces
from tests.respond.test_refusals import form_of

__all__ = ["places"]
pytestmark = one_database
FIELDS: tuple[str, ...] = (
    "answer",
    "revision",
    "key",
    "proof",
    "code",
    "taal",
    "reason",
    "set",
    "skip",
    "keep",
)
FIELDS += ("insist", "check", "name", "password", "csrf_token", "no", "List-Unsubscribe")
FIELDS += ("outcome", "day", "time", "C301", "C302", "C312", "makkelijk", "groter")
names = st.sampled_from(FIELDS) | st.text(max_size=8)
MARKER = "<u8>"


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody with a session, and what shows that a form of theirs came from our page."""

    client: FlaskClient
    proof: list[tuple[str, bytes]]


class Unlimited(Throttle):
    """The real counting with room for every case."""

    def __init__(self) -> None:
        super().__init__({}, FileMemory(":memory:"), b"")

    def admits(self, purpose: str, address: str, scope: str = "") -> bool:
        return True

    def count(self, purpose: str, address: str, scope: str = "") -> None:
        return


@pytest.fixture
def to_call(fieldwork: Fieldwork) -> str:
    """The invitation of somebody on the call list."""
    keys = fieldwork.installation.keys
    with session_of(fieldwork.installation.engine) as session:
        owner = session.scalars(select(Wave)).one().organisation_id
        contact = Contact(organisation_id=owner, ciphertext=b"", reference_hash=b"1")
        session.add(contact)
        session.flush()
        known = Person(name="Anna", phone="+31612345678", channel="phone")
        contact.ciphertext = sealed_person(keys.contact, owner, contact.id, known)
        wave, code = fieldwork.wave_id, "K3-TIJDENS"
        person = Invitation(wave_id=wave, questionnaire=code, contact_id=contact.id)
        session.add(person)
        session.commit()
        for name, role in STAFF.items():
            create_account(session, name, role, PASSWORD)
        session.commit()
        return person.id


@pytest.fixture
def senders(app: Flask, to_call: str, fieldwork: Fieldwork, someone: NewRespondent) -> list[Sender]:
    """Somebody in the middle of answering, nobody in particular, and staff at work."""
    app.extensions["throttle"] = Unlimited()
    half_way = someone().start(fieldwork.invite().token).answer("4")
    made = [Sender(half_way.client, [("proof", str(form_of(half_way)["proof"]).encode())])]
    made.append(Sender(app.test_client(), []))
    for name in STAFF:
        desk = someone().open("/inloggen").press(name=name, password=PASSWORD)
        token = desk.html.select_one("input[name=csrf_token]")
        assert token is not None
        made.append(Sender(desk.client, [("csrf_token", str(token["value"]).encode())]))
    return made


def all_addresses(app: Flask, places: dict[str, str], to_call: str) -> Iterator[str]:
    """Every address, with real and with missing things in it."""
    for method in ("GET", "POST"):
        for rule, path in addresses(app, method, {**places, "invitation_id": to_call}):
            if rule.rule != "/uitloggen":  # the sessions are to last
                yield path
    yield from ("/vraag/C302", "/v/" + "1" * 26, f"/veldwerk/papier/{places['wave_id']}/K3-TIJDENS")


def fuzz_forms(cases: int, senders: list[Sender], routes: list[str]) -> None:
    """Any fields to any address."""
    met: dict[int, int] = {}

    @fuzz_settings(cases)
    @given(st.data())
    def one_case(data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(routes))
        if data.draw(st.integers(0, 3)) == 0:
            path = path.rpartition("/")[0] + "/" + quote_from_bytes(data.draw(pieces))
        query = urlencode(data.draw(st.lists(st.tuples(names, pieces), max_size=3)))
        fields = data.draw(st.lists(st.tuples(names, pieces), max_size=6))
        sender = data.draw(st.sampled_from(senders))
        method = data.draw(st.sampled_from(["POST", "GET"]))
        reply = FlaskClient.open(
            sender.client,
            f"{path}?{query}",
            method=method,
            data=urlencode([*fields, *sender.proof, ("answer", MARKER.encode())], errors="replace"),
            content_type="application/x-www-form-urlencoded",
        )
        met[reply.status_code] = met.get(reply.status_code, 0) + 1
        assert reply.status_code < 500, (method, path)
        assert "\n" not in str(reply.headers.get("Location", ""))
        if reply.mimetype == "text/html":
            page = reply.get_data(as_text=True)
            assert MARKER not in page
            harmless(page)

    one_case()
    assert sum(met.values()) >= cases
    assert met.get(200, 0) > cases // 100, sorted(met.items())  # pages were really met


def test_anything_sent_to_any_form_is_answered_in_words(
    app: Flask, places: dict[str, str], to_call: str, senders: list[Sender]
) -> None:
    fuzz_forms(900, senders, sorted(set(all_addresses(app, places, to_call))))


@pytest.mark.nightly
def test_much_of_anything_sent_to_any_form_is_answered_in_words(
    app: Flask, places: dict[str, str], to_call: str, senders: list[Sender]
) -> None:
    fuzz_forms(30_000, senders, sorted(set(all_addresses(app, places, to_call))))
