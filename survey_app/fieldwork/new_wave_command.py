"""`trajectspiegel new-wave WAVE --organisation NAME --from DATE --to DATE`."""

import argparse
import datetime
from pathlib import Path

from survey_app.config import load_config
from survey_app.fieldwork.population import read_population
from survey_app.fieldwork.services_waves import WavePlan, new_wave
from survey_app.installation import open_installation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Name, owner, dates (both included), and how many people there are (F01)."""
    parser.add_argument("wave")
    parser.add_argument("--organisation", required=True)
    date = datetime.date.fromisoformat
    parser.add_argument("--from", dest="starts_on", required=True, type=date, metavar="DATE")
    parser.add_argument("--to", dest="ends_on", required=True, type=date, metavar="DATE")
    parser.add_argument("--population", type=Path, metavar="FILE.json")
    parser.add_argument("--mode", choices=("anonymous", "linked"), default="anonymous")


def run(arguments: argparse.Namespace) -> int:
    """Plan the wave."""
    installation = open_installation(load_config())
    population = (
        read_population(arguments.population, installation.catalogue)
        if arguments.population
        else ()
    )
    plan = WavePlan(
        name=arguments.wave,
        organisation=arguments.organisation,
        starts_on=arguments.starts_on,
        ends_on=arguments.ends_on,
        population=population,
        mode=arguments.mode,
    )
    new_wave(installation, plan)
    print(f"wave {arguments.wave}: {arguments.starts_on} to {arguments.ends_on}")
    return 0
