"""`trajectspiegel volunteers --wave W`."""

import argparse

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.separate.listing import add_list_arguments, give
from survey_app.separate.recontact.services_reading import volunteers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave, and a file instead of the screen."""
    add_list_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """List who offered to be interviewed (U-SELECTIE), for who draws and calls them."""
    found = volunteers(open_installation(load_config()), arguments.wave)
    give(found, arguments.out, "people want to tell more")
    return 0
