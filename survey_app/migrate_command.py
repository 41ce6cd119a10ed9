"""`trajectspiegel migrate`: bring the database to the newest schema."""

import argparse

from alembic import command
from alembic.config import Config as AlembicConfig

from survey_app.config import MIGRATIONS, Config, load_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which revision to go to; the newest unless said."""
    parser.add_argument("revision", nargs="?", default="head")


def run(arguments: argparse.Namespace) -> int:
    """Migrate up (or down, when the revision is an older one)."""
    migrate(load_config(), arguments.revision)
    return 0


def migrate(config: Config, revision: str = "head") -> None:
    """Bring the database to `revision` ('head', 'base' or an id), up or down as needed."""
    settings = alembic_config(config.database_url)
    if revision == "base" or revision.startswith("-"):
        command.downgrade(settings, revision)
    else:
        command.upgrade(settings, revision)


def alembic_config(database_url: str) -> AlembicConfig:
    """Alembic's settings for this database; there is no ini file."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["database_url"] = database_url
    return settings
