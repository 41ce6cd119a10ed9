"""How messages ended is written down at once, and the disk is waited for once in a claim."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError

from survey_app.installation import Installation
from survey_app.messaging.outbox.recording import record_end
from survey_app.messaging.outbox.services import CLAIMED_AT_ONCE, deliver_due
from tests.messaging.conftest import Invite, messages, states
from tests.services.smtp_sink import SmtpSink

# What says, on each database, that the next commit need not wait, and what asks how it is now.
NOT_WAITING = {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "set_config("}
ASKED = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
WAITING = {"sqlite": 2, "postgresql": "on"}  # 2 is FULL


@contextmanager
def said(engine: Engine) -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    heard: list[str] = []

    def hear(_: object, __: object, statement: str, *___: object) -> None:
        heard.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


def not_waiting(engine: Engine, heard: list[str]) -> int:
    return sum(NOT_WAITING[engine.dialect.name] in statement for statement in heard)


def now_waits(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.scalar(text(ASKED[engine.dialect.name])) == WAITING[engine.dialect.name]


def test_only_the_last_end_of_a_claim_waits_for_the_disk(
    sender: Installation, queue: Invite
) -> None:
    queue(*(f"p{number}@proef.example" for number in range(CLAIMED_AT_ONCE + 2)))
    with said(sender.engine) as heard:
        assert deliver_due(sender) == {"sent": CLAIMED_AT_ONCE + 2}
    assert not_waiting(sender.engine, heard) == CLAIMED_AT_ONCE - 1 + 1  # in a full claim, in two


def test_what_must_not_be_forgotten_waits_for_the_disk(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    people = [f"p{number}@proef.example" for number in range(4)]
    smtp_sink.reply(people[0], "550 no such user")
    smtp_sink.reply(people[1], "550 no such user")
    smtp_sink.reply(people[2], "451 later")
    smtp_sink.reply(people[3], "451 later")
    queue(*people)
    with said(sender.engine) as heard:
        assert deliver_due(sender) == {"failed": 2, "retry": 2}
    assert not_waiting(sender.engine, heard) == 0


def test_who_uses_a_connection_after_us_waits_for_the_disk(
    sender: Installation, queue: Invite
) -> None:
    queue("an@proef.example", "bo@proef.example")
    with said(sender.engine) as heard:
        deliver_due(sender)
    assert not_waiting(sender.engine, heard) == 1
    assert now_waits(sender.engine)


def test_a_record_that_is_refused_leaves_no_hasty_connection_behind(
    sender: Installation, queue: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue("an@proef.example")

    class PowerCut(BaseException):
        """Leaves the message half-way, so that there is something to write down."""

    def killed(*arguments: object) -> object:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr("survey_app.messaging.outbox.services._attempt", killed)
        with pytest.raises(PowerCut):
            deliver_due(sender)
    (message,) = messages(sender)
    values = {
        "message": message.id,
        "end": "no such state",
        "why": None,
        "again_at": None,
        "day": None,
    }
    with pytest.raises(IntegrityError):
        record_end(sender.engine, values, wait_for_disk=False)
    assert now_waits(sender.engine)
    assert states(sender) == ["sending"]
