"""Herinneringen: the scheme by which a wave reminds by itself."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from survey_app.database import reading
from survey_app.messaging.outbox.services_scheme import Scheme, hold_scheme, keep_scheme
from survey_app.messaging.sending.forms import SchemeForm, form_of, scheme_form
from survey_app.messaging.sending.pages import WaveHere, fieldworker, found_wave
from survey_app.models import ReminderScheme
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/<wave_id>/herinneringen", "scheme", scheme, methods=["GET"])
    rule("/<wave_id>/herinneringen", "keep", keep, methods=["POST"])
    rule("/<wave_id>/herinneringen/tegenhouden", "hold", hold, methods=["POST"])


@fieldworker
def scheme(wave_id: str) -> str:
    """The scheme of a wave, to change."""
    here = found_wave(wave_id)
    with reading(installation_here().engine) as session:
        return _page(here, form_of(session.get(ReminderScheme, wave_id)))


@fieldworker
def keep(wave_id: str) -> Any:
    """Keep the scheme."""
    here, form = found_wave(wave_id), scheme_form(request.form)
    if form.errors:
        return _page(here, form), 422
    wanted = Scheme(form.is_on, form.most, *form.numbers)
    keep_scheme(installation_here(), wave_id, wanted)
    return redirect(url_for("sending.wave", wave_id=wave_id), 303)


@fieldworker
def hold(wave_id: str) -> Any:
    """Hold the reminders back, or let them go on."""
    found_wave(wave_id)
    hold_scheme(installation_here(), wave_id, "hold" in request.form)
    return redirect(url_for("sending.wave", wave_id=wave_id), 303)


def _page(here: WaveHere, form: SchemeForm) -> str:
    return render_template("sending/scheme.html", wave=here, form=form)
