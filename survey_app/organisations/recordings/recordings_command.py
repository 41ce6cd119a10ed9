"""`trajectspiegel recordings import DIR`: recorded questions and answers, out of a folder."""

import argparse
from pathlib import Path

from survey_app.config import load_config
from survey_app.database import only_of, reading
from survey_app.errors import BadInput
from survey_app.installation import open_installation
from survey_app.operators.saying import say, warn
from survey_app.organisations.recordings.naming import ENDING
from survey_app.organisations.recordings.opus import LARGEST
from survey_app.organisations.recordings.services import take_in
from survey_app.organisations.waves import find_organisation
from survey_app.texts.translations import LANGUAGES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, the folder, the language and the organisation."""
    parser.add_argument("action", choices=["import"], help="take the files of a folder in")
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="files such as C301.opus and C301-5.opus"
    )
    parser.add_argument(
        "--language", required=True, choices=sorted(LANGUAGES), help="that is spoken"
    )
    parser.add_argument("--organisation", required=True, metavar="NAME", help="whose voice it is")


def run(arguments: argparse.Namespace) -> int:
    """Take in what is right; 1 when a file was refused. Raises UnknownName and BadInput."""
    paths = sorted(arguments.folder.glob(f"*{ENDING}")) if arguments.folder.is_dir() else []
    if not paths:
        raise BadInput(
            "{folder}: name a folder with files that end in {ending}",
            folder=arguments.folder,
            ending=ENDING,
        )
    installation = open_installation(load_config())
    with reading(installation.engine) as session:
        row = find_organisation(session, arguments.organisation)
    with only_of({row.id}):
        taken = take_in(installation, row.id, arguments.language, map(_read, paths))
    for sentence in taken.refused.values():
        warn("{sentence}", sentence=sentence)
    say(
        "organisation {name}: {kept} of {number} recordings taken in",
        name=row.name,
        kept=taken.kept,
        number=len(paths),
    )
    return 1 if taken.refused else 0


def _read(path: Path) -> tuple[str, bytes]:
    with path.open("rb") as file:
        return path.name, file.read(LARGEST + 1)
