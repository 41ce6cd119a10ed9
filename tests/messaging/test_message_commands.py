"""What was sent to whom, for who is asked about it; and one e-mail to see whether mail leaves."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.clock import today
from survey_app.installation import Installation
from survey_app.messaging.outbox.services import deliver_due
from survey_app.models import Invitation
from tests.messaging.conftest import WAVE, Invite
from tests.services.smtp_sink import SmtpSink

AN, BO, CAS = (f"{name}@proef.example" for name in ("an", "bo", "cas"))


@pytest.fixture
def commands(
    sender: Installation, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """The commands work on the installation of the test."""
    smtp = sender.config.smtp
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TRAJECTSPIEGEL_SMTP_HOST", smtp.host)
    monkeypatch.setenv("TRAJECTSPIEGEL_SMTP_PORT", str(smtp.port))
    monkeypatch.setenv("TRAJECTSPIEGEL_SMTP_SENDER", smtp.sender)
    monkeypatch.setenv("TRAJECTSPIEGEL_ALLOWED_RECIPIENTS", "@proef.example")
    return sender


def test_the_list_of_messages_says_who_got_what_and_when_and_not_who_answered(
    commands: Installation, queue: Invite, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    smtp_sink.reply(BO, "550 no such user")
    queue(AN, BO)
    deliver_due(commands)
    queue(CAS)
    with Session(commands.engine) as session:
        session.execute(update(Invitation).values(used=True))
        session.commit()
    deliver_due(commands)
    out = tmp_path / "berichten.csv"
    assert main(["export-messages", "--wave", WAVE, "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o077 == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file, delimiter=";")}
    assert rows["an"] == {
        "name": "an",
        "recipient": AN,
        "questionnaire": "K3-TIJDENS",
        "kind": "invitation",
        "number": "0",
        "channel": "smtp",
        "state": "sent",
        "day": today().isoformat(),
        "reason": "",
        "goes_along": "",
    }
    assert (rows["cas"]["state"], rows["cas"]["reason"], rows["cas"]["day"]) == (
        "cancelled",
        "",
        "",
    )
    assert "geantwoord" not in out.read_text(encoding="utf-8-sig")
    assert main(["export-messages", "--wave", WAVE, "--out", str(out)]) == 1  # nothing is lost


def test_a_test_mail_needs_no_wave(
    commands: Installation, smtp_sink: SmtpSink, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test-mail", AN]) == 0
    (mail,) = smtp_sink.messages_for(AN)
    assert mail["Subject"] == "Test van Trajectspiegel"
    assert main(["test-mail", "echt@burger.example"]) == 1
    assert "TRAJECTSPIEGEL_ALLOWED_RECIPIENTS" in capsys.readouterr().err
    assert main(["test-mail", "geen adres"]) == 1
    assert main(["test-mail", AN]) == 0
    assert smtp_sink.messages_for(AN)[1]["Message-ID"] != mail["Message-ID"]
    smtp_sink.reply(BO, "550 no such user")
    assert main(["test-mail", BO]) == 1
    assert "not sent: the mail server answered 550" in capsys.readouterr().out
    assert len(smtp_sink.received) == 2
