"""Sending: contacts from a file, an invitation by e-mail to each, to a sink on this machine."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.installations import WAVE, Subject
from bench.results import Result
from bench.running import measured_run
from tests.services.processes import spare_port

SUBJECT = "Sending"
MESSAGES, SECONDS = 10_000, 60.0


class Counter:
    """Takes every message and only counts, so that the sender is what is measured."""

    def __init__(self) -> None:
        self.received = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.received += 1
        return "250 OK"


def measure(subject: Subject, messages: int = MESSAGES) -> Iterator[Result]:
    """Seconds to import the people and to send them their invitations."""
    with (
        tempfile.TemporaryDirectory(prefix="trajectspiegel-bench-") as folder,
        sink() as (
            counter,
            settings,
        ),
    ):
        path = Path(folder) / "contacts.csv"
        _write(path, messages)
        environment = {**subject.environment, **settings}
        read = measured_run(["import-contacts", str(path), "--wave", WAVE], environment)
        sent = measured_run(["send", "--wave", WAVE], environment)
        assert counter.received == messages, counter.received
    budget = SECONDS if messages >= MESSAGES else None
    database = subject.database
    yield Result(SUBJECT, f"Import of {messages:,} contacts", database, read.seconds, "s")
    what = f"{messages:,} invitations queued and handed over by e-mail"
    note = f"{sent.cpu_seconds:.1f} s CPU of the sender"
    yield Result(SUBJECT, what, database, sent.seconds, "s", budget, note=note)
    yield Result(SUBJECT, "Sending, most memory", database, sent.megabytes, "MB")


@contextmanager
def sink() -> Iterator[tuple[Counter, dict[str, str]]]:
    """A mail server that counts, and the settings that lead to it."""
    counter, port = Counter(), spare_port()
    controller = Controller(counter, hostname="127.0.0.1", port=port)
    controller.start()
    yield (
        counter,
        {
            "TRAJECTSPIEGEL_LIVE": "1",
            "TRAJECTSPIEGEL_SMTP_HOST": "127.0.0.1",
            "TRAJECTSPIEGEL_SMTP_PORT": str(port),
            "TRAJECTSPIEGEL_SMTP_SENDER": "onderzoek@example.org",
        },
    )
    controller.stop()


def _write(path: Path, people: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("naam", "e-mail", "vragenlijst", "taal"))
        for number in range(people):
            writer.writerow((f"Persoon {number}", f"p{number}@example.org", "K3-TIJDENS", "nl"))
