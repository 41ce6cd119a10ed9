"""`trajectspiegel worker`: move batches, compute tables, render documents, send messages."""

import argparse

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.jobs import run_worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Stay, or do once what is due."""
    parser.add_argument("--once", action="store_true", help="do all that is due and stop")


def run(arguments: argparse.Namespace) -> int:
    """Work until stopped, or once."""
    run_worker(open_installation(load_config()), once=arguments.once)
    return 0
