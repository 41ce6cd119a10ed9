"""`trajectspiegel delete-wave WAVE`."""

import argparse

from survey_app.commands.confirming import add_yes, confirmed
from survey_app.config import load_config
from survey_app.fieldwork.waves.services_changing import delete_wave, wave_contents
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave."""
    parser.add_argument("wave", help="name of a wave that nobody has answered in")
    add_yes(parser)


def run(arguments: argparse.Namespace) -> int:
    """Say what hangs on the wave, ask, and delete it; the contacts stay."""
    installation = open_installation(load_config())
    there = wave_contents(installation, arguments.wave)
    say(
        "wave {wave}: {invitations} invitations, {messages} messages",
        wave=arguments.wave,
        invitations=there.invitations,
        messages=there.messages,
    )
    question = Sentence(
        "Delete wave {wave}? Links of it that people have will not work any more.",
        wave=arguments.wave,
    )
    if not confirmed(question, arguments.yes):
        return 1
    delete_wave(installation, arguments.wave)
    say("wave {wave} is deleted; the contacts are kept", wave=arguments.wave)
    return 0
