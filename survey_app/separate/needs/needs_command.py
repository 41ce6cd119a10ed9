"""`trajectspiegel needs --wave W`."""

import argparse

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.operators.sentence import Sentence
from survey_app.separate.listing import add_list_arguments, give
from survey_app.separate.needs.services_reading import needs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave, and a file instead of the screen."""
    add_list_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """List the half-yearly needs forms (HALFJAAR), for who helps these people."""
    found = needs(open_installation(load_config()), arguments.wave)
    told = Sentence("{n} needs form", "{n} needs forms", n=len(found.rows))
    give(found, arguments.out, told)
    return 0
