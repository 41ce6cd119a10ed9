"""Ten thousand people: in line in short transactions, and handed over within a minute (nightly)."""

import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bench.mail_sink import sink
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.outbox.addressees import Target
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_dispatch import decide, line_up
from survey_app.organisations.waves import find_wave
from tests.messaging.conftest import WAVE

PEOPLE, SECONDS, MILLISECONDS = 10_000, 60, 50

pytestmark = pytest.mark.nightly


def test_many_people_are_put_in_line_in_short_parts_and_written_to_within_a_minute(
    sender: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "contacten.csv"
    rows = (f"N {i};p{i}@proef.example;K3-TIJDENS" for i in range(PEOPLE))
    path.write_text("\n".join(["naam;e-mail;vragenlijst", *rows]))
    assert not import_contacts(sender, path, WAVE).refused
    with Session(sender.engine) as session:
        wave_id = find_wave(session, WAVE).id
    took: list[float] = []
    begun = [0.0]

    @event.listens_for(sender.engine, "begin")
    def _begin(_: Any) -> None:
        begun[0] = time.perf_counter()

    @event.listens_for(sender.engine, "commit")
    def _commit(_: Any) -> None:
        took.append(1000 * (time.perf_counter() - begun[0]))

    started = time.perf_counter()
    dispatch_id = decide(sender, Target(wave_id, "K3-TIJDENS", "email", "smtp"), PEOPLE)
    assert line_up(sender, dispatch_id) == PEOPLE
    with sink() as server:
        smtp = replace(sender.config.smtp, port=server.port)
        there = replace(sender, config=replace(sender.config, smtp=smtp))
        assert deliver_due(there) == {"sent": PEOPLE}
        assert server.received == PEOPLE
    assert time.perf_counter() - started <= SECONDS
    assert len(took) >= PEOPLE / 100
    assert statistics.quantiles(took, n=20)[-1] < MILLISECONDS  # all but one in twenty
