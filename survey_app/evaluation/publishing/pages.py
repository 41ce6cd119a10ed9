"""Opening a published edition for a page: what every page of a wave begins with."""

from dataclasses import dataclass
from typing import Any

from flask import abort, make_response, render_template

from survey_app.database import reading
from survey_app.evaluation.publishing.queries import Edition, edition, is_known, subject
from survey_app.evaluation.table1.presentation import ShownTable, shown_table
from survey_app.web.current import installation_here


@dataclass(frozen=True, slots=True)
class OpenedEdition:
    """The newest edition of a wave as its pages show it, and the subjects that were asked for."""

    wave_id: str
    edition: Edition
    table: ShownTable
    subjects: dict[str, Any]


def opened(wave_id: str, *names: str) -> OpenedEdition:
    """The newest edition with these subjects.

    Aborts with 404 for a wave that is not there, and with a page that says what to wait for:
    until the wave is closed there are no subjects (method.md D.17 point 13).
    """
    with reading(installation_here().engine) as session:
        if not is_known(session, wave_id):
            abort(404)
        found = edition(session, wave_id)
        subjects = {name: subject(session, found, name) for name in names} if found else {}
    if found is None or not found.content["wave"]["closed"]:
        abort(make_response(render_template("evaluation/later.html", wave_id=wave_id), 200))
    if None in subjects.values():
        page = render_template("evaluation/waiting.html", what="Deze pagina", silent=False)
        abort(make_response(page, 202))
    table = shown_table(found.content, installation_here().catalogue)
    return OpenedEdition(wave_id, found, table, subjects)
