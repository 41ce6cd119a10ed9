"""How messages ended, written down before the next one goes out.

Waiting for the disk takes longer than handing a message over. So the end of a message that was
sent does not wait for it, except the last one of a claim: that takes the others to the disk with
it, since both databases write their log in order. A killed sender loses nothing of what it wrote
down. A power cut may lose what came after the newest claim; those messages are then found
half-way, as after a kill.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Row,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import aliased

from survey_app.database import single_statements, telling_failures
from survey_app.models import Message

Values = Mapping[str, object]

# Built once: every message needs it. A state that is final already stays; what stands in the same
# message ends with it.
_END = (
    update(Message)
    .where(
        or_(
            and_(Message.id == bindparam("message"), Message.state == "sending"),
            and_(Message.carried_by == bindparam("message"), Message.state == "queued"),
        )
    )
    .values(
        state=bindparam("end"),
        reason=bindparam("why"),
        next_attempt_at=bindparam("again_at"),
        sent_on=bindparam("day"),
    )
)
# The setting holds for this statement alone.
_END_ON_POSTGRESQL = _END.where(text("set_config('synchronous_commit', 'off', true) = 'off'"))


def record_end(engine: Engine, values: Values, wait_for_disk: bool) -> None:
    """Write down the end of one message; `values` name what `_END` binds."""
    with telling_failures(), single_statements(engine).connect() as connection:
        if wait_for_disk:
            connection.execute(_END, dict(values))
        else:
            _WITHOUT_WAITING[engine.dialect.name](connection, dict(values))


def changed(engine: Engine, statement: Executable) -> list[Row[*tuple[Any, ...]]]:
    """Run one statement, a unit of work by itself; the rows that it changed."""
    with telling_failures(), single_statements(engine).connect() as connection:
        return list(connection.execute(statement))


def let_go(engine: Engine, message_id: str) -> None:
    """What was to go along with this message stands in line by itself, together as before."""
    waits = aliased(Message)
    first = select(func.min(waits.id)).where(waits.carried_by == message_id)
    first = first.where(waits.state == "queued")
    rest = update(Message).where(Message.carried_by == message_id, Message.state == "queued")
    rest = rest.values(carried_by=func.nullif(first.scalar_subquery(), Message.id))
    changed(engine, rest.returning(Message.id))


def leave_out(engine: Engine, message_id: str, reason: str) -> None:
    """What was to go along may not go out any more, as for a message of its own."""
    ours = (Message.id == message_id, Message.state == "queued")
    left = update(Message).where(*ours).values(state="cancelled", reason=reason)
    changed(engine, left.returning(Message.id))


def follow_given_up(engine: Engine) -> None:
    """What stands in a message of which nobody knows whether it arrived is as uncertain."""
    carrier = aliased(Message)
    given_up = select(carrier.id, carrier.sent_on).where(carrier.state == "unknown")
    given_up = given_up.where(carrier.id == Message.carried_by).correlate(Message)
    unsure = update(Message).where(Message.carried_by.is_not(None), Message.state == "queued")
    unsure = unsure.where(given_up.exists())
    day = given_up.with_only_columns(carrier.sent_on).scalar_subquery()
    changed(engine, unsure.values(state="unknown", sent_on=day).returning(Message.id))


def _on_sqlite(connection: Connection, values: dict[str, object]) -> None:
    connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
    try:
        connection.execute(_END, values)
    finally:  # the connection serves others after us
        connection.exec_driver_sql("PRAGMA synchronous=FULL")


def _on_postgresql(connection: Connection, values: dict[str, object]) -> None:
    connection.execute(_END_ON_POSTGRESQL, values)


_WITHOUT_WAITING: dict[str, Callable[[Connection, dict[str, object]], None]] = {
    "sqlite": _on_sqlite,
    "postgresql": _on_postgresql,
}
