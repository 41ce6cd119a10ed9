"""`trajectspiegel export-messages --wave W`: what was sent to whom and when, without any answer."""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from survey_app.config import load_config
from survey_app.documents.tabular import as_text
from survey_app.errors import BadInput
from survey_app.installation import open_installation
from survey_app.messaging.outbox.status import Told, messages_of
from survey_app.operators.saying import say
from survey_app.stores.wave_files import private_file

COLUMNS = (
    *("name", "recipient", "questionnaire", "kind", "number", "channel"),
    *("state", "day", "reason", "goes_along"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which wave, and where to."""
    parser.add_argument("--wave", required=True, help="name of the wave")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.csv",
        help="a file only you can read; else the screen",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write a row for each questionnaire that was sent.

    Why one was cancelled is left out: perhaps its person answered.
    """
    installation = open_installation(load_config())
    if arguments.out is None:
        _write(sys.stdout, messages_of(installation, arguments.wave))
        return 0
    try:
        with private_file(arguments.out) as file:
            number = _write(file, messages_of(installation, arguments.wave))
    except FileExistsError as error:
        raise BadInput("{out} is there already: give another name", out=arguments.out) from error
    say("{number} messages in {out}", number=number, out=arguments.out)
    return 0


def _write(file: TextIO, told: Iterable[Told]) -> int:
    writer, written = csv.writer(file, delimiter=";"), 0
    writer.writerow(COLUMNS)
    for row in _rows(told):
        writer.writerow([as_text(cell) for cell in row])
        written += 1
    return written


def _rows(told: Iterable[Told]) -> Iterator[tuple[str, ...]]:
    for one in told:
        day = one.sent_on.isoformat() if one.sent_on else ""
        reason = "" if one.state == "cancelled" else one.reason
        about = (one.name, one.recipient, one.questionnaire, one.kind, str(one.number))
        along = "yes" if one.goes_along else ""  # in the message about another questionnaire
        yield (*about, one.channel, one.state, day, reason, along)
