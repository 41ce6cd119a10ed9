"""Sending: contacts from a file, an invitation by e-mail to each, to a sink on this machine."""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.installations import WAVE, Subject
from bench.mail_sink import sink
from bench.results import Result
from bench.running import measured_run

SUBJECT = "Sending"
MESSAGES, SECONDS = 10_000, 60.0


def measure(subject: Subject, messages: int = MESSAGES) -> Iterator[Result]:
    """Seconds to import the people and to send them their invitations."""
    with tempfile.TemporaryDirectory(prefix="trajectspiegel-bench-") as folder, sink() as server:
        path = Path(folder) / "contacts.csv"
        _write(path, messages)
        environment = {**subject.environment, **settings(server.port)}
        read = measured_run(["import-contacts", str(path), "--wave", WAVE, "--yes"], environment)
        sent = measured_run(["send", "--wave", WAVE], environment)
        assert server.received == messages, server.received
    budget = SECONDS if messages >= MESSAGES else None
    database = subject.database
    yield Result(SUBJECT, f"Import of {messages:,} contacts", database, read.seconds, "s")
    what = f"{messages:,} invitations queued and handed over by e-mail"
    note = f"{sent.cpu_seconds:.1f} s CPU of the sender"
    yield Result(SUBJECT, what, database, sent.seconds, "s", budget, note=note)
    yield Result(SUBJECT, "Sending, most memory", database, sent.megabytes, "MB")


def settings(port: int) -> dict[str, str]:
    """What leads a command to a mail server on this port."""
    return {
        "TRAJECTSPIEGEL_LIVE": "1",
        "TRAJECTSPIEGEL_BASE_URL": "https://spiegel.example.org",
        "TRAJECTSPIEGEL_SMTP_HOST": "127.0.0.1",
        "TRAJECTSPIEGEL_SMTP_PORT": str(port),
        "TRAJECTSPIEGEL_SMTP_SENDER": "onderzoek@example.org",
    }


def _write(path: Path, people: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("naam", "e-mail", "vragenlijst", "taal"))
        for number in range(people):
            writer.writerow((f"Persoon {number}", f"p{number}@example.org", "K3-TIJDENS", "nl"))
