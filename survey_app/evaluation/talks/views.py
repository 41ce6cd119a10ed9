"""Pages: talks with people, their guide, notes without names, and quotes."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.entry.fields import Typed
from survey_app.evaluation.entry.pages import (
    EnteredWave,
    entered_wave,
    held_of,
    staff_name,
    wave_of,
)
from survey_app.evaluation.open_answers.words import THEMES
from survey_app.evaluation.publishing.pages import is_evaluator_of
from survey_app.evaluation.talks.forms import KINDS, note_fields, read_note, read_talk, talk_fields
from survey_app.evaluation.talks.guide import CLOSING, OPENING, PROMPTS, guide
from survey_app.evaluation.talks.queries import talk_of, talks_of
from survey_app.evaluation.talks.services import add_note, add_talk, delete_talk
from survey_app.evaluation.talks.told import NOTICE, talk_quotes
from survey_app.models import Talk
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")


def add_to(blueprint: Blueprint) -> None:
    """The pages, and what their buttons do."""
    blueprint.get("/<wave_id>/gesprekken")(talks)
    blueprint.get("/<wave_id>/gesprekken/gesprek")(talk)
    blueprint.post("/<wave_id>/gesprekken/gesprek")(add_talk_now)
    blueprint.post("/<wave_id>/gesprekken/weg")(delete_talk_now)
    blueprint.get("/<wave_id>/gesprekken/aantekening")(talk_note)
    blueprint.post("/<wave_id>/gesprekken/aantekening")(add_note_now)


@role_required("evaluator", "council_reader")
def talks(wave_id: str) -> str:
    """Approved quotes for everybody; for evaluators also every talk with its notes."""
    with reading(installation_here().engine) as session:
        wave = entered_wave(session, wave_id)
        found = talks_of(session, wave_id)
    framework = installation_here().catalogue.framework
    return render_template(
        "evaluation/talks.html",
        wave=wave,
        quotes=talk_quotes(found) if wave.is_closed else [],
        talks=found if is_evaluator_of(wave.organisation_id) else [],
        reader=staff_name(),
        notice=NOTICE,
        kinds=KINDS,
        parties=framework.parties,
        phases=framework.phases,
        themes=THEMES,
    )


@evaluator
def talk(wave_id: str, now: Typed | None = None) -> str:
    """The form of a new talk."""
    wave = wave_of(wave_id)
    fields = talk_fields(installation_here().catalogue.framework)
    return render_template("evaluation/talk.html", wave=wave, fields=fields, typed=now or Typed({}))


@evaluator
def add_talk_now(wave_id: str) -> Response | tuple[str, int]:
    """Store the talk, and go on to its guide and first note."""
    wave_of(wave_id)
    found, said = read_talk(request.form, installation_here().catalogue.framework)
    if said is None:
        return talk(wave_id, found), 422
    made = add_talk(installation_here().engine, wave_id, said, staff_name())
    return redirect(url_for("evaluation.talk_note", wave_id=wave_id, gesprek=made), 303)


@evaluator
def delete_talk_now(wave_id: str) -> Response:
    """Take the talk away."""
    _, held = _held(wave_id)
    if held is None:
        abort(404)
    try:
        delete_talk(installation_here().engine, wave_id, held.id)
        flash("Het gesprek is verwijderd.")
    except BadInput as refused:
        flash(str(refused))
    return redirect(url_for("evaluation.talks", wave_id=wave_id), 303)


@evaluator
def talk_note(wave_id: str, now: Typed | None = None) -> str | Response:
    """The guide of a talk, and the form of a note."""
    wave, found = _held(wave_id)
    if found is None:
        return redirect(url_for("evaluation.talks", wave_id=wave_id), 303)
    catalogue = installation_here().catalogue
    return render_template(
        "evaluation/talk_note.html",
        wave=wave,
        talk=found,
        kind=KINDS[found.kind],
        party=catalogue.framework.parties[found.party],
        subjects=guide(catalogue, found.party, found.phase),
        opening=OPENING,
        prompts=PROMPTS,
        closing=CLOSING,
        fields=note_fields(),
        typed=now or Typed({}),
    )


@evaluator
def add_note_now(wave_id: str) -> Response | tuple[str | Response, int]:
    """Seal the note for the worker."""
    _, held = _held(wave_id)
    if held is None:
        abort(404)
    found, said = read_note(request.form, installation_here().catalogue.framework)
    if said is None:
        return talk_note(wave_id, found), 422
    try:
        add_note(installation_here(), wave_id, held.id, said)
        flash("De aantekening is bewaard. Over een minuut is zij nagekeken op namen.")
    except BadInput as refused:
        flash(str(refused))
    return redirect(url_for("evaluation.talks", wave_id=wave_id, _anchor=held.id), 303)


def _held(wave_id: str) -> tuple[EnteredWave, Talk | None]:
    return held_of(wave_id, "gesprek", talk_of)
