"""Metingen: every wave, a plan to be, and one wave with what may still be done to it."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for

from survey_app.clock import today
from survey_app.database import only_of, reading
from survey_app.errors import BadInput, NameTaken
from survey_app.fieldwork.calls.queries import all_waves
from survey_app.fieldwork.outlook.margins import asked_of
from survey_app.fieldwork.waves.forms import WaveForm, wave_form, with_errors
from survey_app.fieldwork.waves.plan_page import (
    expected_part,
    places,
    plan_page,
    read_file,
)
from survey_app.fieldwork.waves.presentation import WavePage, form_of, lines, wave_page_of
from survey_app.fieldwork.waves.services import new_wave
from survey_app.fieldwork.waves.services_changing import (
    change_wave,
    delete_wave,
    end_wave,
    set_paused,
)
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here
from survey_app.web.uploads import takes_file

fieldworker = role_required("fieldworker")
LARGEST = 2 * 1024 * 1024  # a file with numbers of people
TAKEN = "Er is al een meting met deze naam. Kies een andere."
ANSWERED = "Deze meting kan niet meer veranderen: er is al geantwoord, of zij is afgesloten."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/metingen", "planned_waves", planned_waves, methods=["GET"])
    rule("/metingen/nieuw", "plan", plan, methods=["GET"])
    rule("/metingen/nieuw", "plan_now", plan_now, methods=["POST"])
    rule("/metingen/nieuw/bereken", "reckon", reckon, methods=["POST"])
    one = "/metingen/<wave_id>"
    rule(one, "planned_wave", planned_wave, methods=["GET"])
    rule(f"{one}/wijzigen", "change", change, methods=["GET"])
    rule(f"{one}/wijzigen", "change_now", change_now, methods=["POST"])
    rule(f"{one}/pauze", "pause", pause, methods=["POST"])
    rule(f"{one}/verwijderen", "ask_delete", ask_delete, methods=["GET"])
    rule(f"{one}/verwijderen", "delete_now", delete_now, methods=["POST"])
    rule(f"{one}/afsluiten", "ask_close", ask_close, methods=["GET"])
    rule(f"{one}/afsluiten", "close_now", close_now, methods=["POST"])


@fieldworker
def planned_waves() -> str:
    """Every wave of one's organisations, the newest first."""
    with reading(installation_here().engine) as session:
        found = lines(session, all_waves(session), today())
    ready = [one for one in found if one.follows and one.kind in ("draft", "checked")]
    many = len(places()) > 1
    return render_template("fieldwork/planned_waves.html", waves=found, ready=ready, many=many)


@fieldworker
def plan() -> str:
    """An empty plan, or one that begins as a copy of an earlier wave."""
    earlier = request.args.get("van", "")
    form = form_of(installation_here(), earlier) if earlier else None
    if earlier and form is None:
        abort(404)
    codes = frozenset(one.code for one in asked_of(installation_here().catalogue))
    return plan_page(form or WaveForm(asked=codes))


@fieldworker
def reckon() -> Response:
    """What to expect of the plan as it is typed so far, as a part of its page; nothing is kept."""
    form = wave_form(request.form, asked_of(installation_here().catalogue))
    return jsonify(part=expected_part(form))


@fieldworker
@takes_file(LARGEST)
def plan_now() -> Any:
    """Reckon with what was typed, or make the wave."""
    form = wave_form(request.form, asked_of(installation_here().catalogue))
    if "reckon" in request.form:
        return plan_page(with_errors(form, {}))
    if "read" in request.form:
        return plan_page(read_file(form))
    mine = places()
    place = form.organisation if len(mine) > 1 else next(iter(mine), "")
    if place not in mine:
        form = with_errors(form, {**form.errors, "organisation": "Kies een organisatie."})
    if form.errors:
        return plan_page(form), 422
    try:
        with only_of([place]):
            wave_id = new_wave(installation_here(), form.plan(mine[place]))
    except NameTaken:
        return plan_page(with_errors(form, {"name": TAKEN})), 422
    return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)


@fieldworker
def planned_wave(wave_id: str) -> str:
    """One wave: its facts, and what may still be done to it."""
    return _page("fieldwork/planned_wave.html", _wave(wave_id))


@fieldworker
def change(wave_id: str) -> Any:
    """The plan of a wave, to correct."""
    wave = _wave(wave_id)
    form = form_of(installation_here(), wave_id, whole=True)
    if form is None or not wave.may_change:
        return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)
    return plan_page(form, wave)


@fieldworker
@takes_file(LARGEST)
def change_now(wave_id: str) -> Any:
    """Reckon with what was typed, or correct the wave."""
    wave = _wave(wave_id)
    about = tuple(one for one in asked_of(installation_here().catalogue) if one.code in wave.asked)
    form = wave_form(request.form, about)
    form = with_errors(form, {k: v for k, v in form.errors.items() if k != "mode"})
    if "reckon" in request.form:
        return plan_page(with_errors(form, {}), wave)
    if "read" in request.form:
        return plan_page(read_file(form, wave), wave)
    if form.errors:
        return plan_page(form, wave), 422
    try:
        with only_of([wave.organisation_id]):
            change_wave(installation_here(), wave.name, form.change(wave.counted))
    except NameTaken:
        return plan_page(with_errors(form, {"name": TAKEN}), wave), 422
    except BadInput:
        return _page("fieldwork/planned_wave.html", wave, refusal=ANSWERED), 409
    return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)


@fieldworker
def pause(wave_id: str) -> Any:
    """Let nobody answer for a while, or go on."""
    wave = _wave(wave_id)
    set_paused(installation_here(), wave.id, "pause" in request.form)
    return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)


@fieldworker
def ask_delete(wave_id: str) -> str:
    """What goes away with a wave."""
    return _page("fieldwork/delete_wave.html", _wave(wave_id))


@fieldworker
def delete_now(wave_id: str) -> Any:
    """Delete a wave that nobody has answered in."""
    wave = _wave(wave_id)
    try:
        with only_of([wave.organisation_id]):
            delete_wave(installation_here(), wave.name)
    except BadInput:
        return _page("fieldwork/planned_wave.html", _wave(wave_id), refusal=ANSWERED), 409
    return redirect(url_for("fieldwork.planned_waves"), 303)


@fieldworker
def ask_close(wave_id: str) -> str:
    """What becomes final when a wave is closed."""
    return _page("fieldwork/close_wave.html", _wave(wave_id))


@fieldworker
def close_now(wave_id: str) -> Any:
    """Close the wave, when somebody has said twice to want that."""
    wave = _wave(wave_id)
    if "sure" not in request.form:
        return _page("fieldwork/close_wave.html", wave, refusal="Zet eerst het vinkje."), 422
    if wave.is_live:
        end_wave(installation_here(), wave.id)
    return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)


def _wave(wave_id: str) -> WavePage:
    found = wave_page_of(installation_here(), wave_id, today())
    if found is None:
        abort(404)
    return found


def _page(template: str, wave: WavePage, refusal: str = "") -> str:
    return render_template(template, wave=wave, refusal=refusal)
