"""`trajectspiegel migrate`: bring the database to the newest schema."""

import argparse
from pathlib import Path

from alembic import command
from alembic.util import CommandError

from survey_app.commands.application_role import grant
from survey_app.commands.schema import (
    alembic_config,
    check_nothing_is_lost,
    check_shape,
    current_revision,
    goes_down,
)
from survey_app.config import Config, load_config
from survey_app.database import make_engine, telling_failures
from survey_app.errors import BadInput
from survey_app.operators.saying import say

# option -> whether the role works for every organisation
ROLES = {"application_role": False, "worker_role": True}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which revision to go to; the newest unless said. Which roles of PostgreSQL may work."""
    parser.add_argument("revision", nargs="?", default="head", help="default: the newest")
    parser.add_argument(
        "--backup", type=Path, metavar="FILE", help="needed to go down while there are answers"
    )
    parser.add_argument(
        "--application-role",
        metavar="NAME",
        help="PostgreSQL: the role of the web application, made when it is not there yet",
    )
    parser.add_argument(
        "--worker-role", metavar="NAME", help="PostgreSQL: the role of the worker and the commands"
    )


def run(arguments: argparse.Namespace) -> int:
    """Migrate up (or down, when the revision is an older one)."""
    config = load_config()
    migrate(config, arguments.revision, arguments.backup)
    for option, everywhere in ROLES.items():
        role = getattr(arguments, option)
        if role:
            grant(make_engine(config.database_url), config, role, everywhere=everywhere)
            say("role {role} may work with this database", role=role)
    return 0


def migrate(config: Config, revision: str = "head", backup: Path | None = None) -> None:
    """Bring the database to `revision` ('head', 'base' or an id), up or down as needed.

    Raises BadInput for an unknown revision and for a way down that would lose answers without a
    backup, SettingError and StoreUnavailable for the database.
    """
    settings = alembic_config(config.database_url)
    try:
        with telling_failures():
            down = _checked(config.database_url, revision, backup)
            (command.downgrade if down else command.upgrade)(settings, revision)
    except CommandError as error:
        raise BadInput(
            "revision {revision!r}: {error}; use head, base or a revision of "
            "migrations/versions; is the program the newest?",
            revision=revision,
            error=error,
        ) from error


def _checked(database_url: str, revision: str, backup: Path | None) -> bool:
    """Whether the way to this revision leads down, once nothing stands in that way."""
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            current = current_revision(connection)
            down = goes_down(alembic_config(database_url), current, revision)
            if down:
                check_nothing_is_lost(connection, revision, backup)
            elif current is not None:
                check_shape(connection, current)
        return down
    finally:
        engine.dispose()
