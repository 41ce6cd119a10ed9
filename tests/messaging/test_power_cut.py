"""The database loses its power while messages go out: what it forgot is a claim at most."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from survey_app.clock import now
from survey_app.config import Config
from survey_app.crypto.keys import load_keys
from survey_app.database import make_engine, session_of
from survey_app.errors import StoreUnavailable
from survey_app.installation import Installation
from survey_app.messaging.outbox import services
from survey_app.messaging.outbox.services import CLAIMED_AT_ONCE, deliver_due
from survey_app.models import Message
from survey_app.questionnaire.definition import Catalogue
from tests.messaging.conftest import Invite, states
from tests.services.databases import make_schema
from tests.services.postgres import OWNER, PostgresServer, running_postgres
from tests.services.smtp_sink import SmtpSink


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server that a test may kill."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def installation(
    server: PostgresServer, home: Path, catalogue: Catalogue
) -> Iterator[Installation]:
    """On that server; the fixtures of messages build on it."""
    server.run(f"CREATE DATABASE mortal OWNER {OWNER}")
    url = server.url("mortal")
    make_schema(url, home)
    keys = load_keys(home / "keys", {})
    made = Installation(Config(home=home, database_url=url), keys, make_engine(url), catalogue)
    yield made
    made.engine.dispose()


def test_after_a_power_cut_everybody_has_it_and_a_claim_at_most_has_it_twice(
    server: PostgresServer,
    sender: Installation,
    queue: Invite,
    smtp_sink: SmtpSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [f"p{number}@proef.example" for number in range(CLAIMED_AT_ONCE * 2 + 10)]
    queue(*people)
    original = services._record
    recorded = 0

    def until_the_power_fails(*arguments: object) -> str:
        nonlocal recorded
        recorded += 1
        if recorded == CLAIMED_AT_ONCE * 2 - 1:  # nearly at the end of the second claim
            server.kill()
        return original(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(services, "_record", until_the_power_fails)
        with pytest.raises(StoreUnavailable):
            deliver_due(sender)
    server.start()
    with session_of(sender.engine) as session:
        half_way = update(Message).where(Message.state == "sending")
        session.execute(half_way.values(next_attempt_at=now()))
        session.commit()
    assert Counter(states(sender))["sent"] >= CLAIMED_AT_ONCE  # the first claim is on the disk
    deliver_due(sender)
    assert states(sender) == ["sent"] * len(people)
    got = Counter(str(mail.message["Message-ID"]) for mail in smtp_sink.received)
    assert {address for mail in smtp_sink.received for address in mail.recipients} == set(people)
    assert len(got) == len(people)  # who has it twice sees the same Message-ID
    assert max(got.values()) <= 2
    assert 1 <= sum(number - 1 for number in got.values()) <= CLAIMED_AT_ONCE
