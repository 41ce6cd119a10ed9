"""The database: engine, sessions, and the settings that make a commit durable."""

import select
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    create_engine,
    event,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    OperationalError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from survey_app.errors import SettingError, StoreUnavailable
from survey_app.operators.sentence import Sentence, system_words

BUSY_MILLISECONDS = 4000
SINGLE = "single_statements"
INSERTS: dict[str, Callable[[Any], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
ADDRESSES = {
    "sqlite": "sqlite:////folder/name.sqlite",
    "postgresql": "postgresql://user:password@host/name",
}
# What PostgreSQL and SQLite say of a table or column that a migration has yet to make.
UNDEFINED = ("42P01", "42703")
NO_SUCH = ("no such table", "no such column")
# The engines made inside `engines_closed`, where there is one.
_opened: ContextVar[list[Engine] | None] = ContextVar("opened", default=None)
# Whose rows this thread may see; None where nothing limits it (see `only_of`).
_seen: ContextVar[frozenset[str] | None] = ContextVar("seen", default=None)
_SET_ORGANISATIONS = "select set_config('trajectspiegel.organisations', %s, true)"
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


def make_engine(url: str, *, everywhere: bool = True) -> Engine:
    """An engine with durable, bounded-wait settings for SQLite or PostgreSQL.

    `everywhere` is for the worker and the commands: they work for every organisation, where the
    database lets their role do that. The web application sees what `only_of` says.

    Raises SettingError when the address is of no database that we can use.
    """
    is_sqlite = _parsed(url).get_backend_name() == "sqlite"
    engine = _sqlite(url) if is_sqlite else _postgresql(url, everywhere)
    opened = _opened.get()
    if opened is not None:
        opened.append(engine)
    return engine


@contextmanager
def engines_closed() -> Iterator[None]:
    """Close, at the end, the connections of every engine that was made inside."""
    engines: list[Engine] = []
    token = _opened.set(engines)
    try:
        yield
    finally:
        _opened.reset(token)
        for engine in engines:
            engine.dispose()


def _postgresql(url: str, everywhere: bool) -> Engine:
    options = "-c statement_timeout=30000 -c lock_timeout=4000"
    if everywhere:
        options += " -c trajectspiegel.every_organisation=on"
    engine = create_engine(
        url,
        hide_parameters=True,  # no answer, name or key in an error message or log
        pool_size=4,
        max_overflow=2,
        pool_timeout=4,
        connect_args={"connect_timeout": 4, "options": options},
    )

    @event.listens_for(engine, "checkout")
    def _make_ready(connection: Any, _record: object, _proxy: object) -> None:
        """A server that went away has closed our line: seen without asking it anything."""
        line = select.poll()
        line.register(connection.fileno(), select.POLLIN)
        if line.poll(0):
            raise DisconnectionError("the server closed this connection")
        connection.autocommit = True  # a statement is kept by itself, until somebody begins

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(SINGLE):
            connection.connection.dbapi_connection.autocommit = False  # type: ignore[union-attr]
            seen = _seen.get()
            if seen is not None:
                connection.exec_driver_sql(_SET_ORGANISATIONS, (",".join(sorted(seen)),))

    return engine


def _parsed(url: str) -> URL:
    """The parts of the address; what is wrong is told without the password that is in it."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername not in DRIVERS:
        raise SettingError(
            "DATABASE_URL", "give an address like {sqlite} or {postgresql}", **ADDRESSES
        )
    return parsed


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        try:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(
                "DATABASE_URL",
                "the folder of {database} cannot be made ({reason}); name another",
                database=database,
                reason=system_words(error),
            ) from error
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_MILLISECONDS / 1000}
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(SINGLE):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")

    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for units of work that will write.

    On SQLite their transactions take the write lock at once, so that they wait for each other
    instead of failing half-way.
    """
    return engine.execution_options(writing=True)


@lru_cache(maxsize=4)  # asking an engine for another way of working costs as much as a query
def single_statements(engine: Engine) -> Engine:
    """The same engine for statements that each are a whole unit of work by themselves.

    One SELECT sees one state and one UPDATE is kept or not; a transaction around it would cost
    as much as the statement.
    """
    return engine.execution_options(**{SINGLE: True})


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


def inserting(session: Session, model: type[Base]) -> Any:
    """An insert that knows what to do when the row is there: on_conflict_do_nothing, ..._update."""
    return INSERTS[session.get_bind().dialect.name](model.__table__)


def as_indexed(column: InstrumentedAttribute[bool]) -> ColumnElement[Any]:
    """That a yes-or-no column says yes, in the words of its partial index (WHERE column).

    SQLAlchemy would say `column = 1` to SQLite, which then finds no such index and walks through
    the whole table.
    """
    return literal_column(f"{column.class_.__tablename__}.{column.key}")


def counts_many_rows(session: Session) -> None:
    """Let the next statements of this transaction count in memory, without sorting first.

    Row security makes PostgreSQL expect a handful of rows where a whole wave comes, and then it
    sorts them all to count them: three times as slow with 100,000 people.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("set local enable_sort = off"))


@contextmanager
def only_of(organisations: Iterable[str]) -> Iterator[None]:
    """Sessions opened inside read and change the rows of these organisations only.

    The one place that says for whom somebody works: sessions leave out everything else by
    themselves, and on PostgreSQL each transaction tells it to the database, which then refuses
    what our own SQL forgets (models/row_security.py). Statements by themselves
    (`single_statements`) have no transaction to say it in, and see nothing there.
    """
    token = _seen.set(frozenset(organisations))
    try:
        yield
    finally:
        _seen.reset(token)


def organisations_seen() -> frozenset[str] | None:
    """The organisations of `only_of`; None outside it."""
    return _seen.get()


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    with telling_failures(), Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def telling_failures() -> Iterator[None]:
    """Raises StoreUnavailable with the remedy for a database that cannot serve at all.

    Errors of one statement, such as a duplicate row, pass through.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StoreUnavailable("database is too busy: try again in a minute") from error
    except StatementError as error:
        # One that failed while the values of another were being made is wrapped in that other.
        told = error.orig if isinstance(error.orig, DBAPIError) else error
        sentence = _failure(told) if isinstance(told, DBAPIError) else None
        if sentence is None:
            raise
        raise StoreUnavailable(sentence) from error


def _failure(error: DBAPIError) -> Sentence | None:
    """What to tell an operator about this error, or None when it is no failure of the store."""
    said = " ".join(str(error.orig).split())
    if getattr(error.orig, "sqlstate", None) in UNDEFINED or said.startswith(NO_SUCH):
        return Sentence(
            "database has no tables yet, or older ones: run 'trajectspiegel migrate' "
            "('trajectspiegel init' for a new installation) ({said})",
            said=said[:120],
        )
    unusable = isinstance(error, (OperationalError, InterfaceError)) or type(error) is DatabaseError
    told = "database (setting DATABASE_URL) cannot be used: {said}"
    return Sentence(told, said=said) if unusable else None
