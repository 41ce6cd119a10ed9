"""Pages: making a framework of one's own, criterion by criterion."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.entry.fields import Typed, typed
from survey_app.evaluation.entry.pages import (
    EnteredWave,
    entered_wave,
    held_of,
    staff_name,
    wave_of,
)
from survey_app.evaluation.norms.own.forms import CRITERION, NAME, filled, read_criterion
from survey_app.evaluation.norms.own.queries import Framework, own_framework, own_frameworks
from survey_app.evaluation.norms.own.services import (
    delete_criterion,
    new_framework,
    save_criterion,
)
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")


def add_to(blueprint: Blueprint) -> None:
    """The pages, and what their buttons do."""
    here = "/<wave_id>/normen/eigen"
    blueprint.get(here)(own_norms)
    blueprint.post(here)(make_framework)
    blueprint.get(f"{here}/criterium")(own_criterion)
    blueprint.post(f"{here}/criterium")(save_criterion_now)
    blueprint.post(f"{here}/weg")(delete_criterion_now)


@evaluator
def own_norms(wave_id: str, now: Typed | None = None) -> str:
    """Every framework of one's own with its criteria, and a new one."""
    with reading(installation_here().engine) as session:
        wave = entered_wave(session, wave_id)
        found = own_frameworks(session, wave_id)
    return render_template(
        "evaluation/own_norms.html",
        wave=wave,
        frameworks=found,
        fields=NAME,
        typed=now or Typed({}),
    )


@evaluator
def make_framework(wave_id: str) -> Response | tuple[str, int]:
    """Make a framework, and go on to its first criterion."""
    wave_of(wave_id)
    found = typed(request.form, NAME)
    if found.errors:
        return own_norms(wave_id, found), 422
    try:
        made = new_framework(installation_here().engine, wave_id, found["name"], staff_name())
    except BadInput as refused:
        return own_norms(wave_id, found.with_error("name", str(refused))), 422
    return redirect(url_for("evaluation.own_criterion", wave_id=wave_id, kader=made), 303)


@evaluator
def own_criterion(wave_id: str, now: Typed | None = None) -> Response | str:
    """One criterion: empty for a new one, else as it was stored."""
    wave, found = _held(wave_id)
    if found is None:
        return _back(wave_id)
    asked = request.values.get("criterium", "")
    held = next((one for one in found.criteria if one.id == asked), None)
    last = found.criteria[-1] if found.criteria else None
    texts = {"norm": last.norm, "norm_text": last.norm_text} if last else {}
    return render_template(
        "evaluation/own_criterion.html",
        wave=wave,
        framework=found.framework,
        criterion_id=held.id if held else "",
        fields=CRITERION,
        typed=now or Typed(filled(held) if held else texts),
    )


@evaluator
def save_criterion_now(wave_id: str) -> Response | tuple[Response | str, int]:
    """Store the criterion."""
    _, found = _held(wave_id)
    if found is None:
        abort(404)
    with reading(installation_here().engine) as session:
        others = {
            criterion.norm: criterion.norm_text
            for one in own_frameworks(session, wave_id)
            for criterion in one.criteria
            if one.framework.id != found.framework.id
        }
    read, said = read_criterion(request.form, installation_here().catalogue.framework, others)
    if said is None:
        return own_criterion(wave_id, read), 422
    place = (found.framework.id, request.form.get("criterium") or None)
    try:
        save_criterion(installation_here().engine, wave_id, place, said, staff_name())
    except BadInput as refused:
        return own_criterion(wave_id, read.with_error("code", str(refused))), 422
    return _back(wave_id)


@evaluator
def delete_criterion_now(wave_id: str) -> Response:
    """Take a criterion away."""
    _, found = _held(wave_id)
    if found is None:
        abort(404)
    asked, engine = request.form.get("criterium", ""), installation_here().engine
    delete_criterion(engine, wave_id, found.framework.id, asked, staff_name())
    flash("Het criterium is verwijderd.")
    return _back(wave_id)


def _held(wave_id: str) -> tuple[EnteredWave, Framework | None]:
    return held_of(wave_id, "kader", own_framework)


def _back(wave_id: str) -> Response:
    return redirect(url_for("evaluation.own_norms", wave_id=wave_id), 303)
