"""`trajectspiegel new-organisation NAME`."""

import argparse

from survey_app.config import load_config
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.organisations.settings_example import write_example


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The name as people write it."""
    parser.add_argument("name", help="as respondents know it, such as 'Gemeente Waddinxveen'")


def run(arguments: argparse.Namespace) -> int:
    """Add the organisation and say where its settings go."""
    config = load_config()
    slug = new_organisation(open_installation(config), arguments.name)
    path = write_example(config.home, slug)
    say("organisation {name}; fill in its settings: {path}", name=arguments.name, path=path)
    return 0
