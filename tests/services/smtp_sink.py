"""A real SMTP server in the test process that keeps what it gets and refuses what it is told to.

A test scripts it by recipient: `sink.reply("a@example.org", "451 later", "250 OK")` answers the
first RCPT for that address with 451 and every later one with 250.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.processes import spare_port

ACCEPTED = "250 OK"


@dataclass(frozen=True, slots=True)
class Received:
    """One accepted message: the envelope beside the message, since they may differ."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass(slots=True)
class SmtpSink:
    """Where the mail goes, and the script of its answers."""

    host: str = "127.0.0.1"
    port: int = 0
    received: list[Received] = field(default_factory=list)
    data_replies: list[str] = field(default_factory=list)
    _replies: dict[str, list[str]] = field(default_factory=dict)

    def reply(self, recipient: str, *replies: str) -> None:
        """Answer RCPT for this address with these, one by one; the last one stays."""
        self._replies[recipient.lower()] = list(replies)

    def next_reply(self, recipient: str) -> str:
        replies = self._replies.get(recipient.lower(), [ACCEPTED])
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def messages_for(self, recipient: str) -> list[EmailMessage]:
        return [mail.message for mail in self.received if recipient in mail.recipients]


@dataclass(frozen=True)  # no slots: aiosmtpd looks at every member, which 3.11.2 cannot do then
class _Handler:
    sink: SmtpSink

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.sink.next_reply(address)
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.sink.data_replies.pop(0) if self.sink.data_replies else ACCEPTED
        if reply.startswith("2"):
            message = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)  # type: ignore[arg-type]
            assert isinstance(message, EmailMessage)
            self.sink.received.append(
                Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), message)
            )
        return reply


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A listening mail server with an empty box."""
    sink = SmtpSink(port=spare_port())
    controller = Controller(_Handler(sink), hostname=sink.host, port=sink.port)
    controller.start()
    yield sink
    controller.stop()
