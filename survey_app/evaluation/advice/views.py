"""Page: the eleven deeladviezen, point by point, with their evidence."""

from flask import Blueprint, render_template

from survey_app.evaluation.advice.pages import points_here
from survey_app.evaluation.advice.presentation import shown_advices
from survey_app.evaluation.judging.pages import judgements_here
from survey_app.evaluation.publishing.pages import opened
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>/deeladviezen")(advices)


@role_required("evaluator", "council_reader")
def advices(wave_id: str) -> str:
    """Every point with what is known of it and what is missing."""
    page = opened(wave_id, "advice")
    found = shown_advices(points_here(page), installation_here().catalogue)
    points = [point for advice in found for point in advice.points]
    return render_template(
        "evaluation/advices.html",
        page=page,
        advices=found,
        judgements=judgements_here(page, "point"),
        points=len(points),
        known=sum(bool(point.known) for point in points),
    )
