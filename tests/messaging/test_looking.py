"""Looking at messages is not sending them, and a file is nobody's mailbox."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.outbox.looking import look_at_messages
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.models import Access
from tests.messaging.conftest import WAVE, Invite, messages, states
from tests.services.smtp_sink import SmtpSink

AN = "an@proef.example"


def outbox(installation: Installation) -> str:
    return (installation.config.home / "outbox.txt").read_text(encoding="utf-8")


def test_who_was_only_looked_at_is_invited_afterwards(
    sender: Installation,
    invite: Invite,
    smtp_sink: SmtpSink,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    invite(AN)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["send", "--wave", WAVE, "--channel", "console"]) == 0
    assert "1 messages to look at; nobody was invited" in capsys.readouterr().out
    assert f"To: {AN}\n" in outbox(sender)
    assert f"/v/{'0' * 26}" in outbox(sender)
    with Session(sender.engine) as session:
        assert session.scalar(select(func.count()).select_from(Access)) == 0
    assert messages(sender) == []
    assert queue_messages(sender, WAVE, "smtp") == Queued(1, 0)
    assert deliver_due(sender) == {"sent": 1}
    assert len(smtp_sink.messages_for(AN)) == 1


def test_looking_shows_who_would_get_it(sender: Installation, queue: Invite) -> None:
    queue(AN)
    deliver_due(sender)
    assert look_at_messages(sender, WAVE) == 0
    assert look_at_messages(sender, WAVE, reminder=True) == 1
    assert "Subject: Herinnering" in outbox(sender)


def test_who_has_only_a_telephone_waits_for_a_way_to_reach_a_telephone(
    sender: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "contacten.csv"
    path.write_text("naam;telefoon;vragenlijst\nAn;0612345678;K3-TIJDENS\n")
    import_contacts(sender, path, WAVE)
    assert look_at_messages(sender, WAVE) == 1
    for channel in ("smtp", "letter"):
        assert queue_messages(sender, WAVE, channel) == Queued(0, 1)
    with pytest.raises(BadInput, match="a file reaches nobody"):
        queue_messages(sender, WAVE, "console")
    assert messages(sender) == []


def test_what_stood_in_line_for_a_file_reaches_nobody_and_can_go_by_e_mail(
    sender: Installation, invite: Invite
) -> None:
    invite(AN)
    demo = replace(sender, config=replace(sender.config, synthetic=True))
    queue_messages(demo, WAVE, "console")
    assert deliver_due(sender) == {"cancelled": 1}
    assert queue_messages(sender, WAVE, "smtp") == Queued(1, 0)
    assert deliver_due(sender) == {"sent": 1}
    assert states(sender) == ["cancelled", "sent"]
