"""`trajectspiegel close-wave WAVE`."""

import argparse

from survey_app.commands.confirming import add_yes, confirmed
from survey_app.config import load_config
from survey_app.database import reading
from survey_app.installation import open_installation
from survey_app.intake.services import close_wave
from survey_app.organisations.waves import find_wave


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave to close."""
    parser.add_argument("wave", help="name of the wave; a closed one never opens again")
    add_yes(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask, close the wave and move everything that still waits."""
    installation = open_installation(load_config())
    with reading(installation.engine) as session:
        wave = find_wave(session, arguments.wave)
        print(f"wave {wave.name}: {wave.starts_on} to {wave.ends_on}")
    question = f"Close wave {arguments.wave} for good? Nobody can answer in it after that."
    if not confirmed(question, arguments.yes):
        return 1
    moved = close_wave(installation, arguments.wave)
    print(f"wave {arguments.wave} is closed; {moved.moved} answer sheets moved")
    return 0
