"""Page: who answered, whom that stands for, and what would tip a judgement."""

from flask import Blueprint, render_template

from survey_app.evaluation.publishing.pages import opened
from survey_app.evaluation.response.shown import (
    heard,
    shown_responses,
    shown_weighted,
    tipping_points,
)
from survey_app.evaluation.response.shown_stopping import shown_stopping
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

MOST_TIPPING = 12


def add_to(blueprint: Blueprint) -> None:
    """The page."""
    blueprint.get("/<wave_id>/respons")(response)


@role_required("evaluator", "council_reader")
def response(wave_id: str) -> str:
    """The response to every questionnaire, and how firm the lights are."""
    page = opened(wave_id, "response", "tipping", "weighted")
    catalogue = installation_here().catalogue
    found, table = page.subjects["response"], page.edition.table
    weighted, refused = shown_weighted(page.table, page.subjects["weighted"])
    return render_template(
        "evaluation/response.html",
        page=page,
        responses=shown_responses(found, catalogue, table.versions, table.wave.minimum),
        weighted=weighted,
        refused=refused,
        stopping=shown_stopping(found, table, catalogue),
        heard=heard(found, catalogue, table.versions),
        tipping=tipping_points(page.table, page.subjects["tipping"]["lights"])[:MOST_TIPPING],
    )
