"""`trajectspiegel import-trajectories FILE --wave W`: finished trajectories of the providers."""

import argparse
from pathlib import Path

from survey_app.config import load_config
from survey_app.database import reading, session_of
from survey_app.documents.tabular import content_of
from survey_app.errors import BadInput
from survey_app.evaluation.providers.file import read_trajectories, trajectory_lines
from survey_app.evaluation.providers.read import TrajectoriesRead
from survey_app.evaluation.providers.services import store_trajectories
from survey_app.installation import Installation, open_installation
from survey_app.operators.saying import say
from survey_app.organisations.waves import find_measurement


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and the wave it belongs to."""
    parser.add_argument(
        "file",
        type=Path,
        help="CSV, XLSX or ODS, a row for each trajectory: provider, succeeded (ja or nee), and if "
        "known instrument (VNG6, SPW3, HW3), start, end, wage_value, distance (klein, middel, "
        "groot), target_group",
    )
    parser.add_argument("--wave", required=True, help="name of the wave")


def run(arguments: argparse.Namespace) -> int:
    """Import all rows in the place of earlier ones, or none and say which rows are wrong."""
    read = import_trajectories(open_installation(load_config()), arguments.file, arguments.wave)
    if read.refused:
        say("nothing imported: {number} rows refused", number=len(read.refused))
        for refused in read.refused:
            say("  row {row}: {reason}", row=refused.row, reason=refused.reason)
        return 1
    say(
        "{number} finished trajectories counted for {wave}",
        number=sum(read.counts.values()),
        wave=arguments.wave,
    )
    return 0


def import_trajectories(installation: Installation, file: Path, wave: str) -> TrajectoriesRead:
    """Read the file and store its counts when no row is refused. Raises BadInput, UnknownName."""
    with reading(installation.engine) as session:
        found = find_measurement(session, wave)
        wave_id, providers = found.id, found.providers
    read = read_trajectories(trajectory_lines(content_of(file), file.name), providers)
    if not read.counts and not read.refused:  # would take away everything that is there
        raise BadInput("{file}: holds no rows under its header", file=file.name)
    if not read.refused:
        with session_of(installation.engine) as session:
            store_trajectories(session, wave_id, read.counts)
    return read
