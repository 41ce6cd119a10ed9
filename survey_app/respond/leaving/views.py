"""After sending, after stopping, and the offer of a conversation."""

from dataclasses import MISSING, fields, replace
from typing import Any

from flask import Blueprint, Response, redirect, request, session

from survey_app.errors import SessionOver
from survey_app.organisations.queries import organisation_settings
from survey_app.respond.answering.services import stop
from survey_app.respond.answering.services_submit import Sent
from survey_app.respond.answering.views import place_of, sitting_here
from survey_app.respond.entering.services import RECONTACT, enter_for_conversation
from survey_app.respond.pages import (
    Surroundings,
    around,
    need_proof,
    offers_here,
    plain_surroundings,
    preferences_here,
    render,
)
from survey_app.visits.visitor import enter, leave
from survey_app.web.current import installation_here
from survey_app.web.security import allowed

FORGET_PAGES = '"cache", "storage"'
FORGET_ALL = '"cache", "cookies", "storage"'


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/klaar", "thanks", thanks, methods=["GET"])
    rule("/afsluiten", "close", close, methods=["POST"])
    rule("/gesprek", "conversation", conversation, methods=["GET"])
    rule("/gesprek", "offer", offer, methods=["POST"])
    rule("/stop", "ask_stop", ask_stop, methods=["GET"])
    rule("/stop", "stop_now", stop_now, methods=["POST"])
    rule("/gestopt", "stopped", stopped, methods=["GET"])


def thanks() -> Response:
    """Thank, and show the receipt."""
    sent = _sent_here()
    response = render(
        "respond/thanks.html",
        _surroundings(sent),
        preferences_here(),
        sent=sent,
        conversation=sent.store == "answers" and sent.party == "C",
    )
    response.headers["Clear-Site-Data"] = FORGET_PAGES
    return response


def close() -> Response:
    """Forget everything on this device."""
    need_proof()
    surroundings = _surroundings(_sent_here()) if "s" in session else plain_surroundings()
    preferences = preferences_here()
    session.clear()
    response = render("respond/closed.html", surroundings, preferences, with_proof=False)
    session.clear()
    response.headers["Clear-Site-Data"] = FORGET_ALL
    return response


def conversation() -> Response:
    """Ask whether this person wants to tell more."""
    sent = _sent_here()
    return render("respond/conversation.html", _surroundings(sent), preferences_here())


def offer() -> Any:
    """Begin the short questionnaire for volunteers, in a session and draft of its own."""
    sent = _sent_here()
    need_proof()
    if "no" in request.form or sent.party != "C":
        return redirect("/klaar", 303)
    if not allowed("conversation", sent.wave_id):
        return redirect("/klaar", 303)
    enter(session, enter_for_conversation(installation_here().engine, sent.wave_id))
    return redirect(place_of(sitting_here()), 303)


def ask_stop() -> Response:
    """Ask whether to wipe everything."""
    sitting = sitting_here()
    return render(
        "respond/stop.html", around(sitting), preferences_here(), forward=place_of(sitting)
    )


def stop_now() -> Any:
    """Wipe the draft and end the session."""
    need_proof()
    sitting = sitting_here()
    stop(installation_here().engine, sitting)
    situation = sitting.situation
    known = situation.contact_id is not None and situation.code != RECONTACT
    leave(
        session,
        x=[situation.organisation_slug, situation.organisation_name],
        **({"o": situation.access_id} if known else {}),
    )
    return redirect("/gestopt", 303)


def stopped() -> Response:
    """Say that nothing was sent; offer to get no more messages."""
    slug, name = session.get("x", ("", ""))
    settings = organisation_settings(installation_here().engine, slug, name) if slug else None
    response = render(
        "respond/stopped.html",
        plain_surroundings(settings),
        preferences_here(),
        may_opt_out="o" in session,
    )
    response.headers["Clear-Site-Data"] = FORGET_PAGES
    return response


def _surroundings(sent: Sent) -> Surroundings:
    """What stands around a page after sending."""
    return replace(plain_surroundings(_settings(sent)), is_test=sent.is_test)


def _sent_here() -> Sent:
    if "s" not in session:
        raise SessionOver("nothing was sent in this session")
    return sent_of(session["s"])


def sent_of(kept: dict[str, str] | list[str]) -> Sent:
    """What was sent, also when another version of the program wrote it into the session."""
    names = [field.name for field in fields(Sent)]
    needed = [field.name for field in fields(Sent) if field.default is MISSING]
    known: dict[str, Any] = (
        dict(kept) if isinstance(kept, dict) else dict(zip(names, kept, strict=False))
    )
    if any(name not in known for name in needed):
        raise SessionOver("this session was begun before an upgrade")
    return Sent(**{name: known[name] for name in names if name in known})


def _settings(sent: Sent) -> Any:
    offers = offers_here()
    return organisation_settings(offers.engine, sent.organisation_slug, sent.organisation_name)
