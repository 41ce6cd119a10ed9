"""Whether a database has the schema that this program knows; nothing here changes it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from survey_app.config import MIGRATIONS
from survey_app.database import make_engine, telling_failures
from survey_app.errors import BadInput, SettingError
from survey_app.operators.sentence import Sentence, joined

# Where somebody's answers stand, sent or not, and the condition under which a row is one.
ANSWERS = {
    "response": "true",
    "inbox": "true",
    "needs_response": "true",
    "recontact": "true",
    "draft": "ciphertext is not null",
}
AT_MOST = 5  # differences named in one sentence


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns and indexes of one table, by name."""

    columns: frozenset[str]
    indexes: frozenset[str]


def alembic_config(database_url: str) -> AlembicConfig:
    """Alembic's settings for this database; there is no ini file."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["database_url"] = database_url
    return settings


def check_schema(engine: Engine) -> None:
    """For who is about to work with the database.

    Raises SettingError when its schema is older, newer or other than this program's.
    """
    with telling_failures(), engine.connect() as connection:
        revision = current_revision(connection)
        newest = newest_revision()
        if revision is None:
            raise SettingError(
                "DATABASE_URL", "the database is empty: run 'trajectspiegel init' first"
            )
        if revision != newest:
            known = {one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
            remedy = (
                Sentence("run 'trajectspiegel migrate'")
                if revision in known
                else Sentence("it was made by a newer program: install that one")
            )
            raise SettingError(
                "DATABASE_URL",
                "the database is at schema {revision}, not {newest}: {remedy}",
                revision=revision,
                newest=newest,
                remedy=remedy,
            )
        check_shape(connection, revision)


@lru_cache(maxsize=1)
def newest_revision() -> str | None:
    """The revision that this program knows as the newest; read once."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def revision_of(engine: Engine) -> str | None:
    """The revision of this database. Raises StoreUnavailable."""
    with telling_failures(), engine.connect() as connection:
        return current_revision(connection)


def check_shape(connection: Connection, revision: str) -> None:
    """Raises SettingError when the tables are not those that this revision makes."""
    wrong = _differences(_shapes_at(revision), _shapes(connection))
    if wrong:
        if len(wrong) > AT_MOST:
            wrong[AT_MOST:] = [Sentence("and {number} more", number=len(wrong) - AT_MOST)]
        raise SettingError(
            "DATABASE_URL",
            "the database says it is at schema {revision}, but {wrong}. It was made "
            "by an unreleased program: put back a backup, or make a new database and bring "
            "the data in again",
            revision=revision,
            wrong=joined("; ", wrong),
        )


def current_revision(connection: Connection) -> str | None:
    """The revision that the database says it has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def goes_down(settings: AlembicConfig, current: str | None, revision: str) -> bool:
    """Whether `revision` lies before the current one. Raises CommandError for one unknown."""
    if current is None or revision in ("head", "heads") or revision.startswith("+"):
        return False
    if revision == "base" or revision.startswith("-"):
        return True
    script = ScriptDirectory.from_config(settings)
    wanted = script.get_revision(revision)
    earlier = {one.revision for one in script.iterate_revisions(current, "base")} - {current}
    return wanted is not None and wanted.revision in earlier


def check_nothing_is_lost(connection: Connection, revision: str, backup: Path | None) -> None:
    """Going down drops tables. Raises BadInput when they hold answers and no backup is named."""
    tables = set(inspect(connection).get_table_names())
    holds = [
        table
        for table, condition in ANSWERS.items()
        if table in tables
        and connection.execute(text(f"select 1 from {table} where {condition} limit 1")).first()
    ]
    if not holds:
        return
    if backup is None:
        raise BadInput(
            "migrating down to {revision} can lose data, and this database holds answers "
            "({holds}): make a backup and name it with --backup FILE",
            revision=revision,
            holds=", ".join(holds),
        )
    if not backup.is_file() or backup.stat().st_size == 0:
        raise BadInput("--backup {backup}: there is no such file, or it is empty", backup=backup)


def _shapes(connection: Connection) -> dict[str, Shape]:
    inspector = inspect(connection)
    return {
        table: Shape(
            frozenset(column["name"] for column in inspector.get_columns(table)),
            frozenset(
                str(index["name"])
                for index in inspector.get_indexes(table)
                if str(index["name"]).startswith("ix_")  # others belong to a key
            ),
        )
        for table in inspector.get_table_names()
    }


def _shapes_at(revision: str) -> dict[str, Shape]:
    """What the migrations make of an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.sqlite"
        command.upgrade(alembic_config(url), revision)
        engine = make_engine(url)
        with engine.connect() as connection:
            shapes = _shapes(connection)
        engine.dispose()
    return shapes


def _differences(wanted: Mapping[str, Shape], found: Mapping[str, Shape]) -> list[Sentence]:
    wrong = [
        Sentence("table {table} is missing", table=table)
        for table in sorted(set(wanted) - set(found))
    ]
    for table in sorted(set(wanted) & set(found)):
        for what in ("columns", "indexes"):
            should, does = getattr(wanted[table], what), getattr(found[table], what)
            if should - does:
                wrong.append(
                    Sentence(
                        "{table} has no {parts}",
                        table=table,
                        parts=", ".join(sorted(should - does)),
                    )
                )
            if does - should:
                wrong.append(
                    Sentence(
                        "{table} has {parts} as well",
                        table=table,
                        parts=", ".join(sorted(does - should)),
                    )
                )
    return wrong
