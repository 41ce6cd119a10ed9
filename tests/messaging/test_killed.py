"""SIGKILL to a sender (row B4): nobody is forgotten, and a double is one, with the same id."""

import os
import random
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import update

from survey_app.clock import now
from survey_app.database import session_of
from survey_app.installation import Installation
from survey_app.messaging.outbox.services import CLAIMED_AT_ONCE
from survey_app.models import Message
from tests.messaging.conftest import SENDER, WAVE, Invite, states
from tests.services.processes import PATIENCE_SECONDS, Program, spare_port, start_program
from tests.services.web_server import ROOT

MOMENTS = ("RCPT", "DATA")  # before the text went, and after it was kept
LONGEST_SECONDS = 600
Sending = Callable[..., int]


@dataclass
class Ambush:
    """A mail server that, at a chosen message, has the sender killed before it answers."""

    moment: str = ""
    countdown: int = 0
    sender: Program | None = None
    known: threading.Event = field(default_factory=threading.Event)
    kept: list[tuple[str, str]] = field(default_factory=list)  # recipient, Message-ID

    def awaits(self, sender: Program) -> None:
        self.sender = sender
        self.known.set()

    async def handle_RCPT(
        self,
        server: SMTP,
        session: SmtpSession,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        self.countdown -= 1
        self._strike("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)  # type: ignore[arg-type]
        self.kept.append((envelope.rcpt_tos[0], str(mail["Message-ID"])))
        self._strike("DATA")
        return "250 OK"

    def _strike(self, moment: str) -> None:
        if self.countdown == 0 and self.moment == moment:
            self.known.wait(PATIENCE_SECONDS)
            assert self.sender is not None
            self.sender.kill()


@pytest.fixture
def ambush() -> Iterator[tuple[Ambush, int]]:
    handler, port = Ambush(), spare_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def sending(environment: dict[str, str], ambush: tuple[Ambush, int], tmp_path: Path) -> Sending:
    """`sending("DATA", 3)`: the command runs until it is killed there; returns how it ended."""
    handler, port = ambush
    settings = {
        "TRAJECTSPIEGEL_ALLOWED_RECIPIENTS": "@proef.example",
        "TRAJECTSPIEGEL_SMTP_HOST": "127.0.0.1",
        "TRAJECTSPIEGEL_SMTP_PORT": str(port),
        "TRAJECTSPIEGEL_SMTP_SENDER": SENDER,
    }
    command = [sys.executable, "-m", "survey_app.cli", "send", "--wave", WAVE]

    def send(moment: str = "", countdown: int = 0) -> int:
        handler.moment, handler.countdown = moment, countdown
        handler.known.clear()
        program = start_program(
            command,
            tmp_path / "send.log",
            environment={**os.environ, **environment, **settings},
            folder=ROOT,
        )
        handler.awaits(program)
        return program.process.wait(timeout=LONGEST_SECONDS)

    return send


def claims_end(sender: Installation) -> None:
    """Ten minutes later."""
    with session_of(sender.engine) as session:
        left = update(Message).where(Message.state == "sending")
        session.execute(left.values(next_attempt_at=now()))
        session.commit()


def test_a_killed_sender_forgets_nobody_and_doubles_only_what_was_kept_without_an_answer(
    sender: Installation, queue: Invite, ambush: tuple[Ambush, int], sending: Sending
) -> None:
    people = [f"p{number}@proef.example" for number in range(CLAIMED_AT_ONCE + 10)]
    queue(*people)
    for moment in MOMENTS:
        assert sending(moment, 3) == -signal.SIGKILL
        claims_end(sender)
    assert sending() == 0
    assert states(sender) == ["sent"] * len(people)
    kept = ambush[0].kept
    assert {recipient for recipient, _ in kept} == set(people)
    assert len(kept) == len(people) + 1
    assert len(set(kept)) == len(people)  # the double has the same Message-ID


@pytest.mark.nightly
def test_fifty_killed_senders_leave_nobody_of_ten_thousand_without_a_message_or_a_mark(
    sender: Installation, queue: Invite, ambush: tuple[Ambush, int], sending: Sending
) -> None:
    people = [f"p{number}@proef.example" for number in range(10_000)]
    queue(*people)
    chance = random.Random(5)
    kills = [(chance.choice(MOMENTS), chance.randint(1, 300)) for _ in range(50)]
    for moment, countdown in kills:
        assert sending(moment, countdown) == -signal.SIGKILL
        claims_end(sender)
    while sending() == 0 and "sending" in states(sender):
        claims_end(sender)
    ended = Counter(states(sender))
    assert set(ended) <= {"sent", "unknown"}
    assert ended["unknown"] <= len(kills)
    kept = Counter(ambush[0].kept)
    assert max(kept.values()) <= 2
    assert sum(number - 1 for number in kept.values()) <= len(kills)
    assert len(kept) == len({recipient for recipient, _ in kept})
    assert len(people) - len(kept) <= ended["unknown"]
