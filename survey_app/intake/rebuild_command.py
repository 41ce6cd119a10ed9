"""`trajectspiegel rebuild-counts WAVE`."""

import argparse

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.intake.services import rebuild_counts
from survey_app.operators.saying import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave to recount."""
    parser.add_argument("wave", help="name of the wave")


def run(arguments: argparse.Namespace) -> int:
    """Make the counts of a wave anew from its responses."""
    number = rebuild_counts(open_installation(load_config()), arguments.wave)
    say("counts of wave {wave} rebuilt from {number} responses", wave=arguments.wave, number=number)
    return 0
