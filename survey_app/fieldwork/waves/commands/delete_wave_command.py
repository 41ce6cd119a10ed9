"""`trajectspiegel delete-wave WAVE`."""

import argparse

from survey_app.commands.confirming import add_yes, confirmed
from survey_app.config import load_config
from survey_app.fieldwork.waves.services_changing import delete_wave, wave_contents
from survey_app.installation import open_installation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave."""
    parser.add_argument("wave", help="name of a wave that nobody has answered in")
    add_yes(parser)


def run(arguments: argparse.Namespace) -> int:
    """Say what hangs on the wave, ask, and delete it; the contacts stay."""
    installation = open_installation(load_config())
    there = wave_contents(installation, arguments.wave)
    print(f"wave {arguments.wave}: {there.invitations} invitations, {there.messages} messages")
    question = f"Delete wave {arguments.wave}? Links of it that people have will not work any more."
    if not confirmed(question, arguments.yes):
        return 1
    delete_wave(installation, arguments.wave)
    print(f"wave {arguments.wave} is deleted; the contacts are kept")
    return 0
