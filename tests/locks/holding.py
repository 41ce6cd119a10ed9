"""How long transactions that write are held: what everybody else waits for who writes too."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event

MOST_MILLISECONDS = 50


@dataclass(frozen=True, slots=True)
class Held:
    """One transaction: the CPU time of its thread, and how many statements it ran."""

    milliseconds: float
    statements: int
    last: str


@contextmanager
def writing_transactions() -> Iterator[list[Held]]:
    """Every transaction that writes, of all threads of this process.

    In CPU time, since wall time says how busy the machine is; SQLite works in our own thread.
    """
    found: list[Held] = []
    here = threading.local()

    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            here.since, here.statements = time.thread_time(), []

    def said(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if getattr(here, "since", None) is not None:
            here.statements.append(statement)

    def ended(_connection: Connection) -> None:
        since, here.since = getattr(here, "since", None), None
        if since is not None and here.statements:
            spent = 1000 * (time.thread_time() - since)
            found.append(Held(spent, len(here.statements), here.statements[-1][:120]))

    watched = {
        "begin": begun,
        "before_cursor_execute": said,
        "commit": ended,
        "rollback": ended,
    }
    for name, note in watched.items():
        event.listen(Engine, name, note)  # type: ignore[arg-type]
    try:
        yield found
    finally:
        for name, note in watched.items():
            event.remove(Engine, name, note)  # type: ignore[arg-type]
