"""Page: the norms of Uithoorn and of Hillegom, Lisse and Noordwijkerhout, with their evidence."""

from flask import Blueprint, render_template

from survey_app.database import reading
from survey_app.evaluation.judging.pages import judgements_here
from survey_app.evaluation.norms.own.queries import OWN_NORMS, own_frameworks
from survey_app.evaluation.norms.presentation import shown_norms
from survey_app.evaluation.publishing.pages import opened
from survey_app.evaluation.publishing.queries import subject
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>/normen")(norms)


@role_required("evaluator", "council_reader")
def norms(wave_id: str) -> str:
    """Every norm with the light that the data propose and what a person concluded."""
    page = opened(wave_id, "norms")
    with reading(installation_here().engine) as session:
        own = subject(session, page.edition, OWN_NORMS) or []
        waits = bool(own_frameworks(session, wave_id)) and not own
    catalogue = installation_here().catalogue
    return render_template(
        "evaluation/norms.html",
        page=page,
        frameworks=shown_norms([*own, *page.subjects["norms"]], catalogue),
        waits=waits,
        judgements=judgements_here(page, "norm"),
    )
