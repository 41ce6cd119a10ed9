"""Short transactions of the respondent's path, and what to say when the database cannot serve."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from survey_app.database import single_statements, writing
from survey_app.errors import StoreUnavailable

FAILURES = (OperationalError, InterfaceError, PoolTimeout)


# Asking an engine for another way of working costs as much as a query: ask once.
_writing = lru_cache(maxsize=4)(writing)


@contextmanager
def reading_from(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, each statement by itself. Raises StoreUnavailable."""
    try:
        with single_statements(engine).connect() as connection:
            yield connection
    except FAILURES as error:
        raise StoreUnavailable("the database cannot be read") from error


@contextmanager
def saving_to(engine: Engine) -> Iterator[Connection]:
    """A connection for one statement that is kept as soon as it is done. Raises StoreUnavailable.

    Saves the round trips of a transaction where one statement is the whole of it.
    """
    try:
        with single_statements(engine).connect() as connection:
            yield connection
    except FAILURES as error:
        raise StoreUnavailable("the database cannot be written; nothing was stored") from error


@contextmanager
def writing_to(engine: Engine) -> Iterator[Connection]:
    """One transaction: kept as a whole at the end, or not at all. Raises StoreUnavailable."""
    try:
        with _writing(engine).begin() as connection:
            yield connection
    except FAILURES as error:
        raise StoreUnavailable("the database cannot be written; nothing was stored") from error
