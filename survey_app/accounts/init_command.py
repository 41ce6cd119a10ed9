"""`trajectspiegel init`: keys, database and the first two accounts; safe to run again."""

import argparse

from survey_app.accounts.services_init import init
from survey_app.config import load_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: TRAJECTSPIEGEL_HOME and DATABASE_URL say where."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Make what is missing and show the first passwords once."""
    del arguments
    config = load_config()
    made = init(config)
    print(f"installation ready in {config.home}")
    for role, password in made.items():
        print(f"  account {role}: password {password}")
    if made:
        print(f"  (kept in {config.home / 'first-logins.txt'}; remove that file when noted)")
    return 0
