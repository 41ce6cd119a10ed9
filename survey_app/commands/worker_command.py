"""`trajectspiegel worker`: move batches, compute tables, render documents, send messages."""

import argparse
import sqlite3

from survey_app.commands.schema import check_schema
from survey_app.config import load_config
from survey_app.errors import SettingError, StoreUnavailable
from survey_app.installation import Installation, open_installation
from survey_app.jobs import run_worker
from survey_app.logs.lines import start_log
from survey_app.retention.services_erasing import replay_erasures


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Stay, or do once what is due."""
    parser.add_argument("--once", action="store_true", help="do all that is due and stop")


def run(arguments: argparse.Namespace) -> int:
    """Work until stopped, or once. Raises SettingError for a queue that cannot be kept."""
    installation = open_installation(load_config())
    start_log()
    check_database(installation, arguments.once)
    try:
        run_worker(installation, once=arguments.once)
    except sqlite3.OperationalError as error:  # the queue: our own database tells its failures
        home = installation.config.home
        raise SettingError(
            "TRAJECTSPIEGEL_HOME",
            "the worker cannot keep its queue in {home}: {error}",
            home=home,
            error=error,
        ) from error
    return 0


def check_database(installation: Installation, once: bool) -> None:
    """Refuse a schema that is not this program's, before anything is written into it.

    A database that is away is another matter: a worker that stays tries again, one that runs
    once must not seem to have worked. Raises SettingError; StoreUnavailable with `once`.
    """
    try:
        check_schema(installation.engine)
        replay_erasures(installation)
    except StoreUnavailable:
        if once:
            raise
