"""Logging in with the organisation's own sign-in, there and back."""

import hmac
import logging
import secrets
from importlib import import_module
from types import ModuleType
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for

from survey_app.accounts.elsewhere.services import account_elsewhere, known_by
from survey_app.accounts.pages import enter, inside
from survey_app.accounts.second_factor import signing_in
from survey_app.accounts.second_factor.services import factors_of
from survey_app.errors import BadInput, LoginRefused
from survey_app.operators.sentence import Sentence
from survey_app.web.current import installation_here

GONE = "elsewhere"
BACK = "/inloggen/elders/terug"
logger = logging.getLogger(__name__)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/inloggen/elders", "sign_in_elsewhere", there, methods=["GET"])
    rule(BACK, "sign_in_elsewhere_back", back, methods=["GET"])


def there() -> Any:
    """Go to the sign-in of the organisation."""
    settings = installation_here().config.oidc
    if not settings.issuer:
        abort(404)
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    try:
        asked = _provider().ask(settings, _back_here(), nonce, verifier)
    except LoginRefused:
        return render_template("accounts/elsewhere_failed.html"), 503
    onward = inside(request.args.get("verder", ""))
    session[GONE] = [asked.state, nonce, verifier, onward]
    return redirect(asked.address, 303)


def back() -> Any:
    """Who came back: in, or first the second step where the provider asked for a password only."""
    settings, kept = installation_here().config.oidc, session.pop(GONE, None)
    if not settings.issuer:
        abort(404)
    if not isinstance(kept, list) or not hmac.compare_digest(
        kept[0].encode(), request.args.get("state", "").encode()
    ):
        return render_template("accounts/elsewhere_failed.html"), 403
    _, nonce, verifier, onward = kept
    try:
        code = request.args.get("code", "")
        claims = _provider().claims_of(settings, _back_here(), code, nonce, verifier)
        person = known_by(claims, settings.groups_claim)
        account_id = account_elsewhere(installation_here(), person)
    except (LoginRefused, BadInput) as error:
        refusal = Sentence("a log-in from elsewhere was refused: {reason}", reason=error)
        logger.warning(refusal)  # names nobody
        return render_template("accounts/elsewhere_failed.html"), 403
    factors = factors_of(installation_here(), account_id)
    if person.more_than_a_password or not (factors.any or factors.obligatory):
        return enter(account_id, onward)
    signing_in.begin(account_id, onward)
    return redirect(url_for("accounts.second_step" if factors.any else "accounts.set_up"), 303)


def _provider() -> ModuleType:
    """What talks with a provider; 7 MB that a worker which serves respondents does without."""
    return import_module("survey_app.accounts.elsewhere.provider")


def _back_here() -> str:
    return f"{installation_here().config.base_url}{BACK}"
