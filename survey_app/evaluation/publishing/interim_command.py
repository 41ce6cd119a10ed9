"""`trajectspiegel interim`: publish an open wave once, on purpose."""

import argparse

from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.evaluation.publishing.services import publish_interim
from survey_app.installation import open_installation
from survey_app.operators.saying import said, say
from survey_app.organisations.waves import find_measurement

COST = (
    "What an interim edition costs: a cell that moves by 1 to 4 answers afterwards keeps the\n"
    "state it had here, in the closing edition too. It cannot be taken back."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which wave."""
    parser.description = "{} {}".format(said("Publish an open wave as it is now."), said(COST))
    parser.add_argument("--wave", required=True, help="name of the wave")


def run(arguments: argparse.Namespace) -> int:
    """Tell what it costs and make the edition."""
    installation = open_installation(load_config())
    with session_of(installation.engine) as session:
        wave_id = find_measurement(session, arguments.wave).id
    say(COST)
    made = publish_interim(installation, wave_id)
    if made is None:
        say("nothing changed since the newest edition")
    else:
        say(
            "edition {sequence} of wave {wave} is published",
            sequence=made.sequence,
            wave=arguments.wave,
        )
    return 0
