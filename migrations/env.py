"""Alembic's environment: our metadata, the database that the caller names.

Two migrations at once wait for each other: on SQLite for the write lock, on PostgreSQL for a lock
of our own. Tables that others point at are rebuilt on SQLite, which has no other way to change
one; its foreign keys are therefore off meanwhile, and all of them are checked before anything is
kept.
"""

from alembic import context
from sqlalchemy import Connection, text

import survey_app.models  # noqa: F401  (fills the metadata)
from survey_app.config import load_config
from survey_app.database import Base, make_engine, writing
from survey_app.errors import BadInput
from survey_app.models.columns import UtcDateTime

PATIENCE_SECONDS = 600  # as long as somebody else's migration may take
ONE_AT_A_TIME = 7_215_001  # any number that nobody else locks in this database


def rendered(kind: str, item: object, _context: object) -> str | bool:
    """Our moments are plain columns to a migration, so that it stands on its own."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def prepare(connection: Connection) -> None:
    """What SQLite only takes before a transaction begins."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute(f"PRAGMA busy_timeout={PATIENCE_SECONDS * 1000}")


def wait_for_others(connection: Connection) -> None:
    """On SQLite the transaction has the write lock already."""
    if connection.dialect.name == "postgresql":
        for name in ("lock_timeout", "statement_timeout"):
            connection.execute(text(f"set local {name} = '{PATIENCE_SECONDS}s'"))
        connection.execute(text(f"select pg_advisory_xact_lock({ONE_AT_A_TIME})"))


def check_foreign_keys(connection: Connection) -> None:
    """Raises BadInput, which undoes the migration, when a row points at nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            tables = ", ".join(sorted({f"{row[0]} -> {row[2]}" for row in broken}))
            raise BadInput(f"{len(broken)} rows point at rows that are not there ({tables})")


def run() -> None:
    """Run the wanted migrations in one transaction, all or nothing."""
    url = context.config.attributes.get("database_url") or load_config().database_url
    engine = make_engine(url)
    try:
        with writing(engine).connect() as connection:
            prepare(connection)
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                compare_type=True,
                render_item=rendered,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                wait_for_others(connection)
                context.run_migrations()
                check_foreign_keys(connection)
            connection.commit()
    finally:
        engine.dispose()


run()
