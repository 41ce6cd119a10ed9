"""E-mail that comes back: a signed return address, a bounce read, nobody reminded there again."""

import io
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.errors import StoreUnavailable
from survey_app.installation import Installation
from survey_app.messaging.outbox.composing import Parts, written_out
from survey_app.messaging.outbox.looking import EXAMPLE, look_at_messages
from survey_app.messaging.outbox.queries import message_parts
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.replies import bounce_command
from survey_app.messaging.replies.bounce_addresses import bounce_address, bounced_message
from survey_app.messaging.replies.bounces import bounce_of
from survey_app.messaging.replies.forms import Receipt
from survey_app.models import Message
from survey_app.ways_in.contacts import Person
from tests.messaging.conftest import WAVE, Invite, messages
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
KEY, ID = b"k" * 32, "0123456789abcdef" * 2
MAILBOX = "retour@gemeente.example"
AN, BO = "an@proef.example", "bo@proef.example"


def bounce(
    to: str, status: str = "5.1.1", action: str = "failed", header: str = "To"
) -> EmailMessage:
    """A bounce as a mail server writes it (RFC 3464), with the mail it could not deliver."""
    mail = EmailMessage()
    mail["From"] = "MAILER-DAEMON@mx.example"
    mail["Subject"] = "Undelivered Mail Returned to Sender"
    mail[header] = to
    mail["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="b"'
    mail.set_payload(
        "--b\nContent-Type: text/plain\n\nI'm sorry to inform you.\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\nArrival-Date: Fri, 27 Nov 2026 10:00:00 +0100\n\n"
        f"Final-Recipient: rfc822; {AN}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
        "--b\nContent-Type: message/rfc822\n\nSubject: Doet u mee?\n\nBeste An\n--b--\n"
    )
    return mail


def test_a_return_address_names_its_message_whatever_a_server_does_with_capitals() -> None:
    address = bounce_address(KEY, MAILBOX, ID)
    local, _, domain = address.partition("@")
    assert (len(local), domain) == (len("retour") + 43, "gemeente.example")
    assert address == address.lower()
    for written in (address, address.upper(), f"<{address}>", f" {address}\r\n"):
        assert bounced_message(KEY, written) == ID


@given(st.text())
def test_another_address_names_no_message(text: str) -> None:
    assert bounced_message(KEY, text) is None
    assert bounced_message(KEY, f"retour+{text}@gemeente.example") is None


def test_a_changed_address_or_another_key_names_no_message() -> None:
    address = bounce_address(KEY, MAILBOX, ID)
    assert bounced_message(b"x" * 32, address) is None
    for place in range(len("retour+"), address.index("@")):
        other = "a" if address[place] != "a" else "b"
        assert bounced_message(KEY, address[:place] + other + address[place + 1 :]) is None


@pytest.mark.parametrize(
    ("status", "action", "end"),
    [
        ("5.1.1", "failed", ("failed", "DSN 5.1.1")),
        ("5.2.1", "Failed", ("failed", "DSN 5.2.1")),
        ("5.0.0", "failed", ("failed", "DSN 5.0.0")),
        ("5.2.2", "failed", ("undelivered", "DSN 5.2.2")),  # full
        ("5.7.1", "failed", ("undelivered", "DSN 5.7.1")),  # taken for spam
        ("4.4.7", "failed", ("undelivered", "DSN 4.4.7")),  # tried for days
        ("", "failed", ("undelivered", "")),
        ("2.0.0", "delivered", ("delivered", "")),
        ("4.4.1", "delayed", None),
        ("2.0.0", "relayed", None),
    ],
)
def test_a_bounce_says_how_the_message_ended(
    status: str, action: str, end: tuple[str, str] | None
) -> None:
    mail = bounce(bounce_address(KEY, MAILBOX, ID), status, action).as_bytes()
    read = bounce_of(mail, KEY)
    assert (read and (read.message_id, read.end, read.reason)) == (end and (ID, *end))


@pytest.mark.parametrize("header", ["To", "Delivered-To", "X-Original-To", "Envelope-To"])
def test_the_address_is_found_where_servers_write_it(header: str) -> None:
    mail = bounce(bounce_address(KEY, MAILBOX, ID), header=header)
    assert bounce_of(mail.as_bytes(), KEY) == Receipt(ID, "failed", "DSN 5.1.1")
    elsewhere = bounce("postmaster@gemeente.example", header=header).as_bytes()
    assert bounce_of(elsewhere, KEY) is None
    assert bounce_of(elsewhere, KEY, bounce_address(KEY, MAILBOX, ID)) is not None


def test_an_answer_of_a_person_or_a_machine_is_no_bounce() -> None:
    away = EmailMessage()
    away["To"] = bounce_address(KEY, MAILBOX, ID)
    away["Auto-Submitted"] = "auto-replied"
    away.set_content("Ik ben er niet. Action: failed\nStatus: 5.1.1\n")
    assert bounce_of(away.as_bytes(), KEY) is None


@given(st.binary())
def test_any_bytes_are_read_without_a_fault(content: bytes) -> None:
    assert bounce_of(content, KEY) is None
    report = bounce(bounce_address(KEY, MAILBOX, ID)).as_bytes()
    bounce_of(report[: len(content)] + content + report[len(content) :], KEY)


@pytest.fixture
def returning(sender: Installation) -> Installation:
    smtp = replace(sender.config.smtp, bounces=MAILBOX)
    return replace(sender, config=replace(sender.config, smtp=smtp))


def given_to_command(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], mail: bytes, *words: str
) -> int:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(mail)))
    return main(["bounce", *words])


