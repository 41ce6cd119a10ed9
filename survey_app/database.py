"""The database: engine, sessions, and the settings that make a commit durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from survey_app.errors import StoreUnavailable

BUSY_MILLISECONDS = 4000
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one schema; every constraint has a name so that migrations can find it."""

    metadata = MetaData(naming_convention=NAMES)


def make_engine(url: str) -> Engine:
    """An engine with durable, bounded-wait settings for SQLite or PostgreSQL."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=2,
        pool_timeout=4,
        connect_args={
            "connect_timeout": 4,
            "options": "-c statement_timeout=30000 -c lock_timeout=4000",
        },
    )


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for units of work that will write.

    On SQLite their transactions take the write lock at once, so that they wait for each other
    instead of failing half-way.
    """
    return engine.execution_options(writing=True)


@contextmanager
def session_of(engine: Engine) -> Iterator[Session]:
    """A session for a unit of work that writes; on SQLite it takes the write lock at once.

    Raises StoreUnavailable when the database cannot serve.
    """
    with _session(writing(engine)) as session:
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads and waits for nobody. Raises StoreUnavailable."""
    with _session(engine) as session:
        yield session


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    try:
        with Session(engine, expire_on_commit=False) as session:
            yield session
    except OperationalError as error:
        raise StoreUnavailable(f"database cannot be used: {error.orig}") from error
