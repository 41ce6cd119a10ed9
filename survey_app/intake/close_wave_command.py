"""`trajectspiegel close-wave WAVE`."""

import argparse

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.intake.services import close_wave


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave to close."""
    parser.add_argument("wave", help="name of the wave; a closed one never opens again")


def run(arguments: argparse.Namespace) -> int:
    """Close the wave and move everything that still waits."""
    moved = close_wave(open_installation(load_config()), arguments.wave)
    print(f"wave {arguments.wave} is closed; {moved.moved} answer sheets moved")
    return 0
