"""Somebody else who holds the lock that an answer needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

STATEMENTS = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE {} IN EXCLUSIVE MODE"}


@contextmanager
def held(engine: Engine, table: str) -> Iterator[None]:
    """Hold the write lock of SQLite, or the lock of one table of PostgreSQL."""
    statement = STATEMENTS[engine.dialect.name].format(table)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.driver_connection.execute(statement)
        else:
            connection.execute(text(statement))
        try:
            yield
        finally:
            if engine.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("ROLLBACK")
            connection.rollback()
