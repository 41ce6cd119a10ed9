"""Page: the norms of Uithoorn and of Hillegom, Lisse and Noordwijkerhout, with their evidence."""

from flask import Blueprint, render_template

from survey_app.evaluation.judging.pages import judgements_here
from survey_app.evaluation.norms.presentation import shown_norms
from survey_app.evaluation.publishing.pages import opened
from survey_app.visits.staff_session import role_required


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>/normen")(norms)


@role_required("evaluator", "council_reader")
def norms(wave_id: str) -> str:
    """Every norm with the light that the data propose and what a person concluded."""
    page = opened(wave_id, "norms")
    return render_template(
        "evaluation/norms.html",
        page=page,
        frameworks=shown_norms(page.subjects["norms"]),
        judgements=judgements_here(page, "norm"),
    )
