"""`trajectspiegel volunteers --wave W`."""

import argparse

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.operators.sentence import Sentence
from survey_app.separate.listing import add_list_arguments, give
from survey_app.separate.recontact.services_reading import volunteers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave, and a file instead of the screen."""
    add_list_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """List who offered to be interviewed (U-SELECTIE), for who draws and calls them."""
    found = volunteers(open_installation(load_config()), arguments.wave)
    told = Sentence(
        "{n} person wants to tell more", "{n} people want to tell more", n=len(found.rows)
    )
    give(found, arguments.out, told)
    return 0
