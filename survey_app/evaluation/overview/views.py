"""Where an evaluator starts: what stands out in this wave, each one click from its page."""

from flask import Blueprint, render_template

from survey_app.evaluation.advice.pages import points_here
from survey_app.evaluation.advice.presentation import ShownAdvice, ShownPoint, shown_advices
from survey_app.evaluation.comparisons.presentation import aspects, by_finding, changes
from survey_app.evaluation.publishing.pages import opened
from survey_app.evaluation.publishing.queries import FORMER
from survey_app.evaluation.response.shown import tipping_points
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

MOST = 5
CLOSE = 0.5  # a light this near its tipping point deserves caution


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>")(overview)


@role_required("evaluator", "council_reader")
def overview(wave_id: str) -> str:
    """Lowest judgements, largest differences, what changed, and what still lacks evidence."""
    page = opened(wave_id, "comparisons", "trend", "advice", "tipping", FORMER)
    subjects, catalogue = page.subjects, installation_here().catalogue
    moved = [one for one in changes(page.table, subjects["trend"]) if one.arrow]
    tipping = tipping_points(page.table, subjects["tipping"]["lights"])
    return render_template(
        "evaluation/overview.html",
        page=page,
        findings=by_finding(aspects(page.table, subjects["comparisons"])),
        changes=moved[:MOST],
        former=subjects[FORMER]["name"],
        bare=without_evidence(shown_advices(points_here(page), catalogue)),
        tipping=[one for one in tipping if one.distance <= CLOSE][:MOST],
    )


def without_evidence(advices: list[ShownAdvice]) -> list[ShownPoint]:
    """The points of which nothing is known yet."""
    return [point for advice in advices for point in advice.points if not point.known]
