"""`trajectspiegel migrate`: bring the database to the newest schema."""

import argparse

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.util import CommandError

from survey_app.config import MIGRATIONS, Config, load_config
from survey_app.database import telling_failures
from survey_app.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which revision to go to; the newest unless said."""
    parser.add_argument("revision", nargs="?", default="head", help="default: the newest")


def run(arguments: argparse.Namespace) -> int:
    """Migrate up (or down, when the revision is an older one)."""
    migrate(load_config(), arguments.revision)
    return 0


def migrate(config: Config, revision: str = "head") -> None:
    """Bring the database to `revision` ('head', 'base' or an id), up or down as needed.

    Raises BadInput for an unknown revision, SettingError and StoreUnavailable for the database.
    """
    settings = alembic_config(config.database_url)
    down = revision == "base" or revision.startswith("-")
    try:
        with telling_failures():
            (command.downgrade if down else command.upgrade)(settings, revision)
    except CommandError as error:
        remedy = "use head, base or a revision of migrations/versions; is the program the newest?"
        raise BadInput(f"revision {revision!r}: {error}; {remedy}") from error


def alembic_config(database_url: str) -> AlembicConfig:
    """Alembic's settings for this database; there is no ini file."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["database_url"] = database_url
    return settings
