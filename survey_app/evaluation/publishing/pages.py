"""Opening a published edition for a page: what every page of a wave begins with."""

from dataclasses import dataclass
from typing import Any

from flask import abort, make_response, render_template
from sqlalchemy.orm import Session

from survey_app.database import reading
from survey_app.evaluation.publishing.queries import KEPT, Edition, edition, is_known, subject
from survey_app.evaluation.table1.presentation import ShownTable, shown_table
from survey_app.models import Wave
from survey_app.visits.staff_session import current_staff
from survey_app.web.current import installation_here


@dataclass(frozen=True, slots=True)
class OpenedEdition:
    """The newest edition of a wave as its pages show it, and the subjects that were asked for."""

    wave_id: str
    organisation_id: str
    edition: Edition
    table: ShownTable
    subjects: dict[str, Any]
    kept_from: int | None = None  # the number of the edition whose subjects these still are


def opened(wave_id: str, *names: str) -> OpenedEdition:
    """The newest edition with these subjects.

    Aborts with 404 for a wave that is not there, and with a page that says what to wait for:
    until the wave is closed there are no subjects (method.md D.17 point 13).
    """
    with reading(installation_here().engine) as session:
        if not is_known(session, wave_id):
            abort(404)
        organisation_id = session.get_one(Wave, wave_id).organisation_id
        found = edition(session, wave_id)
        subjects = {name: subject(session, found, name) for name in names} if found else {}
        kept = subject(session, found, KEPT) if found else None
    if found is None or not found.table.wave.closed:
        abort(make_response(later(wave_id, organisation_id), 200))
    if None in subjects.values():
        page = render_template("evaluation/waiting.html", what="Deze pagina", silent=False)
        abort(make_response(page, 202))
    table = shown_table(found.table, installation_here().catalogue)
    kept_from = kept["edition"] if kept else None
    return OpenedEdition(wave_id, organisation_id, found, table, subjects, kept_from)


def later(wave_id: str, organisation_id: str) -> str:
    """The page that says what to wait for while a wave is open."""
    return render_template(
        "evaluation/later.html", wave_id=wave_id, organisation_id=organisation_id
    )


def readable_edition(session: Session, wave_id: str) -> Edition | None:
    """The newest edition that this person may read, None while there is none.

    An interim edition is for evaluators of the organisation; others wait for the closed wave.
    Aborts with 404 for a wave that is not there.
    """
    if not is_known(session, wave_id):
        abort(404)
    wave = session.get_one(Wave, wave_id)
    found = edition(session, wave_id)
    if found is None or found.table.wave.closed:
        return found
    return found if is_evaluator_of(wave.organisation_id) else None


def is_evaluator_of(organisation_id: str) -> bool:
    """Whether the person of this request is an evaluator there."""
    staff = current_staff()
    return staff is not None and organisation_id in staff.organisations(("evaluator",))
