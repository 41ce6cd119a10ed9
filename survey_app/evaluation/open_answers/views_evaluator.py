"""Page: what people wrote, as counts of themes and as approved quotes."""

from flask import Blueprint, render_template

from survey_app.database import reading
from survey_app.evaluation.open_answers.presentation import shown_questionnaires
from survey_app.evaluation.open_answers.queries import read_of_wave
from survey_app.evaluation.open_answers.second.presentation import shown_agreement
from survey_app.evaluation.open_answers.second.queries import read_twice_of
from survey_app.evaluation.open_answers.words import LABELS, MINIMUM
from survey_app.evaluation.publishing.pages import opened
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>/open-antwoorden")(open_answers)


@role_required("evaluator")
def open_answers(wave_id: str) -> str:
    """Themes by class and approved quotes, as far as the reviewer has read.

    The edition says of which questionnaires there is anything to tell.
    """
    page = opened(wave_id, "open_answers")
    told = [code for code, one in page.subjects["open_answers"].items() if one["n"] is not None]
    with reading(installation_here().engine) as session:
        read = read_of_wave(session, wave_id)
        twice = read_twice_of(session, wave_id)
    catalogue, versions = installation_here().catalogue, page.edition.table.versions
    return render_template(
        "evaluation/open_answers.html",
        page=page,
        questionnaires=shown_questionnaires(read, told, catalogue, versions),
        labels=LABELS,
        minimum=MINIMUM,
        agreed=shown_agreement(twice.agreement) if told else None,
    )
