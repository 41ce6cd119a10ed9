"""Who could not be reached holds nobody up, is named, and can be tried again (finds 02a, 02b)."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.errors import SettingError
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.mail.guard import is_public
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.outbox.status import Number, standing
from survey_app.models import Message
from tests.messaging.conftest import WAVE, Invite, messages, states
from tests.services.smtp_sink import SmtpSink

ANNA, GONE, HANS = "anna@proef.example", "weg@proef.example", "hans@proef.example"


def test_a_refused_address_does_not_stop_the_people_who_come_after(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    smtp_sink.reply(GONE, "550 no such user")
    queue(ANNA, GONE)
    assert deliver_due(sender) == {"sent": 1, "failed": 1}
    queue(HANS)  # queues the refused one again as well
    assert deliver_due(sender) == {"sent": 1, "failed": 1}
    assert states(sender) == ["failed", "sent", "sent"]
    for address in (ANNA, HANS):
        assert len(smtp_sink.messages_for(address)) == 1


def test_a_failed_message_goes_to_the_corrected_address_in_the_same_row(
    sender: Installation, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    def imported(email: str) -> None:
        path = tmp_path / "contacten.csv"
        path.write_text(f"naam;telefoon;e-mail;vragenlijst\nBram;0612345678;{email};K3-TIJDENS\n")
        assert not import_contacts(sender, path, WAVE).refused

    smtp_sink.reply(GONE, "550 no such user")
    imported(GONE)
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    (failed,) = messages(sender)
    assert (failed.state, failed.reason) == ("failed", "mailserver antwoordde 550")
    imported("bram@proef.example")
    assert queue_messages(sender, WAVE, "smtp") == Queued(1, 0)
    assert deliver_due(sender) == {"sent": 1}
    (sent,) = messages(sender)
    assert (sent.id, sent.state, sent.reason, sent.attempts) == (failed.id, "sent", None, 1)
    assert queue_messages(sender, WAVE, "smtp") == Queued(0, 0)


def test_the_status_names_who_failed_and_why(
    sender: Installation,
    queue: Invite,
    smtp_sink: SmtpSink,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    smtp_sink.reply(GONE, "550 no such user")
    queue(ANNA, GONE)
    deliver_due(sender)
    numbers, troubled = standing(sender, WAVE)
    assert numbers == [
        Number("invitation", "smtp", "failed", 1),
        Number("invitation", "smtp", "sent", 1),
    ]
    assert [(one.name, one.recipient) for one in troubled] == [("weg", GONE)]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["send", "--wave", WAVE, "--status"]) == 0
    said = capsys.readouterr().out
    assert "weg <weg@proef.example>, invitation: failed: the mail server answered 550" in said
    assert "anna" not in said


@pytest.mark.parametrize(
    ("host", "opens"),
    [
        ("spiegel.gemeente.nl", True),
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("127.1.2.3", False),
        ("::1", False),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("localhost", False),
        ("LOCALHOST.", False),
        ("spiegel.localhost", False),
        ("server", False),
        ("", False),
    ],
)
def test_a_public_address_is_one_that_others_can_open(host: str, opens: bool) -> None:
    assert is_public(host) is opens


@pytest.mark.parametrize("channel", ["smtp", "letter"])
def test_real_people_get_no_link_that_only_this_machine_can_open(
    sender: Installation, invite: Invite, channel: str
) -> None:
    invite(ANNA)
    config = replace(sender.config, live=True, base_url="http://127.0.0.1:8000")
    with pytest.raises(SettingError, match="TRAJECTSPIEGEL_BASE_URL"):
        queue_messages(replace(sender, config=config), WAVE, channel)
    assert messages(sender) == []


def test_a_worker_that_was_given_another_address_sends_nothing(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(ANNA)
    config = replace(sender.config, live=True, base_url="http://localhost:8000")
    with pytest.raises(SettingError, match="TRAJECTSPIEGEL_BASE_URL"):
        deliver_due(replace(sender, config=config))
    assert smtp_sink.received == []
    assert states(sender) == ["queued"]


def test_e_mail_that_cannot_go_holds_no_other_channel_up(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(ANNA, HANS)
    with Session(sender.engine) as session:
        first = session.scalars(select(Message.id)).first()
        session.execute(update(Message).where(Message.id == first).values(channel="console"))
        session.commit()
    config = replace(sender.config, smtp=replace(sender.config.smtp, host=""), synthetic=True)
    with pytest.raises(SettingError, match="TRAJECTSPIEGEL_SMTP_HOST"):
        deliver_due(replace(sender, config=config))
    ended = {message.channel: message.state for message in messages(sender)}
    assert ended == {"smtp": "queued", "console": "sent"}
