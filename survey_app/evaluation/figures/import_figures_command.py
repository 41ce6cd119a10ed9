"""`trajectspiegel import-figures FILE --wave W`: the figures F01-F17 of the municipality."""

import argparse
from pathlib import Path

from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.documents.tabular import content_of
from survey_app.errors import BadInput
from survey_app.evaluation.figures.file import read_rows, rows_of
from survey_app.evaluation.figures.read import FiguresRead
from survey_app.evaluation.figures.services import store_figures
from survey_app.installation import Installation, open_installation
from survey_app.operators.saying import say
from survey_app.organisations.waves import find_measurement


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and the wave it belongs to."""
    parser.add_argument(
        "file",
        type=Path,
        help="CSV or XLSX: code, label, numerator, denominator, unit, target, forecast, "
        "higher_is_better, period, source, explanation, responsible, part_of; or yearly tables "
        "of in- and outflow",
    )
    parser.add_argument("--wave", required=True, help="name of the wave")


def run(arguments: argparse.Namespace) -> int:
    """Import all rows, or none and say which rows are wrong."""
    read = import_figures(open_installation(load_config()), arguments.file, arguments.wave)
    for warning in read.warnings:
        say("  check: {warning}", warning=warning)
    if read.refused:
        say("nothing imported: {number} rows refused", number=len(read.refused))
        for refused in read.refused:
            say("  row {row}: {reason}", row=refused.row, reason=refused.reason)
        return 1
    say("{number} figures imported into {wave}", number=len(read.lines), wave=arguments.wave)
    return 0


def import_figures(installation: Installation, file: Path, wave: str) -> FiguresRead:
    """Read the file and store it when no row is refused. Raises BadInput, UnknownName."""
    known = {figure.code for figure in installation.catalogue.framework.figures}
    read = read_rows(file.name, rows_of(content_of(file), file.name), known)
    if not read.lines and not read.refused:  # the wrong file, most likely
        raise BadInput("{file}: holds no rows under its header", file=file.name)
    with session_of(installation.engine) as session:
        wave_id = find_measurement(session, wave).id
        if not read.refused:
            store_figures(session, wave_id, read.lines)
    return read
