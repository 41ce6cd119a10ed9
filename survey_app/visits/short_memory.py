"""What all web processes remember together for some minutes: counts of tries, and claims.

On one machine that is a small file in the data directory; with Redis configured it is Redis, for
any number of machines. Nothing here is worth keeping, so nothing waits for the disk. A memory
that cannot be used is told once in the log and then remembers nothing: nobody is kept out by it.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from survey_app import clock
from survey_app.config import Config
from survey_app.operators.sentence import Sentence

FILE = "short-memory.sqlite"
WAIT_SECONDS = 0.5
TABLES = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",
    "PRAGMA secure_delete=ON",
    "CREATE TABLE IF NOT EXISTS number "
    "(name TEXT PRIMARY KEY, value INTEGER NOT NULL, until REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS claim "
    "(name TEXT PRIMARY KEY, holder TEXT NOT NULL, until REAL NOT NULL) WITHOUT ROWID",
)
COUNT = (
    "INSERT INTO number VALUES (?, 1, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
)
CLAIM = (
    "INSERT INTO claim VALUES (:name, :holder, :until) ON CONFLICT (name) "
    "DO UPDATE SET holder = :holder, until = :until "
    "WHERE claim.until <= :now OR claim.holder = :holder RETURNING holder"
)
logger = logging.getLogger(__name__)


class ShortMemory(Protocol):
    """Counts and claims that all web processes see."""

    def counts(self, names: Sequence[str]) -> list[int]:
        """How often each was counted; only reads."""

    def count(self, names: Sequence[str], seconds: int) -> list[int]:
        """Count each once more, for so many seconds from its first time; the new numbers."""

    def claim(self, name: str, holder: str, seconds: int) -> str:
        """Who holds it from now on: this holder, unless another one does already."""

    def holders(self, names: Iterable[str]) -> dict[str, str]:
        """Who holds what, of these names; only reads."""

    def release(self, name: str, holder: str) -> None:
        """Give it back, if this holder holds it."""


def open_memory(config: Config) -> ShortMemory:
    """The memory of this installation; opened when it is first needed."""
    if config.redis_url:
        module = import_module("survey_app.visits.redis_memory")  # Redis only where it is used
        return cast("ShortMemory", module.RedisMemory(config.redis_url))
    return FileMemory(config.home / FILE)


class FileMemory:
    """The memory of all processes of one machine, in a file; `:memory:` is of one process."""

    def __init__(
        self, path: Path | str, clock: Callable[[], float] = lambda: clock.now().timestamp()
    ) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._failed = False

    def counts(self, names: Sequence[str]) -> list[int]:
        """How often each was counted."""
        found: dict[str, int] = dict(
            self._rows(f"SELECT name, value {_among('number', names)}", names)
        )
        return [found.get(name, 0) for name in names]

    def count(self, names: Sequence[str], seconds: int) -> list[int]:
        """Count each once more."""
        until, numbers = self._clock() + seconds, []
        for name in names:
            rows = self._rows(COUNT, (name, until))
            numbers.append(rows[0][0] if rows else 0)
        if 1 in numbers:
            self._rows("DELETE FROM number WHERE until < ?", (self._clock(),))
        return numbers

    def claim(self, name: str, holder: str, seconds: int) -> str:
        """Who holds it from now on."""
        now = self._clock()
        values = {"name": name, "holder": holder, "until": now + seconds, "now": now}
        if self._rows(CLAIM, values):
            return holder
        return self.holders([name]).get(name, holder)

    def holders(self, names: Iterable[str]) -> dict[str, str]:
        """Who holds what."""
        names = list(names)
        statement = f"SELECT name, holder {_among('claim', names)} AND until > ?"
        return dict(self._rows(statement, (*names, self._clock())))

    def release(self, name: str, holder: str) -> None:
        """Give it back, and forget what has expired."""
        statement = "DELETE FROM claim WHERE (name = ? AND holder = ?) OR until <= ?"
        self._rows(statement, (name, holder, self._clock()))

    def _rows(self, statement: str, values: Any) -> list[Any]:
        with self._lock:
            try:
                return self._connection().execute(statement, values).fetchall()
            except (sqlite3.Error, OSError) as error:
                if not self._failed:
                    told = "{file} cannot be used; tries are not counted: {error}"
                    logger.warning(Sentence(told, file=FILE, error=error))
                self._failed = True
                return []

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            if isinstance(self._path, Path):
                self._path.touch(mode=0o600)
            opened = sqlite3.connect(
                self._path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            for statement in TABLES:
                opened.execute(statement)
            self._opened = opened
        return self._opened


def _among(table: str, names: Sequence[str]) -> str:
    """The rows with these names, as places to be filled in."""
    return f"FROM {table} WHERE name IN ({', '.join('?' * len(names))})"
