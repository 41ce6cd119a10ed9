"""Passkeys, asked and answered by a script in the browser (static/passkeys.js)."""

from importlib import import_module
from types import ModuleType
from typing import Any

from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response

from survey_app.accounts.pages import inside
from survey_app.accounts.second_factor import signing_in
from survey_app.accounts.second_factor.services import factors_of
from survey_app.accounts.second_factor.views import made, may_set_up, passed, who
from survey_app.clock import now
from survey_app.errors import LoginRefused
from survey_app.visits.staff_session import RECENT, current_staff
from survey_app.web.current import installation_here

NO = "Dit apparaat gaf niet de goede sleutel. Probeer het opnieuw."


def add_to(blueprint: Blueprint) -> None:
    """Register these answers."""
    rule = blueprint.add_url_rule
    rule("/inloggen/sleutel/vraag", "passkey_asked", asked, methods=["POST"])
    rule("/inloggen/sleutel", "passkey_shown", shown, methods=["POST"])
    rule("/inloggen/sleutel/nieuw/vraag", "passkey_wanted", wanted, methods=["POST"])
    rule("/inloggen/sleutel/nieuw", "passkey_made", keep, methods=["POST"])


def asked() -> Response:
    """What the device signs to show that it is the one."""
    factors = factors_of(installation_here(), _somebody())
    return jsonify(_passkeys().to_show(installation_here(), factors, signing_in.new_challenge()))


def shown() -> Any:
    """The answer of the device: come in or go on."""
    factors = factors_of(installation_here(), _somebody())
    try:
        _passkeys().check(installation_here(), factors, _answer(), signing_in.used_challenge())
    except LoginRefused:
        return jsonify(sentence=NO), 403
    return jsonify(onward=passed(inside(request.args.get("verder", ""))).location)


def wanted() -> Response:
    """What the device needs to make a new key."""
    account_id = _may_make()
    factors = factors_of(installation_here(), account_id)
    return jsonify(
        _passkeys().to_make(installation_here(), account_id, factors, signing_in.new_challenge())
    )


def keep() -> Any:
    """Keep the public half of the new key."""
    account_id = _may_make()
    try:
        _passkeys().keep(installation_here(), account_id, _answer(), signing_in.used_challenge())
    except LoginRefused:
        return jsonify(sentence=NO), 403
    return jsonify(onward=made(account_id).location)


def _passkeys() -> ModuleType:
    """What works with WebAuthn; 5 MB that a worker which serves respondents does without."""
    return import_module("survey_app.accounts.second_factor.services_passkeys")


def _somebody() -> str:
    found = who()
    if found is None:
        abort(403)
    return found[0]


def _may_make() -> str:
    staff = current_staff()
    if signing_in.half_way() is None and (
        staff is None or staff.proven_at is None or now() - staff.proven_at > 2 * RECENT
    ):
        abort(403)
    return may_set_up()


def _answer() -> dict[str, Any]:
    found = request.get_json(silent=True)
    return found if isinstance(found, dict) else {}
