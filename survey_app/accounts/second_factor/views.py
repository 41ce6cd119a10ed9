"""The second factor: shown at the log-in and before what is sensitive, and set up for an app."""

import io
from typing import Any

import segno
from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.accounts.forms import CodeForm
from survey_app.accounts.guessing import device_of
from survey_app.accounts.pages import enter, inside
from survey_app.accounts.second_factor import signing_in
from survey_app.accounts.second_factor.proofs import app_address
from survey_app.accounts.second_factor.services import (
    Factors,
    check_code,
    factors_of,
    set_up_codes,
)
from survey_app.accounts.services import check_password, prove_again
from survey_app.errors import LoginRefused, TooManyAttempts
from survey_app.visits.staff_session import asked_again, current_staff, own_token
from survey_app.web.current import installation_here
from survey_app.web.security import may_try, tried

PURPOSE = "second factor wrong"
WRONG = "Deze code is niet goed, of al gebruikt. Wacht op een nieuwe code en probeer het opnieuw."
TOO_OFTEN = "Er is te vaak een verkeerde code ingevuld. Wacht een minuut."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/inloggen/tweede-stap", "second_step", second_step, methods=["GET"])
    rule("/inloggen/tweede-stap", "show_second", show_second, methods=["POST"])
    rule("/inloggen/instellen", "set_up", set_up, methods=["GET"])
    rule("/inloggen/instellen", "set_up_now", set_up_now, methods=["POST"])
    rule("/inloggen/instellen/qr.svg", "set_up_picture", set_up_picture, methods=["GET"])


def who() -> tuple[str, str] | None:
    """(Account, page wanted) of who is half-way or logged in; None for nobody."""
    half, staff = signing_in.half_way(), current_staff()
    if half is not None:
        return half.account_id, half.onward
    return (staff.account_id, "") if staff is not None else None


def second_step() -> Any:
    """Ask for the second factor."""
    found = who()
    if found is None:
        return redirect(url_for("accounts.login"), 303)
    factors = factors_of(installation_here(), found[0])
    if signing_in.half_way() is not None and not factors.any:
        return redirect(url_for("accounts.set_up"), 303)
    form = CodeForm(formdata=None, verder=inside(request.args.get("verder", "")))
    return _step_page(form, factors)


def show_second() -> Any:
    """Accept a code, or the password of who has nothing else, and go on."""
    found, form = who(), CodeForm()
    if found is None:
        return redirect(url_for("accounts.login"), 303)
    factors = factors_of(installation_here(), found[0])
    if not form.validate_on_submit():
        return _step_page(form, factors), 400
    try:
        _check(found[0], factors, form.code.data or "")
    except LoginRefused:
        return _step_page(form, factors, WRONG), 403
    except TooManyAttempts:
        return _step_page(form, factors, TOO_OFTEN), 429
    return passed(form.verder.data or "")


def passed(wanted: str = "") -> Response:
    """The second factor was right: come in, or go on with what somebody was doing."""
    half = signing_in.half_way()
    if half is not None:
        return enter(half.account_id, half.onward)
    prove_again(installation_here().engine, own_token())
    return redirect(inside(wanted) or url_for("accounts.home"), 303)


def _check(account_id: str, factors: Factors, code: str) -> None:
    client = f"{account_id} {device_of(installation_here(), factors.name)}"
    if not may_try(PURPOSE, client=client):
        raise TooManyAttempts("too many wrong codes")
    try:
        if factors.any:
            check_code(installation_here(), account_id, code)
        elif signing_in.half_way() is None:  # nothing set up: the password, once more
            check_password(installation_here().engine, factors.name, code)
        else:
            raise LoginRefused("a password was shown already: set up a second factor")
    except LoginRefused:
        tried(PURPOSE, client=client)
        raise


def _step_page(form: CodeForm, factors: Factors, refusal: str | None = None) -> str:
    again = signing_in.half_way() is None
    return render_template(
        "accounts/second_step.html", form=form, factors=factors, refusal=refusal, again=again
    )


def may_set_up() -> str:
    """The account that may set up a factor here; 403 for who must show one first."""
    half, staff = signing_in.half_way(), current_staff()
    if half is not None and not factors_of(installation_here(), half.account_id).any:
        return half.account_id
    if half is not None or staff is None:
        abort(403)
    return staff.account_id


def _only_shown(view: Any) -> Any:
    """Who is half-way sets up the first factor; who is logged in shows again who it is."""
    again = asked_again(view)

    def guarded() -> Any:
        if who() is None:
            return redirect(url_for("accounts.login"), 303)
        return view() if signing_in.half_way() is not None else again()

    return guarded


@_only_shown
def set_up() -> Any:
    """Show the picture for the app, and ask for its first code."""
    may_set_up()
    return _set_up_page(CodeForm(formdata=None))


@_only_shown
def set_up_now() -> Any:
    """Keep the secret when the app gives the right code."""
    account_id, form = may_set_up(), CodeForm()
    if not form.validate_on_submit():
        return _set_up_page(form), 400
    try:
        set_up_codes(
            installation_here(), account_id, signing_in.kept_secret(), form.code.data or ""
        )
    except LoginRefused:
        return _set_up_page(form, WRONG), 403
    signing_in.forget_secret()
    return made(account_id)


def made(account_id: str) -> Response:
    """A factor was set up: come in, or go on, to the page that offers recovery codes."""
    if signing_in.half_way() is not None:
        return enter(account_id, url_for("accounts.recovery"))
    return redirect(url_for("accounts.recovery"), 303)


@_only_shown
def set_up_picture() -> Any:
    """The QR code that opens the app."""
    account_id = may_set_up()
    secret = signing_in.kept_secret()
    if not secret:
        abort(404)
    name = factors_of(installation_here(), account_id).name
    picture = io.BytesIO()
    code = segno.make(app_address(secret, name, "Trajectspiegel"), error="m")
    code.save(picture, kind="svg", scale=5, border=4, dark="#000", light="#fff")
    return Response(picture.getvalue(), mimetype="image/svg+xml")


def _set_up_page(form: CodeForm, refusal: str | None = None) -> str:
    secret = signing_in.kept_secret(make=True)
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    return render_template("accounts/set_up.html", form=form, refusal=refusal, groups=groups)
