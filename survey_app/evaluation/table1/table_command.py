"""`trajectspiegel table`: Tabel 1 of a wave as it was published, as JSON or text."""

import argparse
import json
import sys

from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.edition.records import EditionCell, EditionTable
from survey_app.evaluation.figures.presentation import cell_figures
from survey_app.evaluation.publishing.services import published_edition, published_table
from survey_app.evaluation.wording import decimal
from survey_app.installation import open_installation
from survey_app.organisations.waves import find_measurement


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which wave, and in which form."""
    parser.add_argument("--wave", required=True, help="name of the wave")
    parser.add_argument("--json", action="store_true", help="unrounded, for other programs")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; numbers that may not be shown are null."""
    installation = open_installation(load_config())
    with session_of(installation.engine) as session:
        wave_id = find_measurement(session, arguments.wave).id
    if arguments.json:
        json.dump(published_table(installation, wave_id), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        edition = published_edition(installation, wave_id)
        print("\n".join(table_lines(edition_table(edition.content))))
    return 0


def table_lines(table: EditionTable) -> list[str]:
    """One line per cell: code, mean, interval, n and mark."""
    head = f"Tabel 1 - {table.wave.organisation} - {table.wave.name}"
    return [head, "", *(_line(cell) for cell in table.cells.values())]


def _line(cell: EditionCell) -> str:
    low, high = decimal(cell.low), decimal(cell.high)
    interval = f"({low} - {high})" if low else ""
    n = "" if cell.n is None else f"n={cell.n}"
    figures = "; ".join(
        f"{figure.code} {figure.short} {figure.label}" for figure in cell_figures(cell.figures)
    )
    words = [cell.mark or "", figures, cell.reason if not cell.n else ""]
    note = " | ".join(word for word in words if word)
    return f"{cell.code}  {decimal(cell.mean) or '-':>4}  {interval:<14} {n:<7} {note}".rstrip()
