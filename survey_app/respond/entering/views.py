"""The start page, by personal or open link, and where the session begins."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request, session

from survey_app.crypto.tokens import typed_token
from survey_app.respond.answering.forms import PROOF
from survey_app.respond.answering.views import place_of, sitting_here
from survey_app.respond.entering.services import Door, door_of, enter_by_link
from survey_app.respond.entering.views_code import code_page
from survey_app.respond.pages import (
    Surroundings,
    need_proof,
    offers_here,
    preferences_here,
    render,
    words_of,
)
from survey_app.respond.sitting import Situation
from survey_app.texts.start_text import (
    OPENING,
    PRACTICAL,
    PROMISE,
    length_line,
    start_lines,
)
from survey_app.texts.translations import LANGUAGES
from survey_app.visits.origin import comes_from_us
from survey_app.visits.visitor import (
    Preferences,
    device_language,
    enter,
    is_known,
    is_proof,
    prefer,
)
from survey_app.web.current import installation_here
from survey_app.web.security import allowed, tried


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/", "home", home, methods=["GET"])
    # Any path: programs that make links take a bracket or slash after the token along.
    rule("/v/<path:token>", "door", door, methods=["GET"])
    rule("/v/<path:token>", "begin", begin, methods=["POST"])
    rule("/start", "start", start, methods=["GET"])
    rule("/start", "go_on", go_on, methods=["POST"])


def home() -> Any:
    """Whoever types the bare address has a letter with a code."""
    return redirect("/code", 303)


def door(token: str) -> Any:
    """The start page of a link. Reads, writes nothing, shows no name."""
    found = door_of(installation_here().engine, installation_here().keys, token)
    wish = request.args.get("taal", "")
    return _start_page(found, _address_of(token), wish)


def begin(token: str) -> Any:
    """Begin, or go on where this person was. The token leaves the address here.

    Pressed on a page that is not ours, it only shows the page on which to press it.
    """
    installation = installation_here()
    found = door_of(installation.engine, installation.keys, token)
    if not _pressed_here():
        return _start_page(found, _address_of(token), request.form.get("taal", ""), 403)
    if found.open_link_id is not None and not allowed("open link", found.open_link_id):
        return code_page("", "code.too_many", 429, retry_after=60)
    visitor = enter_by_link(installation.engine, found, token)
    brought_cookie = bool(session)
    enter(session, visitor)
    _remember_language(found.situation, request.form.get("taal", ""))
    place = place_of(sitting_here())
    if not brought_cookie:
        tried("came in", place)
    return redirect(place, 303)


def start() -> Any:
    """The start page again, from within a session."""
    sitting = sitting_here()
    return _start_page(Door(sitting.situation, None), "/start", sitting.language)


def go_on() -> Any:
    """From the start page to the questions."""
    need_proof()
    sitting = sitting_here()
    _remember_language(sitting.situation, request.form.get("taal", ""))
    return redirect(place_of(sitting), 303)


def _address_of(token: str) -> str:
    """The address of a link, without what came along with it."""
    return f"/v/{typed_token(token)}"


def _start_page(found: Door, action: str, wish: str, status: int = 200) -> Response:
    situation, offers = found.situation, offers_here()
    chosen = offers.language(situation, wish, preferences_here().language, _known_language(found))
    surroundings = Surroundings(
        offers.settings(situation), chosen, offers.languages_for(situation), situation.is_test
    )
    questionnaire = offers.questionnaire(situation, chosen, None)
    preferences = preferences_here()
    texts = words_of(surroundings, preferences)
    return render(
        "respond/start.html",
        surroundings,
        preferences,
        status=status,
        here=action,
        with_proof=action == "/start" or is_known(session),
        opening=start_lines(texts, questionnaire, surroundings.settings, OPENING),
        promise=start_lines(texts, questionnaire, surroundings.settings, PROMISE),
        practical=[
            *start_lines(texts, questionnaire, surroundings.settings, PRACTICAL),
            length_line(texts, questionnaire),
        ],
        title=questionnaire.title,
        action=action,
        opt_out=_opt_out_address(situation, action),
    )


def _known_language(found: Door) -> str:
    """As the invitation says; of who comes by a link that is everybody's, as the device says."""
    if found.open_link_id is not None:
        return device_language(request.accept_languages, LANGUAGES)
    return found.situation.language


def _opt_out_address(situation: Situation, action: str) -> str:
    """Where messages can be ended, when there is a contact who gets them."""
    if situation.contact_id is None:
        return ""
    return "/afmelden" if action == "/start" else f"/afmelden/{action.rpartition('/')[2]}"


def _remember_language(situation: Situation, wish: str) -> None:
    offered = {one.code for one in offers_here().languages_for(situation)}
    if wish in offered:
        before = preferences_here()
        prefer(session, Preferences(wish, before.large, before.easy_read))


def _pressed_here() -> bool:
    """Whether "Begin" was pressed on our own page, as far as this browser can tell.

    An old browser says nothing of that, and may send our cookie along with a form of somebody
    else. Who has our cookie got a proof on our page, and must bring it.
    """
    installation = installation_here()
    ours = (request.host, urlsplit(installation.config.base_url).netloc)
    said = comes_from_us(request.headers, ours)
    if said is not None:
        return said
    proof = request.form.get(PROOF, "")
    return not is_known(session) or is_proof(installation.keys.session, session, proof)
