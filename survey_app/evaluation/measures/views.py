"""Pages: the register of measures, and recommendations of others with what became of them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.entry.fields import Typed, typed
from survey_app.evaluation.entry.pages import EnteredWave, entered_wave, held_of, staff_name
from survey_app.evaluation.evidence.entries import published_entries, register
from survey_app.evaluation.measures.forms import (
    MEASURE,
    RECOMMENDATION,
    STATE_NAMES,
    fields_of,
    filled,
    point_names,
    read_measure,
    state_fields,
)
from survey_app.evaluation.measures.presentation import shown_measures
from survey_app.evaluation.measures.queries import Follow, measure_of, measures_of, questions_about
from survey_app.evaluation.measures.questions import question_sentences, shown_noticed
from survey_app.evaluation.measures.services import Seen, delete_measure, save_measure, set_state
from survey_app.evaluation.publishing.pages import is_evaluator_of
from survey_app.evaluation.publishing.queries import edition, subject
from survey_app.organisations.asked.queries import asked_since
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

NOTICED = "noticed"  # the subject of an edition
evaluator = role_required("evaluator")


def add_to(blueprint: Blueprint) -> None:
    """The pages, and what their buttons do."""
    blueprint.get("/<wave_id>/maatregelen")(measures)
    blueprint.get("/<wave_id>/maatregelen/maatregel")(measure)
    blueprint.post("/<wave_id>/maatregelen/maatregel")(save_measure_now)
    blueprint.get("/<wave_id>/maatregelen/stand")(measure_state)
    blueprint.post("/<wave_id>/maatregelen/stand")(set_measure_state)
    blueprint.post("/<wave_id>/maatregelen/weg")(delete_measure_now)


@role_required("evaluator", "council_reader")
def measures(wave_id: str) -> str:
    """What is to be done and by whom; former states beside those of now."""
    with reading(installation_here().engine) as session:
        wave = entered_wave(session, wave_id)
        found = measures_of(session, wave_id)
        questions = question_sentences(
            questions_about(session, found), asked_since(session, wave.organisation_id)
        )
        published = edition(session, wave_id)
        told = subject(session, published, NOTICED) if published else None
        entries = published_entries(session, published.entries if published else None, wave_id)
    # Who only reads sees the register as it was published, who works on it as it is now.
    works_on_it = is_evaluator_of(wave.organisation_id)
    parts = [
        (kind, shown_measures(found, kind) if works_on_it else register(entries, kind))
        for kind in (MEASURE, RECOMMENDATION)
    ]
    return render_template(
        "evaluation/measures.html",
        wave=wave,
        parts=parts,
        waiting=sum(one.now is None for _, listed in parts for one in listed),
        noticed=shown_noticed(told or (), installation_here().catalogue),
        questions=questions,
    )


@evaluator
def measure(wave_id: str, now: Typed | None = None) -> str:
    """One measure: empty for a new one, else as it was stored."""
    wave, held = _held(wave_id)
    kind = held.measure.kind if held else _kind()
    texts = filled(held.measure) if held else {"point": request.args.get("punt", "")}
    return render_template(
        "evaluation/measure.html",
        wave=wave,
        kind=kind,
        measure_id=held.measure.id if held else "",
        may_delete=held is not None and held.measure.wave_id == wave_id,
        fields=fields_of(kind, _points()),
        typed=now or Typed(texts),
    )


@evaluator
def save_measure_now(wave_id: str) -> Response | tuple[str, int]:
    """Store the measure."""
    _, held = _held(wave_id)
    kind = held.measure.kind if held else _kind()
    found, said = read_measure(request.form, kind, _points())
    if said is None:
        return measure(wave_id, found), 422
    held_id = held.measure.id if held else None
    try:
        made = save_measure(installation_here().engine, wave_id, held_id, said, staff_name())
    except BadInput as refused:
        flash(str(refused))
        return _back(wave_id)
    return _back(wave_id, made)


@evaluator
def measure_state(wave_id: str, now: Typed | None = None) -> Response | str:
    """How far a measure is at this wave, beside what was said before."""
    wave, held = _held(wave_id)
    if held is None:
        return _back(wave_id)
    (shown,) = shown_measures([held], held.measure.kind)
    texts = {"state": held.now.state, "text": held.now.text} if held.now else {}
    return render_template(
        "evaluation/measure_state.html",
        wave=wave,
        measure=shown,
        fields=state_fields(held.measure.kind),
        typed=now or Typed(texts),
    )


@evaluator
def set_measure_state(wave_id: str) -> Response | tuple[Response | str, int]:
    """Store the state."""
    _, held = _held(wave_id)
    if held is None:
        abort(404)
    found = typed(request.form, state_fields(held.measure.kind))
    if found.errors:
        return measure_state(wave_id, found), 422
    engine, measure_id = installation_here().engine, held.measure.id
    try:
        set_state(engine, wave_id, measure_id, Seen(found["state"], found["text"]), staff_name())
    except BadInput as refused:
        flash(str(refused))
    return _back(wave_id, measure_id)


@evaluator
def delete_measure_now(wave_id: str) -> Response:
    """Take a measure away."""
    _held(wave_id)
    try:
        delete_measure(installation_here().engine, wave_id, request.form.get("maatregel", ""))
        flash("De maatregel is verwijderd.")
    except BadInput as refused:
        flash(str(refused))
    return _back(wave_id)


def _held(wave_id: str) -> tuple[EnteredWave, Follow | None]:
    return held_of(wave_id, "maatregel", measure_of)


def _kind() -> str:
    asked = request.values.get("soort", "")
    return asked if asked in STATE_NAMES else MEASURE


def _points() -> dict[str, str]:
    return point_names(installation_here().catalogue.framework)


def _back(wave_id: str, measure_id: str | None = None) -> Response:
    return redirect(url_for("evaluation.measures", wave_id=wave_id, _anchor=measure_id), 303)
