"""`trajectspiegel evaluation`: the whole published evaluation of a wave, for other programs."""

import argparse
import json
import sys

from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.evaluation.api.services import evaluation_of
from survey_app.installation import open_installation
from survey_app.organisations.waves import find_measurement


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which wave, and with which earlier one it is compared."""
    parser.add_argument("--wave", required=True, help="name of the wave")
    parser.add_argument("--previous", metavar="WAVE", help="the earlier wave to compare it with")
    parser.add_argument(
        "--json", action="store_true", required=True, help="unrounded, for other programs"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the evaluation; what may not be published is null or absent."""
    installation = open_installation(load_config())
    with session_of(installation.engine) as session:
        wave_id = find_measurement(session, arguments.wave).id
        previous = arguments.previous
        previous_id = find_measurement(session, previous).id if previous is not None else None
    evaluation = evaluation_of(installation, wave_id, previous_id)
    json.dump(evaluation, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
    print()
    return 0
