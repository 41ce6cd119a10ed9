"""`trajectspiegel settings NAME`: what an organisation filled in, out to a file and in again."""

import argparse
from pathlib import Path, PurePath

from survey_app.config import load_config
from survey_app.database import reading
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.organisations.queries import logo_of
from survey_app.organisations.services_file import take_over
from survey_app.organisations.settings_file import written_settings
from survey_app.organisations.waves import find_organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The organisation; without an option its settings are printed."""
    parser.add_argument("name", metavar="NAME", help="the organisation")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--to", type=Path, metavar="FILE", help="write them, with the logo beside it")
    ways.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="take over what a file says"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print, write or take over. Raises UnknownName, and BadInput for a file that is wrong."""
    installation = open_installation(load_config())
    with reading(installation.engine) as session:
        row = find_organisation(session, arguments.name)
    if arguments.source is not None:
        take_over(installation.engine, row.slug, arguments.source)
        say(
            "organisation {name}: settings of {source} taken over",
            name=row.name,
            source=arguments.source,
        )
        return 0
    text = written_settings(row.settings)
    if arguments.to is None:
        print(text, end="")
        return 0
    arguments.to.write_text(text, encoding="utf-8")
    logo = logo_of(installation.engine, row.slug)
    if logo is not None:
        arguments.to.with_name(PurePath(row.settings["logo"]).name).write_bytes(logo)
    print(arguments.to)
    return 0
