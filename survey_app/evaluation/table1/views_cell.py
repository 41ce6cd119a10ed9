"""Page: one cell of Tabel 1 with everything that was published about it."""

from typing import Any

from flask import Blueprint, abort, render_template
from sqlalchemy.orm import Session

from survey_app.database import reading
from survey_app.evaluation.breakdowns.presentation import groups_of_cell
from survey_app.evaluation.comparisons.presentation import changes
from survey_app.evaluation.comparisons.run_chart import run_chart
from survey_app.evaluation.evidence.uses import uses_of
from survey_app.evaluation.open_answers.presentation import shown_questionnaires
from survey_app.evaluation.open_answers.queries import read_of_wave
from survey_app.evaluation.publishing.pages import is_evaluator_of, readable_edition
from survey_app.evaluation.publishing.queries import FORMER, KEPT, Edition, subject
from survey_app.evaluation.table1.presentation import ShownCell, ShownRow, ShownTable, shown_table
from survey_app.evaluation.table1.questions import cell_distribution, cell_questions
from survey_app.models import Wave
from survey_app.visits.roles import RESULTS
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

SUBJECTS = ("trend", "history", "groups", "open_answers", FORMER, KEPT)


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>/tabel-1/<cell_code>")(cell)


@role_required(*RESULTS)
def cell(wave_id: str, cell_code: str) -> str:
    """What it says in words, how it is spread, its questions beside those of others, and its use.

    Everything comes from one edition; of an open wave there is the cell alone.
    """
    catalogue = installation_here().catalogue
    with reading(installation_here().engine) as session:
        found = readable_edition(session, wave_id)
        if found is None:
            abort(404)
        subjects = {name: subject(session, found, name) for name in SUBJECTS}
        owner = session.get_one(Wave, wave_id).organisation_id
        quotes = _quotes(session, found, wave_id, cell_code, subjects["open_answers"])
    view = shown_table(found.table, catalogue)
    shown = view.cell(cell_code)
    if shown is None:
        abort(404)
    return render_template(
        "evaluation/cell.html",
        wave_id=wave_id,
        organisation_id=owner,
        table=view,
        cell=shown,
        row=_row(view, shown),
        kept_from=(subjects[KEPT] or {}).get("edition"),
        edition=found,
        former=(subjects[FORMER] or {}).get("name"),
        changes=[one for one in changes(view, subjects["trend"] or ()) if one.cell == shown],
        chart=run_chart((subjects["history"] or {}).get(cell_code)),
        groups=groups_of_cell(cell_code, subjects["groups"] or {}),
        bars=cell_distribution(found.table, catalogue, cell_code),
        asked=[(one, _asked(found, one)) for one in _row(view, shown).asked],
        quotes=quotes,
        uses=uses_of(catalogue.framework, cell_code),
    )


def _row(view: ShownTable, shown: ShownCell) -> ShownRow:
    return next(row for phase in view.phases for row in phase.rows if shown in row.cells)


def _asked(found: Edition, one: ShownCell) -> Any:
    return cell_questions(found.table, installation_here().catalogue, one.code)


def _quotes(
    session: Session, found: Edition, wave_id: str, code: str, told: dict[str, Any] | None
) -> Any:
    """Approved quotes of the questionnaire behind the cell: for evaluators, as on their own page.

    They are quotes of people who filled in that questionnaire, about anything.
    """
    told_cell = found.table.cells.get(code)
    questionnaire = told_cell.questionnaire if told_cell is not None else None
    owner = session.get_one(Wave, wave_id).organisation_id
    if not is_evaluator_of(owner) or questionnaire not in (told or {}):
        return ()
    if (told or {})[questionnaire]["n"] is None:
        return ()
    read = read_of_wave(session, wave_id)
    catalogue, versions = installation_here().catalogue, found.table.versions
    return [
        quotes
        for one in shown_questionnaires(read, [questionnaire], catalogue, versions)
        for quotes in one.quotes
    ]
