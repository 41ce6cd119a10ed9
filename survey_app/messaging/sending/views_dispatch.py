"""How a dispatch goes: a bar, numbers that add up, who failed and why, pause and go on."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.database import reading
from survey_app.health.queries import worker_is_silent
from survey_app.messaging.outbox.services_dispatch import set_paused
from survey_app.messaging.outbox.status import troubled_of
from survey_app.messaging.sending.pages import WaveHere, fieldworker, found_wave
from survey_app.messaging.sending.presentation import DispatchLine, dispatch_line
from survey_app.messaging.sending.queries import states
from survey_app.models import Dispatch
from survey_app.web.current import installation_here

MOST_SHOWN = 200


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule, one = blueprint.add_url_rule, "/<wave_id>/verzending/<dispatch_id>"
    rule(one, "dispatch", dispatch, methods=["GET"])
    rule(f"{one}/pauze", "pause", pause, methods=["POST"])


@fieldworker
def dispatch(wave_id: str, dispatch_id: str) -> str:
    """One dispatch as it stands now."""
    installation = installation_here()
    here, found, line = _one(wave_id, dispatch_id)
    told, number = troubled_of(installation, dispatch_id, MOST_SHOWN)
    with reading(installation.engine) as session:
        silent = not line.is_done and worker_is_silent(session)
    return render_template(
        "sending/dispatch.html",
        wave=here,
        dispatch=line,
        way=found.way,
        number=found.number,
        troubled=told,
        more=number - len(told),
        silent=silent,
    )


@fieldworker
def pause(wave_id: str, dispatch_id: str) -> Any:
    """Hold it up, or let it go on."""
    _one(wave_id, dispatch_id)
    set_paused(installation_here(), dispatch_id, "pause" in request.form)
    place = url_for("sending.dispatch", wave_id=wave_id, dispatch_id=dispatch_id)
    return redirect(place, 303)


def _one(wave_id: str, dispatch_id: str) -> tuple[WaveHere, Dispatch, DispatchLine]:
    installation, here = installation_here(), found_wave(wave_id)
    with reading(installation.engine) as session:
        found = session.get(Dispatch, dispatch_id)
        if found is None or found.wave_id != wave_id:
            abort(404)
        known = states(session, [dispatch_id])[dispatch_id]
    return here, found, dispatch_line(installation, found, known, here.versions)
