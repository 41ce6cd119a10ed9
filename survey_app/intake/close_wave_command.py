"""`trajectspiegel close-wave WAVE`."""

import argparse

from survey_app.commands.confirming import add_yes, confirmed
from survey_app.config import load_config
from survey_app.database import reading
from survey_app.installation import open_installation
from survey_app.intake.services import close_wave
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence
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
        say(
            "wave {wave}: {starts_on} to {ends_on}",
            wave=wave.name,
            starts_on=wave.starts_on,
            ends_on=wave.ends_on,
        )
    question = Sentence(
        "Close wave {wave} for good? Nobody can answer in it after that.", wave=arguments.wave
    )
    if not confirmed(question, arguments.yes):
        return 1
    moved = close_wave(installation, arguments.wave)
    say(
        "wave {wave} is closed; {moved} answer sheets moved", wave=arguments.wave, moved=moved.moved
    )
    return 0
