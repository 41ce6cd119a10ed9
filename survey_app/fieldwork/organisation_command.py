"""`trajectspiegel new-organisation NAME`."""

import argparse

from survey_app.config import load_config
from survey_app.fieldwork.services_waves import new_organisation
from survey_app.installation import open_installation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The name as people write it."""
    parser.add_argument("name")


def run(arguments: argparse.Namespace) -> int:
    """Add the organisation and say where its settings go."""
    config = load_config()
    slug = new_organisation(open_installation(config), arguments.name)
    print(f"organisation {arguments.name}; settings: {config.home / 'organisations' / slug}.toml")
    return 0
