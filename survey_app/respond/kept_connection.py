"""One connection of a thread to the database, kept while the thread works.

A connection from a pool is asked for, looked at, reset and given back around every statement,
which costs a page as much as half its statement. What is kept here runs single statements only,
each a whole unit of work, so there is nothing to reset. Whatever goes wrong closes it, which also
undoes what was half-way; the next statement opens another.
"""

import select
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPICursor

# Every statement of a page finds its rows by a key. PostgreSQL keeps the plan of a statement, also
# one made while a table was so small that walking through it was quicker, and the table may grow by
# 100,000 people before it looks again.
BY_KEY = "SET enable_seqscan = off"

_kept = threading.local()  # .by_engine: what this thread keeps
_opened: "weakref.WeakKeyDictionary[Engine, weakref.WeakSet[KeptConnection]]" = (
    weakref.WeakKeyDictionary()
)


class KeptConnection:
    """A connection out of the engine's pool, for one thread, with the cursor that it uses.

    Raises what the driver or the pool raises when there is no connection to be had.
    """

    def __init__(self, engine: Engine) -> None:
        fairy = engine.raw_connection()
        fairy.detach()
        self.cursor: DBAPICursor = fairy.cursor()  # a new one has all columns to learn
        self.is_open = True
        self._close = weakref.finalize(self, fairy.close)
        self._server = None
        if engine.dialect.name == "postgresql":
            self.cursor.execute(BY_KEY)
            self._server = select.poll()
            self._server.register(fairy.dbapi_connection.fileno(), select.POLLIN)  # type: ignore[union-attr]

    def is_usable(self) -> bool:
        """Whether it is open at both ends: a server that went away has closed it, unasked."""
        return self.is_open and not (self._server is not None and self._server.poll(0))

    def close(self) -> None:
        """End it, and with it what was half-way."""
        self.is_open = False
        with suppress(Exception):  # it may be broken: that is why it is closed
            self._close()


@contextmanager
def kept_cursor(engine: Engine) -> Iterator[DBAPICursor]:
    """The cursor of this thread's connection. An error closes the connection and passes through."""
    by_engine: Any = _kept.__dict__.setdefault("by_engine", weakref.WeakKeyDictionary())
    kept = by_engine.get(engine)
    if kept is None or not kept.is_usable():
        if kept is not None:
            kept.close()
        kept = by_engine[engine] = _open(engine)
    try:
        yield kept.cursor
    except BaseException:
        kept.close()
        raise


def _open(engine: Engine) -> KeptConnection:
    if engine not in _opened:
        _opened[engine] = weakref.WeakSet()
        event.listen(engine, "engine_disposed", _close_all)
    kept = KeptConnection(engine)
    _opened[engine].add(kept)
    return kept


def _close_all(engine: Engine) -> None:
    """An engine that is disposed of leaves no connection behind, in whatever thread."""
    for kept in list(_opened.get(engine, ())):
        kept.close()
