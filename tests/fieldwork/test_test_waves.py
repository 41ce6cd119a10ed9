"""A test wave goes to its testers only, says so everywhere, and keeps no answer."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from survey_app.clock import today
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.publishing.queries import is_known, wave_state
from survey_app.evaluation.publishing.queries_waves import wave_list
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.fieldwork.waves.testers import typed_testers
from survey_app.installation import Installation
from survey_app.intake.services import close_wave, move_batches
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.outbox.composing import outgoing_message
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.models import Access, InboxItem, Message, Response, Wave
from survey_app.organisations.waves import find_measurement
from survey_app.ways_in.access import ways_of
from survey_app.ways_in.contacts import Person, is_tester
from tests.fieldwork.calling import Caller, stored
from tests.respond.conftest import Respondent

WEEK = datetime.timedelta(days=7)
TESTER = "an@voorbeeld.nl"
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def trial(installation: Installation) -> str:
    new_organisation(installation, "Waddinxveen")
    plan = WavePlan(
        "Proef", "Waddinxveen", today() - WEEK, today() + WEEK, test_addresses=(TESTER,)
    )
    return new_wave(installation, plan)


def invite(installation: Installation, folder: Path, *emails: str) -> None:
    path = folder / "contacten.csv"
    rows = [f"{email.partition('@')[0]};{email};K3-TIJDENS" for email in emails]
    path.write_text("\n".join(["naam;e-mail;vragenlijst", *rows]), encoding="utf-8")
    assert not import_contacts(installation, path, "Proef").refused


def live_mail(installation: Installation) -> Installation:
    config = replace(installation.config, live=True, base_url="https://spiegel.example")
    return replace(installation, config=config)


def on_screen(person: Respondent) -> str:
    assert person.page is not None
    return person.page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person(email="AN@voorbeeld.nl"), True),
        (Person(phone="+31612345678"), False),
        (Person(email=TESTER, phone="+31612345678"), False),
        (Person(address="Dorpsstraat 1"), False),
    ],
)
def test_a_tester_is_reached_at_test_addresses_only(person: Person, expected: bool) -> None:
    assert is_tester((TESTER,), person) is expected


def test_what_is_no_address_or_number_is_told() -> None:
    found, refused = typed_testers("an@voorbeeld.nl\n\n06-1234\nbo@\n0612345678")
    assert found == (TESTER, "+31612345678")
    assert [one.partition("”")[0] for one in refused] == ["“06-1234", "“bo@"]


def test_a_test_is_sent_to_its_testers_and_to_nobody_else(
    installation: Installation, trial: str, tmp_path: Path
) -> None:
    sender = live_mail(installation)
    invite(sender, tmp_path, TESTER, "bo@voorbeeld.nl")
    with pytest.raises(BadInput, match="1 of 2 recipients are not among its test addresses"):
        queue_messages(sender, "Proef", "smtp")
    assert stored(sender, Message) == []


def test_a_message_of_a_test_says_so_and_a_changed_list_holds_it(
    installation: Installation, trial: str, tmp_path: Path
) -> None:
    sender = live_mail(installation)
    invite(sender, tmp_path, TESTER)
    assert queue_messages(sender, "Proef", "smtp").queued == 1
    [message] = stored(sender, Message)
    assert isinstance(message, Message)
    sent = outgoing_message(sender, message.id, today())
    assert isinstance(sent, Outgoing)
    assert sent.text.subject.startswith("TEST: ")
    assert sent.text.body.startswith("Dit is een test van de gemeente.")


@one_database
def test_answers_of_a_test_are_thrown_away(
    app: Flask, installation: Installation, trial: str, tmp_path: Path
) -> None:
    sender = live_mail(installation)
    invite(sender, tmp_path, TESTER)
    queue_messages(sender, "Proef", "smtp")
    [access] = stored(sender, Access)
    assert isinstance(access, Access)
    person = Respondent(app.test_client())
    person.start(ways_of(sender, access.id).token)
    assert "Dit is een test. Uw antwoorden worden niet bewaard." in on_screen(person)
    person.answer_all().press("Verstuur")
    assert "Dit is een test." in on_screen(person)
    assert len(stored(installation, InboxItem)) == 1
    move_batches(installation)
    close_wave(installation, "Proef")
    assert stored(installation, InboxItem) == stored(installation, Response) == []


def test_nobody_who_evaluates_sees_a_test(installation: Installation, trial: str) -> None:
    with reading(installation.engine) as session:
        assert wave_list(session, today()) == []
        assert not is_known(session, trial)
        assert wave_state(session, trial) is None
        with pytest.raises(BadInput, match="is a test"):
            find_measurement(session, "Proef")


@one_database
def test_a_test_is_planned_in_the_browser_and_goes_live_by_one_person(
    installation: Installation, caller: Caller
) -> None:
    new_organisation(installation, "Waddinxveen")
    days = {"starts": today().isoformat(), "ends": (today() + WEEK).isoformat()}
    caller.open("/veldwerk/metingen/nieuw").press("Maak het plan", name="Proef", test="1", **days)
    assert "Vul in naar wie de test gaat" in caller.words
    caller.press("Maak het plan", testers="An@voorbeeld.nl\n06 12 34 56 78")
    assert "Gaat alleen naar testadressen" in caller.words
    caller.follow("Zet live").press("Zet live")
    [wave] = stored(installation, Wave)
    assert isinstance(wave, Wave)
    assert (wave.is_test, wave.live_at is not None) == (True, True)
    assert wave.test_addresses == ("An@voorbeeld.nl", "+31612345678")
    assert "Test" in caller.open("/veldwerk/metingen").words
