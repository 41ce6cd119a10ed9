"""Page: what the next wave asks about a measure."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.entry.fields import Typed
from survey_app.evaluation.entry.pages import held_of, staff_name
from survey_app.evaluation.measures.queries import measure_of, question_about
from survey_app.evaluation.measures.questions import (
    full_questionnaires,
    question_fields,
    read_question,
)
from survey_app.evaluation.measures.services import ask_about, ask_no_more
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")


def add_to(blueprint: Blueprint) -> None:
    """The page, and what its buttons do."""
    blueprint.get("/<wave_id>/maatregelen/vraag")(measure_question)
    blueprint.post("/<wave_id>/maatregelen/vraag")(ask_measure_question)
    blueprint.post("/<wave_id>/maatregelen/vraag/niet")(drop_measure_question)


@evaluator
def measure_question(wave_id: str, now: Typed | None = None) -> Response | str:
    """The question about a measure: empty, or as it was stored."""
    wave, held = held_of(wave_id, "maatregel", measure_of)
    if held is None:
        return _back(wave_id)
    with reading(installation_here().engine) as session:
        stored = question_about(session, held.measure.id)
    texts = {"vraag": stored.text, "aan": " ".join(stored.questionnaires)} if stored else {}
    catalogue = installation_here().catalogue
    return render_template(
        "evaluation/measure_question.html",
        wave=wave,
        measure=held.measure,
        fields=question_fields(catalogue),
        full=full_questionnaires(catalogue),
        typed=now or Typed(texts),
        is_asked=stored is not None,
    )


@evaluator
def ask_measure_question(wave_id: str) -> Response | tuple[Response | str, int]:
    """Store the question."""
    found = read_question(request.form, installation_here().catalogue)
    if found.errors:
        return measure_question(wave_id, found), 422
    measure_id = request.form.get("maatregel", "")
    try:
        ask_about(
            installation_here().engine,
            wave_id,
            measure_id,
            (found["vraag"], tuple(found["aan"].split())),
            staff_name(),
        )
    except BadInput as refused:
        flash(str(refused))
    return _back(wave_id, measure_id)


@evaluator
def drop_measure_question(wave_id: str) -> Response:
    """Ask it no more."""
    measure_id = request.form.get("maatregel", "")
    try:
        ask_no_more(installation_here().engine, wave_id, measure_id)
        flash("De volgende meting stelt deze vraag niet.")
    except BadInput as refused:
        flash(str(refused))
    return _back(wave_id, measure_id)


def _back(wave_id: str, anchor: str = "") -> Response:
    address = url_for("evaluation.measures", wave_id=wave_id, _anchor=anchor or None)
    return redirect(address, 303)
