"""How a dispatch goes: a bar, numbers that add up, who failed and why, pause and go on."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    url_for,
)

from survey_app.database import reading
from survey_app.health.queries import worker_is_silent
from survey_app.messaging.letters.services_dispatch import letter_files, mark_again
from survey_app.messaging.outbox.services_dispatch import set_paused
from survey_app.messaging.outbox.status import sent_of, troubled_of
from survey_app.messaging.sending.pages import WaveHere, fieldworker, found_wave
from survey_app.messaging.sending.presentation import DispatchLine, dispatch_line
from survey_app.messaging.sending.queries import named_together, states
from survey_app.models import Dispatch
from survey_app.stores.wave_files import letters_folder
from survey_app.visits.staff_session import asked_again
from survey_app.web.current import installation_here

MOST_SHOWN = 200
PAGE = 50


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule, one = blueprint.add_url_rule, "/<wave_id>/verzending/<dispatch_id>"
    rule(one, "dispatch", dispatch, methods=["GET"])
    rule(f"{one}/pauze", "pause", pause, methods=["POST"])
    rule(f"{one}/brieven", "letters", letters, methods=["GET"])
    rule(f"{one}/brieven", "letters_again", letters_again, methods=["POST"])
    rule(f"{one}/bestand/<file_name>", "letter_file", letter_file, methods=["GET"])


@fieldworker
def dispatch(wave_id: str, dispatch_id: str) -> str:
    """One dispatch as it stands now."""
    installation = installation_here()
    here, found, line = _one(wave_id, dispatch_id)
    told, number = troubled_of(installation, dispatch_id, MOST_SHOWN)
    with reading(installation.engine) as session:
        naming, named = named_together(session, dispatch_id)
        # a worker that hands messages over gives no other sign of life meanwhile
        silent = not (line.is_done or line.in_hand) and worker_is_silent(session)
    return render_template(
        "sending/dispatch.html",
        wave=here,
        dispatch=line,
        way=found.way,
        number=found.number,
        by_command=found.by_command,
        naming=naming,
        named=named,
        troubled=told,
        more=number - len(told),
        silent=silent,
        files=letter_files(installation.config.home, wave_id, dispatch_id),
        again="opnieuw" in request.args,
    )


@fieldworker
def pause(wave_id: str, dispatch_id: str) -> Any:
    """Hold it up, or let it go on."""
    _one(wave_id, dispatch_id)
    set_paused(installation_here(), dispatch_id, "pause" in request.form)
    place = url_for("sending.dispatch", wave_id=wave_id, dispatch_id=dispatch_id)
    return redirect(place, 303)


@fieldworker
@asked_again
def letters(wave_id: str, dispatch_id: str) -> str:
    """Who got a letter, to choose whose letters are to be printed once more."""
    return _letters_page(wave_id, dispatch_id)


@fieldworker
@asked_again
def letters_again(wave_id: str, dispatch_id: str) -> Any:
    """Ask the worker for these letters once more."""
    _one(wave_id, dispatch_id)
    chosen = request.form.getlist("message")[:PAGE]
    if not chosen:
        return _letters_page(wave_id, dispatch_id, "Kies ten minste één brief."), 422
    mark_again(installation_here(), dispatch_id, chosen, wanted_again=True)
    place = url_for("sending.dispatch", wave_id=wave_id, dispatch_id=dispatch_id, opnieuw=1)
    return redirect(place, 303)


@fieldworker
@asked_again
def letter_file(wave_id: str, dispatch_id: str, file_name: str) -> Any:
    """A file with letters or addresses, as the worker made it."""
    _one(wave_id, dispatch_id)
    home = installation_here().config.home
    if file_name not in {one.name for one in letter_files(home, wave_id, dispatch_id)}:
        abort(404)
    path = letters_folder(home, wave_id, dispatch_id) / file_name
    kind = "text/csv; charset=utf-8" if path.suffix == ".csv" else "application/pdf"
    response = Response(path.read_bytes(), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _letters_page(wave_id: str, dispatch_id: str, refusal: str = "") -> str:
    here, _, line = _one(wave_id, dispatch_id)
    after = request.values.get("na", "")[:32]
    found = sent_of(installation_here(), dispatch_id, after, PAGE + 1)
    return render_template(
        "sending/letters.html",
        wave=here,
        dispatch=line,
        letters=found[:PAGE],
        after=after,
        more=found[PAGE - 1].id if len(found) > PAGE else "",
        refusal=refusal,
    )


def _one(wave_id: str, dispatch_id: str) -> tuple[WaveHere, Dispatch, DispatchLine]:
    installation, here = installation_here(), found_wave(wave_id)
    with reading(installation.engine) as session:
        found = session.get(Dispatch, dispatch_id)
        if found is None or found.wave_id != wave_id:
            abort(404)
        known = states(session, [dispatch_id])[dispatch_id]
    return here, found, dispatch_line(installation, found, known, here.versions)
