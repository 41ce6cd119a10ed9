"""The start page, by personal link, letter code or open link, and where the session begins."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, request, session

from survey_app.crypto.tokens import is_code, normalise
from survey_app.errors import LinkUnknown
from survey_app.respond.pages import (
    Surroundings,
    installation_here,
    need_proof,
    offers_here,
    plain_surroundings,
    preferences_here,
    render,
    words_of,
)
from survey_app.respond.services_entry import Door, door_of, enter_by_code, enter_by_link
from survey_app.respond.sitting import Situation
from survey_app.respond.views_answering import place_of, sitting_here
from survey_app.security import address_of
from survey_app.texts.start_text import length_line, start_lines
from survey_app.texts.translations import fill
from survey_app.visits.visitor import Preferences, enter, prefer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/", "home", home, methods=["GET"])
    rule("/v/<token>", "door", door, methods=["GET"])
    rule("/v/<token>", "begin", begin, methods=["POST"])
    rule("/start", "start", start, methods=["GET"])
    rule("/start", "go_on", go_on, methods=["POST"])
    rule("/code", "code", code, methods=["GET"])
    rule("/code", "use_code", use_code, methods=["POST"])


def home() -> Any:
    """Whoever types the bare address has a letter with a code."""
    return redirect("/code", 303)


def door(token: str) -> Any:
    """The start page of a link. Reads, writes nothing, shows no name."""
    found = door_of(installation_here().engine, installation_here().keys, token)
    wish = request.args.get("taal", "")
    return _start_page(found, request.path, wish)


def begin(token: str) -> Any:
    """Begin, or go on where this person was. The token leaves the address here."""
    installation = installation_here()
    found = door_of(installation.engine, installation.keys, token)
    if found.open_link_id is not None and not _allowed("open link"):
        return _too_many()
    visitor = enter_by_link(installation.engine, found, token)
    enter(session, visitor)
    _remember_language(found.situation, request.form.get("taal", ""))
    return redirect(place_of(sitting_here()), 303)


def start() -> Any:
    """The start page again, from within a session."""
    sitting = sitting_here()
    return _start_page(Door(sitting.situation, None), "/start", sitting.language)


def go_on() -> Any:
    """From the start page to the questions."""
    need_proof()
    return redirect(place_of(sitting_here()), 303)


def code() -> Any:
    """Where somebody types the code of a letter."""
    return _code_page()


def use_code() -> Any:
    """Open the session of a letter code; a typing error is told before anything is looked up."""
    need_proof()
    installation = installation_here()
    typed = request.form.get("code", "")
    wanted = normalise(typed)
    if not is_code(wanted):
        return _code_page(typed[:40], "code.mistyped", 422)
    if not _allowed("code"):
        return _too_many()
    try:
        visitor = enter_by_code(installation.engine, installation.keys, wanted)
    except LinkUnknown:
        return _code_page(typed[:40], "code.unknown", 404)
    enter(session, visitor)
    return redirect("/start", 303)


def _start_page(found: Door, action: str, wish: str) -> Response:
    situation, offers = found.situation, offers_here()
    chosen = offers.language(
        situation.code,
        situation.version,
        wish,
        preferences_here().language,
        situation.language,
    )
    surroundings = Surroundings(
        offers.settings(situation), chosen, offers.languages(situation.code, situation.version)
    )
    questionnaire = offers.questionnaire(situation, chosen, None)
    preferences = preferences_here()
    texts = words_of(surroundings, preferences)
    return render(
        "respond/start.html",
        surroundings,
        preferences,
        with_proof=action == "/start",
        lines=[
            *start_lines(texts, questionnaire, surroundings.settings),
            length_line(texts, questionnaire),
        ],
        title=questionnaire.title,
        action=action,
    )


def _remember_language(situation: Situation, wish: str) -> None:
    offered = {one.code for one in offers_here().languages(situation.code, situation.version)}
    if wish in offered:
        before = preferences_here()
        prefer(session, Preferences(wish, before.large, before.easy_read))


def _allowed(purpose: str) -> bool:
    address = address_of(request, installation_here().config.trusted_proxies)
    return bool(current_app.extensions["throttle"].allows(purpose, address))


def _too_many() -> Response:
    response = _code_page("", "code.too_many", 429)
    response.headers["Retry-After"] = "60"
    return response


def _code_page(typed: str = "", error: str = "", status: int = 200) -> Response:
    surroundings, preferences = plain_surroundings(), preferences_here()
    texts = words_of(surroundings, preferences)
    return render(
        "respond/code.html",
        surroundings,
        preferences,
        status=status,
        typed=typed,
        error=fill(texts[error], phone=surroundings.settings.help_phone) if error else "",
    )
