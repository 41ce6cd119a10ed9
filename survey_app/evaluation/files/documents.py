"""The documents of a snapshot: kind -> the module that makes it, imported only when it is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from survey_app.evaluation.edition.records import EditionTable
from survey_app.questionnaire.definition import Catalogue


@dataclass(frozen=True, slots=True)
class Kind:
    """One document format: its module (with `render(report) -> bytes`), file name and type."""

    module: str
    file_name: str
    mimetype: str


KINDS = {
    "pdf": Kind("survey_app.evaluation.files.pdf", "tabel1.pdf", "application/pdf"),
    "xlsx": Kind(
        "survey_app.evaluation.files.xlsx",
        "tabel1.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "ods": Kind(
        "survey_app.evaluation.files.ods",
        "tabel1.ods",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
}


@dataclass(frozen=True, slots=True)
class Report:
    """All that a document is made of: a published table and the words of the questionnaires.

    `trend` is what the edition says of each cell beside the wave `former`, by name; empty for the
    first wave and for an interim edition.
    """

    table: EditionTable
    catalogue: Catalogue
    synthetic: bool
    trend: tuple[Mapping[str, Any], ...] = ()
    former: str = ""


def render_document(kind: str, report: Report) -> bytes:
    """The bytes of one document. The same report gives the same figures in every kind."""
    made: bytes = import_module(KINDS[kind].module).render(report)
    return made
