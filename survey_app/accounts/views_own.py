"""Mijn account: the own roles, log-ins, second factor, recovery codes and password."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from survey_app.accounts.forms import NewPasswordForm, PlainForm
from survey_app.accounts.pages import the_staff
from survey_app.accounts.queries import sessions_of
from survey_app.accounts.second_factor.services import factors_of, renew_recovery_codes
from survey_app.accounts.services import choose_password, end_sessions
from survey_app.clock import AMSTERDAM, now
from survey_app.database import reading
from survey_app.models.organisations import ROLES
from survey_app.visits.roles import ROLE_NAMES
from survey_app.visits.staff_session import ABSOLUTE, asked_again, hash_of, own_token, role_required
from survey_app.web.current import installation_here

anybody = role_required(*ROLES)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/account", "account", account, methods=["GET"])
    rule("/account/inlog/<hashed>", "end_session", end_session, methods=["POST"])
    rule("/account/herstelcodes", "recovery", recovery, methods=["GET"])
    rule("/account/herstelcodes", "renew_recovery", renew_recovery, methods=["POST"])
    rule("/account/wachtwoord", "password", password, methods=["GET"])
    rule("/account/wachtwoord", "change_password", change_password, methods=["POST"])


@anybody
def account() -> str:
    """Who is logged in where, with what, and what this person may do."""
    staff = the_staff()
    names = dict(staff.places)
    held = sorted(
        (names.get(place or "", "De hele installatie"), ROLE_NAMES[role])
        for role, place in staff.memberships
    )
    with reading(installation_here().engine) as session:
        found = sessions_of(session, staff.account_id, now() - ABSOLUTE)
    own = hash_of(own_token())
    sessions = [
        (
            one.token_hash.hex(),
            one.device or "Onbekende browser",
            one.started_at.astimezone(AMSTERDAM),
            one.token_hash == own,
        )
        for one in found
    ]
    factors = factors_of(installation_here(), staff.account_id)
    return render_template("accounts/account.html", held=held, sessions=sessions, factors=factors)


@anybody
def end_session(hashed: str) -> Any:
    """End one of one's own log-ins."""
    try:
        wanted = bytes.fromhex(hashed)
    except ValueError:
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    end_sessions(installation_here().engine, the_staff().account_id, wanted)
    return redirect(url_for("accounts.account"), 303)


@anybody
@asked_again
def recovery() -> str:
    """Offer recovery codes."""
    factors = factors_of(installation_here(), the_staff().account_id)
    return render_template("accounts/recovery.html", factors=factors, codes=())


@anybody
@asked_again
def renew_recovery() -> Any:
    """Make new codes and show them, once."""
    if not PlainForm().validate_on_submit():
        abort(400)
    codes = renew_recovery_codes(installation_here(), the_staff().account_id)
    factors = factors_of(installation_here(), the_staff().account_id)
    return render_template("accounts/recovery.html", factors=factors, codes=codes)


@anybody
@asked_again
def password() -> str:
    """Ask for another password."""
    return render_template("accounts/password.html", form=NewPasswordForm(formdata=None))


@anybody
@asked_again
def change_password() -> Any:
    """Store it, and end every other log-in."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 400
    staff = the_staff()
    choose_password(installation_here().engine, staff.account_id, form.password.data or "")
    own = hash_of(own_token())
    with reading(installation_here().engine) as session:
        found = sessions_of(session, staff.account_id, now() - ABSOLUTE)
    for one in found:
        if one.token_hash != own:
            end_sessions(installation_here().engine, staff.account_id, one.token_hash)
    return redirect(url_for("accounts.account"), 303)
