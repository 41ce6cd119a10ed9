"""An open wave with invited people, and a real mail server that keeps what it gets."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import now, today
from survey_app.config import Smtp
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.models import Message
from tests.services.smtp_sink import SmtpSink

WAVE = "Najaar"
SENDER = "onderzoek@gemeente.example"


def with_mail_server(installation: Installation, sink: SmtpSink) -> Installation:
    smtp = Smtp(host=sink.host, port=sink.port, sender=SENDER)
    config = replace(
        installation.config,
        smtp=smtp,
        allowed_recipients=("@proef.example",),
        base_url="https://spiegel.example",
    )
    return replace(installation, config=config)


@pytest.fixture
def sender(installation: Installation, smtp_sink: SmtpSink) -> Installation:
    """An installation that may write to @proef.example, with an open wave."""
    made = with_mail_server(installation, smtp_sink)
    new_organisation(made, "Waddinxveen")
    week = datetime.timedelta(days=7)
    new_wave(made, WavePlan(WAVE, "Waddinxveen", today() - week, today() + week))
    return made


Invite = Callable[..., None]


@pytest.fixture
def invite(sender: Installation, tmp_path: Path) -> Invite:
    """`invite("a@proef.example", ..., questionnaire="K3-TIJDENS")`: contacts, not sent yet."""

    def invited(*emails: str, questionnaire: str = "K3-TIJDENS", language: str = "nl") -> None:
        rows = [f"{email.split('@')[0]};{email};{questionnaire};{language}" for email in emails]
        path = tmp_path / "contacten.csv"
        path.write_text("\n".join(["naam;e-mail;vragenlijst;taal", *rows]), encoding="utf-8")
        assert not import_contacts(sender, path, WAVE).refused

    return invited


@pytest.fixture
def queue(sender: Installation, invite: Invite) -> Invite:
    """`queue("a@proef.example", ...)`: invited by e-mail, waiting to be handed over."""

    def queued(*emails: str, **choices: str) -> None:
        invite(*emails, **choices)
        queue_messages(sender, WAVE, "smtp")

    return queued


def messages(installation: Installation) -> list[Message]:
    """Every message as it stands in the database."""
    with Session(installation.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Message)))


def states(installation: Installation) -> list[str]:
    """The state of every message, in order of the alphabet."""
    return sorted(message.state for message in messages(installation))


class VirtualClock:
    """Moves on only when told to."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self) -> datetime.datetime:
        return self.at

    def pass_minutes(self, minutes: int) -> None:
        self.at += datetime.timedelta(minutes=minutes)
