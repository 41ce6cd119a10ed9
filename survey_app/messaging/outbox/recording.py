"""How messages ended, written down before the next one goes out.

Waiting for the disk takes longer than handing a message over. So the end of a message that was
sent does not wait for it, except the last one of a claim: that takes the others to the disk with
it, since both databases write their log in order. A killed sender loses nothing of what it wrote
down. A power cut may lose what came after the newest claim; those messages are then found
half-way, as after a kill.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row, bindparam, text, update

from survey_app.database import single_statements, telling_failures
from survey_app.models import Message

Values = Mapping[str, object]

# Built once: every message needs it. A state that is final already stays.
_END = (
    update(Message)
    .where(Message.id == bindparam("message"), Message.state == "sending")
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
