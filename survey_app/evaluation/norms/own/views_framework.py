"""Page: the name of a framework of one's own, and taking away one without criteria."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.errors import BadInput
from survey_app.evaluation.entry.fields import Typed, typed
from survey_app.evaluation.entry.pages import held_of, staff_name
from survey_app.evaluation.norms.own.forms import NAME
from survey_app.evaluation.norms.own.queries import own_framework
from survey_app.evaluation.norms.own.services import delete_framework, rename_framework
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")


def add_to(blueprint: Blueprint) -> None:
    """The page, and what its buttons do."""
    here = "/<wave_id>/normen/eigen/kader"
    blueprint.get(here)(framework_name)
    blueprint.post(here)(rename_framework_now)
    blueprint.post(f"{here}/weg")(delete_framework_now)


@evaluator
def framework_name(wave_id: str, now: Typed | None = None) -> Response | str:
    """The name as it is."""
    wave, found = held_of(wave_id, "kader", own_framework)
    if found is None:
        return _back(wave_id)
    return render_template(
        "evaluation/own_framework.html",
        wave=wave,
        framework=found.framework,
        may_delete=not found.criteria,
        fields=NAME,
        typed=now or Typed({"name": found.framework.name}),
    )


@evaluator
def rename_framework_now(wave_id: str) -> Response | tuple[Response | str, int]:
    """Store the name."""
    _, held = held_of(wave_id, "kader", own_framework)
    if held is None:
        abort(404)
    found, framework_id = typed(request.form, NAME), held.framework.id
    if found.errors:
        return framework_name(wave_id, found), 422
    engine = installation_here().engine
    try:
        rename_framework(engine, wave_id, framework_id, found["name"], staff_name())
    except BadInput as refused:
        return framework_name(wave_id, found.with_error("name", str(refused))), 422
    return _back(wave_id)


@evaluator
def delete_framework_now(wave_id: str) -> Response:
    """Take the framework away."""
    _, held = held_of(wave_id, "kader", own_framework)
    if held is None:
        abort(404)
    try:
        delete_framework(installation_here().engine, wave_id, held.framework.id)
        flash("Het kader is verwijderd.")
    except BadInput as refused:
        flash(str(refused))
    return _back(wave_id)


def _back(wave_id: str) -> Response:
    return redirect(url_for("evaluation.own_norms", wave_id=wave_id), 303)
