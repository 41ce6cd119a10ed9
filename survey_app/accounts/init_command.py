"""`trajectspiegel init`: keys, database and the first two accounts; safe to run again."""

import argparse

from survey_app.accounts.services_init import init
from survey_app.config import load_config
from survey_app.operators.saying import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: TRAJECTSPIEGEL_HOME and DATABASE_URL say where."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Make what is missing and show the first passwords once."""
    del arguments
    config = load_config()
    made = init(config)
    say("installation ready in {home}", home=config.home)
    for role, password in made.items():
        say("  account {role}: password {password}", role=role, password=password)
    if made:
        say(
            "  (kept in {file}; remove that file when noted)", file=config.home / "first-logins.txt"
        )
    return 0
