"""Page: the two target groups (and age, and duration) beside each other: advies 3."""

from flask import Blueprint, abort, render_template, request

from survey_app.evaluation.breakdowns.presentation import BREAKDOWNS, CATEGORIES, group_rows
from survey_app.evaluation.publishing.pages import opened
from survey_app.evaluation.response.shown import heard
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>/doelgroepen")(groups)


@role_required("evaluator", "council_reader")
def groups(wave_id: str) -> str:
    """Whether both target groups were heard, and what each of them says."""
    breakdown = request.args.get("naar", "doelgroep")
    if breakdown not in BREAKDOWNS:
        abort(404)
    page = opened(wave_id, "groups", "response")
    return render_template(
        "evaluation/groups.html",
        page=page,
        breakdown=breakdown,
        breakdowns=BREAKDOWNS,
        categories=CATEGORIES[breakdown],
        heard=heard(
            page.subjects["response"],
            installation_here().catalogue,
            page.edition.table.versions,
        ),
        phases=group_rows(page.table, breakdown, page.subjects["groups"].get(breakdown, {})),
    )
