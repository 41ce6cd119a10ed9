"""Short transactions of the respondent's path, and what to say when the database cannot serve.

Every question page runs one or two statements that never change. Through SQLAlchemy each costs
several times what the driver needs for it, so those are said to the driver itself (`row_of`,
`rows_changed`): SQLAlchemy still writes the words, keeps the connections and reads the types.

Who shows a link says of no organisation to be theirs, and PostgreSQL shows a row of an
organisation to nobody else (models/row_security.py). They come in by one narrow door: the
function `respondent_door` finds the organisation of an access, link, code or receipt and opens
that one until the transaction ends. A statement by itself goes through it on its way
(`through_the_door`), so that a page costs one round trip; a transaction begins with it
(`writing_to`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    Insert,
    LargeBinary,
    Select,
    String,
    Table,
    Update,
    bindparam,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from survey_app.database import single_statements, writing
from survey_app.errors import StoreUnavailable
from survey_app.respond.kept_connection import kept_cursor

FAILURES = (OperationalError, InterfaceError, PoolTimeout)
NOT_READ = "the database cannot be read"
NOT_WRITTEN = "the database cannot be written; nothing was stored"
Statement = Select[Any] | Update | Insert
Values = Mapping[str, str | int | bytes | None]
_OPEN = select(
    func.respondent_door(bindparam("named"), bindparam("hashed", type_=LargeBinary)),
    func.set_config("enable_seqscan", "off", true()),  # see BY_KEY of kept_connection.py
)

# Asking an engine for another way of working costs as much as a query: ask once.
_writing = lru_cache(maxsize=4)(writing)


@contextmanager
def reading_from(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, each statement by itself. Raises StoreUnavailable."""
    try:
        with single_statements(engine).connect() as connection:
            yield connection
    except FAILURES as error:
        raise StoreUnavailable(NOT_READ) from error


@contextmanager
def writing_to(
    engine: Engine, *, named: str | None = None, hashed: bytes | None = None
) -> Iterator[Connection]:
    """One transaction: kept as a whole at the end, or not at all. Raises StoreUnavailable.

    For the organisation of what is `named` (the id of an access or wave), or of the hash of a
    `hashed` (token, letter code or receipt).
    """
    try:
        with _writing(engine).begin() as connection:
            if _has_door(engine):
                connection.execute(_OPEN, {"named": named, "hashed": hashed})
            yield connection
    except FAILURES as error:
        raise StoreUnavailable(NOT_WRITTEN) from error


@dataclass(frozen=True, slots=True, eq=False)
class Guarded:
    """One unit of work: as a database says it that has a door, and as one that has none.

    `then` belongs to `plain`: it follows in the same transaction where a row was changed.
    """

    behind_door: Select[Any]
    plain: Statement
    then: Insert | None = None

    def on(self, engine: Engine) -> Statement:
        return self.behind_door if _has_door(engine) else self.plain


def through_the_door(
    question: Select[*tuple[Any, ...]],
    table: Table,
    *,
    named: str | None = None,
    hashed: str | None = None,
) -> Guarded:
    """The question, asked for the organisation that the value `named` or `hashed` leads to.

    LATERAL and OFFSET make PostgreSQL open the door before it looks at any row behind it.
    """
    way = (
        bindparam(named, type_=String) if named else None,
        bindparam(hashed, type_=LargeBinary) if hashed else None,
    )
    door = func.respondent_door(*way).table_valued(column("organisation_id", String), name="door")
    door = door.render_derived()
    inside = question.where(table.c.organisation_id == door.c.organisation_id)
    found = inside.offset(literal_column("0")).lateral("found")
    return Guarded(select(*found.c).select_from(door.join(found, true())), question)


def _has_door(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def row_of(engine: Engine, statement: Select[Any] | Guarded, values: Values) -> list[Any] | None:
    """The first row of a select, or None. Raises StoreUnavailable."""
    if isinstance(statement, Guarded):
        statement = cast("Select[Any]", statement.on(engine))
    wording = _wording(statement, engine.dialect)
    with _cursor(engine, NOT_READ) as cursor:
        cursor.execute(wording.text, wording.given(values))
        rows = cursor.fetchall()  # all: a result that is not read to its end keeps a lock
    return wording.understood(rows[0]) if rows else None


def rows_changed(engine: Engine, statement: Update | Guarded, values: Values) -> int:
    """How many rows an update changed, kept as soon as it is done. Raises StoreUnavailable."""
    then = None
    if isinstance(statement, Guarded):
        then = None if _has_door(engine) else statement.then
        statement = cast("Update", statement.on(engine))
    wording = _wording(statement, engine.dialect)
    with _cursor(engine, NOT_WRITTEN) as cursor:
        if then is None:
            cursor.execute(wording.text, wording.given(values))
            return cursor.rowcount
        return _both(cursor, (wording, _wording(then, engine.dialect)), values)


def _both(cursor: DBAPICursor, wordings: "tuple[Wording, Wording]", values: Values) -> int:
    """How many rows the first changed; the second follows where it did. Kept together.

    What fails half-way is undone when its connection is closed.
    """
    first, second = wordings
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute(first.text, first.given(values))
    changed = cursor.rowcount
    if changed:
        cursor.execute(second.text, second.given(values))
    cursor.execute("COMMIT")
    return changed


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement as a driver wants it: names of values in order where it only counts them."""

    text: str
    order: tuple[str, ...] | None
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def given(self, values: Values) -> Any:
        return values if self.order is None else [values[name] for name in self.order]

    def understood(self, row: tuple[Any, ...]) -> list[Any]:
        """The row with every value in its type: SQLite, for one, knows no dates."""
        understood = list(row)
        for place, read in self.readers:
            understood[place] = read(understood[place])
        return understood


@lru_cache(maxsize=16)
def _wording(statement: Statement, dialect: Dialect) -> Wording:
    compiled = statement.compile(dialect=dialect)
    order = compiled.positiontup
    readers = (
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in statement.exported_columns
    )
    return Wording(
        text=str(compiled),
        order=None if order is None else tuple(order),
        readers=tuple((place, read) for place, read in enumerate(readers) if read is not None),
    )


@contextmanager
def _cursor(engine: Engine, failure: str) -> Iterator[DBAPICursor]:
    driver: Any = engine.dialect.loaded_dbapi
    try:
        with kept_cursor(engine) as cursor:
            yield cursor
    except (driver.OperationalError, driver.InterfaceError, *FAILURES) as error:
        raise StoreUnavailable(failure) from error
