"""`trajectspiegel report`: the newest edition of Tabel 1 of a wave as files."""

import argparse
import json
from pathlib import Path

from survey_app.config import load_config
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.files.documents import KINDS
from survey_app.evaluation.publishing.services import published_edition, published_table
from survey_app.evaluation.publishing.services_documents import render_documents
from survey_app.evaluation.table1.queries import document_bytes
from survey_app.installation import Installation, open_installation
from survey_app.operators.sentence import system_words
from survey_app.organisations.waves import find_measurement


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which wave, and where the files go."""
    parser.add_argument("--wave", required=True, help="name of the wave")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for files")


def run(arguments: argparse.Namespace) -> int:
    """Write the published edition."""
    installation = open_installation(load_config())
    with reading(installation.engine) as session:
        wave_id = find_measurement(session, arguments.wave).id
    for path in write_report(installation, wave_id, arguments.out):
        print(path)
    return 0


def write_report(installation: Installation, wave_id: str, folder: Path) -> list[Path]:
    """Write table.json and the documents of the newest edition; all say the same.

    Raises BadInput when the folder cannot be written, or nothing has been published.
    """
    snapshot = published_edition(installation, wave_id)
    render_documents(installation, snapshot.id)
    content = published_table(installation, wave_id)
    files = {"table.json": json.dumps(content, ensure_ascii=False, indent=1).encode()}
    with reading(installation.engine) as session:
        for kind, about in KINDS.items():
            files[about.file_name] = document_bytes(session, snapshot.id, kind) or b""
    return [_written(folder, name, content) for name, content in files.items()]


def _written(folder: Path, name: str, content: bytes) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    except OSError as error:
        raise BadInput(
            "{folder}: cannot be written ({reason})",
            folder=folder / name,
            reason=system_words(error),
        ) from error
    return folder / name
