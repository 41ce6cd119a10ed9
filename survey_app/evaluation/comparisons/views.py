"""Pages: parties beside each other, and this wave beside the former one."""

from flask import Blueprint, render_template

from survey_app.evaluation.comparisons.presentation import (
    aspects,
    by_finding,
    changes,
    without_difference,
)
from survey_app.evaluation.publishing.pages import opened
from survey_app.evaluation.publishing.queries import FORMER
from survey_app.visits.staff_session import role_required


def add_to(blueprint: Blueprint) -> None:
    """The two pages."""
    blueprint.get("/<wave_id>/partijen")(parties)
    blueprint.get("/<wave_id>/vorige-meting")(former)


@role_required("evaluator", "council_reader")
def parties(wave_id: str) -> str:
    """Where parties judge differently: blind spots first."""
    page = opened(wave_id, "comparisons")
    found = aspects(page.table, page.subjects["comparisons"])
    return render_template(
        "evaluation/parties.html",
        page=page,
        findings=by_finding(found),
        others=without_difference(found),
    )


@role_required("evaluator", "council_reader")
def former(wave_id: str) -> str:
    """What changed since the former wave, and how small a change could have been seen."""
    page = opened(wave_id, "trend", FORMER)
    found = changes(page.table, page.subjects["trend"])
    return render_template(
        "evaluation/former.html",
        page=page,
        name=page.subjects[FORMER]["name"],
        changes=[one for one in found if one.arrow],
        others=[one for one in found if not one.arrow],
    )
