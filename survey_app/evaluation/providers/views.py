"""Pages: providers with their results and reply, movement on the ladder; entering a reply."""

from typing import cast

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.evaluation.providers.presentation import (
    CLASSES,
    shown_crosswalk,
    shown_movements,
    shown_providers,
)
from survey_app.evaluation.providers.queries import replies
from survey_app.evaluation.providers.services import store_reply
from survey_app.evaluation.publishing.pages import OpenedEdition, opened
from survey_app.questionnaire.typed_text import readable
from survey_app.visits.staff_session import Staff, current_staff, role_required
from survey_app.web.current import installation_here

LONGEST = 4000
TOO_LONG = f"De reactie is langer dan {LONGEST} tekens. Kort haar in; er is niets bewaard."


def add_to(blueprint: Blueprint) -> None:
    """The page, and that of one reply (`?aanbieder=` its name)."""
    blueprint.get("/<wave_id>/aanbieders")(providers)
    blueprint.get("/<wave_id>/wederhoor")(reply)
    blueprint.post("/<wave_id>/wederhoor")(reply_now)


@role_required("evaluator", "council_reader")
def providers(wave_id: str) -> str:
    """Stars beside raw figures, margins and the reply; steps on the ladder."""
    page = opened(wave_id, "providers", "ladder")
    return render_template(
        "evaluation/providers.html",
        page=page,
        providers=shown_providers(page.subjects["providers"], _said(wave_id)),
        movements=shown_movements(page.subjects["ladder"]),
        crosswalk=shown_crosswalk(),
        distances=CLASSES,
    )


@role_required("evaluator")
def reply(wave_id: str, refused: str = "") -> str | Response:
    """What a provider says about its results, as it was received."""
    page = opened(wave_id, "providers")
    name = _named(page)
    if name is None:
        return redirect(url_for("evaluation.providers", wave_id=wave_id), 303)
    return render_template(
        "evaluation/provider_reply.html",
        page=page,
        name=name,
        text=request.form.get("tekst", _said(wave_id).get(name, "")),
        refused=refused,
        longest=LONGEST,
    )


@role_required("evaluator")
def reply_now(wave_id: str) -> str | Response | tuple[str | Response, int]:
    """Store the reply; an empty one takes the former away."""
    name = _named(opened(wave_id, "providers"))
    if name is None:
        abort(404)
    text = readable(request.form.get("tekst", "")).strip()
    if len(text) > LONGEST:
        return reply(wave_id, TOO_LONG), 422
    entered_by = cast("Staff", current_staff()).name
    store_reply(installation_here().engine, wave_id, name, text, entered_by)
    return redirect(url_for("evaluation.providers", wave_id=wave_id), 303)


def _said(wave_id: str) -> dict[str, str]:
    with reading(installation_here().engine) as session:
        return {name: one.text for name, one in replies(session, wave_id).items()}


def _named(page: OpenedEdition) -> str | None:
    """The provider that is asked for, where the wave names it."""
    names = {one["provider"] for one in page.subjects["providers"]}
    asked = request.args.get("aanbieder", "")
    return asked if asked in names else None