def test_who_bounced_gets_no_reminder_and_the_status_says_why(
    returning: Installation,
    invite: Invite,
    smtp_sink: SmtpSink,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    invite(AN, BO)
    queue_messages(returning, WAVE, "smtp")
    assert deliver_due(returning) == {"sent": 2}
    paths = {mail.recipients[0]: mail.sender for mail in smtp_sink.received}
    assert len(set(paths.values())) == 2
    assert all(path.startswith("retour+") for path in paths.values())
    (first,) = smtp_sink.messages_for(AN)
    assert "onderzoek@gemeente.example" in first["From"]  # what people see stays the sender
    assert given_to_command(monkeypatch, environment, bounce(paths[AN]).as_bytes()) == 0
    assert "noted: failed DSN 5.1.1" in capsys.readouterr().out
    days_pass(returning.engine, 10)
    assert queue_messages(returning, WAVE, "smtp", reminder=True) == Queued(1, 0)
    assert queue_messages(returning, WAVE, "smtp") == Queued(0, 0)
    assert main(["send", "--wave", WAVE, "--status"]) == 0
    said = capsys.readouterr().out
    assert f"an <{AN}>, invitation: failed: cannot be delivered to this address (DSN 5.1.1)" in said


@one_database
def test_without_a_mailbox_for_it_mail_comes_back_to_the_sender(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN)
    deliver_due(sender)
    assert [mail.sender for mail in smtp_sink.received] == ["onderzoek@gemeente.example"]


@one_database
def test_a_bounce_that_is_too_early_or_meets_no_database_is_asked_for_again(
    returning: Installation,
    queue: Invite,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue(AN)
    (message,) = messages(returning)
    with Session(returning.engine) as session:
        session.get_one(Message, message.id).state = "sending"
        session.commit()
    address = bounce_address(returning.keys.lookup, MAILBOX, message.id)
    mail = bounce(address).as_bytes()
    assert given_to_command(monkeypatch, environment, mail) == 75

    def gone(*_: Any) -> None:
        raise StoreUnavailable("database is gone")

    monkeypatch.setattr(bounce_command, "note_now", gone)
    assert given_to_command(monkeypatch, environment, mail) == 75


@one_database
def test_a_mail_that_is_no_bounce_changes_nothing_and_is_taken(
    returning: Installation,
    queue: Invite,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    queue(AN)
    forged = bounce(bounce_address(KEY, MAILBOX, messages(returning)[0].id)).as_bytes()
    for mail in (b"", b"Subject: hallo\n\nIk ben er niet.", forged):
        assert given_to_command(monkeypatch, environment, mail) == 0
        assert "nothing was changed" in capsys.readouterr().out
    assert messages(returning)[0].state == "queued"


@one_database
def test_messages_can_be_looked_at_where_bounces_are_read(
    returning: Installation, invite: Invite
) -> None:
    invite(AN)
    assert look_at_messages(returning, WAVE) == 1  # the example that nobody gets has no id


@one_database
def test_an_example_has_no_return_address(returning: Installation, queue: Invite) -> None:
    queue(AN)
    row = message_parts(returning.engine, messages(returning)[0].id)
    assert row is not None
    person = Person(name="An", email=AN)
    example = replace(Parts(*row), message_id="voorbeeld")
    assert written_out(returning, example, person, EXAMPLE).return_path == ""
    assert written_out(returning, Parts(*row), person, EXAMPLE).return_path.startswith("retour+")
