"""The response of a wave: who is reached, who sent it in, and whom to call first."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.clock import today
from survey_app.database import reading
from survey_app.fieldwork.monitor.page import response_page
from survey_app.fieldwork.monitor.queries import questionnaires_of
from survey_app.fieldwork.monitor.services import set_target
from survey_app.models import Wave
from survey_app.organisations.waves import wave_state
from survey_app.texts.dutch import day_words
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")
WRONG = "Een doel is een percentage van 1 tot en met 100. Laat het veld leeg voor geen doel."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/metingen/<wave_id>/respons", "response", response, methods=["GET"])
    rule("/metingen/<wave_id>/respons", "set_targets", set_targets, methods=["POST"])


@fieldworker
def response(wave_id: str) -> Any:
    """The response of a wave."""
    return _page(wave_id)


@fieldworker
def set_targets(wave_id: str) -> Any:
    """Write down the response hoped for."""
    with reading(installation_here().engine) as database:
        if database.get(Wave, wave_id) is None:
            abort(404)
        codes = questionnaires_of(database, wave_id)
    typed = {code: request.form.get(f"doel-{code}", "")[:9].strip(" %") for code in codes}
    if any(text and not (text.isdecimal() and 1 <= int(text) <= 100) for text in typed.values()):
        return _page(wave_id, WRONG, typed), 422
    aims = {code: int(text) if text else None for code, text in typed.items()}
    set_target(installation_here(), wave_id, aims)
    return redirect(url_for("fieldwork.response", wave_id=wave_id), 303)


def _page(wave_id: str, error: str = "", typed: dict[str, str] | None = None) -> Any:
    catalogue = installation_here().catalogue
    titles = {one.code: one.title for one in catalogue.newest()}
    with reading(installation_here().engine) as database:
        wave = database.get(Wave, wave_id)
        if wave is None:
            abort(404)
        found = response_page(database, wave, titles, today())
    state = wave_state(wave, today())
    return render_template(
        "fieldwork/response.html",
        wave=wave,
        is_open=state == "open",
        ends=day_words(wave.ends_on),
        found=found,
        titles=titles,
        typed=typed or {code: str(aim or "") for code, aim in found.targets.items()},
        error=error,
    )
