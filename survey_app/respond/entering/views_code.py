"""Coming in with a code: that of a letter, or the one somebody asked for to go on later."""

from typing import Any

from flask import Blueprint, Response, redirect, request, session

from survey_app.clock import now
from survey_app.crypto.tokens import is_code, token_in_link, typed_code
from survey_app.errors import LinkUnknown
from survey_app.respond.entering.services import enter_by_code
from survey_app.respond.entering.typed_code import typed_code_page
from survey_app.respond.pages import need_proof
from survey_app.visits.visitor import PATIENCE_SECONDS, enter, has_waited, wait
from survey_app.web.current import installation_here
from survey_app.web.security import allowed, may_try, tried


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/code", "code", code, methods=["GET"])
    rule("/code", "use_code", use_code, methods=["POST"])


def code() -> Any:
    """Where somebody types a code."""
    return code_page()


def use_code() -> Any:
    """Open the session of a code; a typing error is told before anything is looked up.

    Somebody who pastes their whole link here is brought to it.
    """
    need_proof()
    installation = installation_here()
    typed = request.form.get("code", "")
    if token := token_in_link(typed):
        return redirect(f"/v/{token}", 303)
    wanted = typed_code(typed)
    if not is_code(wanted):
        return code_page(typed, "code.mistyped", 422)
    purpose = _turn()
    if purpose is None:
        wait(session, now().timestamp())
        return code_page(typed, "code.wait", 429, retry_after=PATIENCE_SECONDS)
    try:
        visitor = enter_by_code(installation.engine, installation.keys, wanted)
    except LinkUnknown:
        tried(purpose)
        return code_page(typed, "code.unknown", 404)
    enter(session, visitor)
    return redirect("/start", 303)


def code_page(
    typed: str = "", error: str = "", status: int = 200, retry_after: int = 0
) -> Response:
    """The page to type a code on, with what is wrong."""
    return typed_code_page("respond/code.html", typed, error, status, retry_after)


def _turn() -> str | None:
    """As what a code may be looked up now; None when this client has to wait first.

    Wrong codes from one address use up its tries. People who share that address wait, and then
    have a try of their own.
    """
    purpose = "code wrong"
    if not may_try(purpose):
        purpose = "code wrong after waiting"
        if not (may_try(purpose) and has_waited(session, now().timestamp())):
            return None
    return purpose if allowed("code looked up") else None
