"""Log in, log out, the first page of a staff member, and the organisation to work for."""

from typing import Any, cast

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.accounts.forms import LoginForm, LogoutForm
from survey_app.accounts.guessing import guessed_wrong, know_this_device, may_guess
from survey_app.accounts.services import log_in, log_out
from survey_app.database import session_of
from survey_app.errors import LoginRefused, TooManyAttempts
from survey_app.installation import Installation
from survey_app.models.organisations import ROLES
from survey_app.visits.roles import ROLE_NAMES
from survey_app.visits.staff_session import (
    Staff,
    choose,
    current_staff,
    forget,
    remember,
    role_required,
)
from survey_app.web.menu import menu_of, start_page

blueprint = Blueprint("accounts", __name__)

REFUSALS = {
    LoginRefused: ("Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw.", 403),
    TooManyAttempts: (
        "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier, of probeer het in "
        "een browser waarin u eerder inlogde.",
        429,
    ),
}


@blueprint.app_context_processor
def staff_words() -> dict[str, Any]:
    """What every staff page shows: who is logged in, and whether the data are invented."""
    return {
        "current_staff": current_staff,
        "menu_of": menu_of,
        "is_synthetic": lambda: _installation().config.synthetic,
    }


@blueprint.get("/inloggen")
def login() -> str:
    """The log-in page."""
    form = LoginForm(formdata=None, verder=_inside(request.args.get("verder", "")))
    return render_template("accounts/login.html", form=form, refusal=None)


@blueprint.post("/inloggen")
def log_in_now() -> Response | tuple[str, int]:
    """Check name and password; on success a fresh session."""
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/login.html", form=form, refusal=None), 400
    name = form.name.data or ""
    try:
        token = _token_for(name, form.password.data or "")
    except (LoginRefused, TooManyAttempts) as error:
        sentence, status = REFUSALS[type(error)]
        return render_template("accounts/login.html", form=form, refusal=sentence), status
    remember(token)
    response = redirect(_inside(form.verder.data or "") or url_for("accounts.home"), 303)
    know_this_device(_installation(), response, name)
    return response


@blueprint.post("/uitloggen")
def log_out_now() -> Response:
    """End the session here and in the database."""
    if not LogoutForm().validate_on_submit():
        abort(400)
    token = forget()
    if token is not None:
        with session_of(_installation().engine) as session:
            log_out(session, token)
    return redirect(url_for("accounts.login"), 303)


@blueprint.get("/werk")
@role_required(*ROLES)
def home() -> Response:
    """After logging in: the page on which somebody with these roles begins."""
    return redirect(start_page(_staff()), 303)


@blueprint.post("/organisatie")
@role_required(*ROLES)
def choose_organisation() -> Response:
    """Work for one organisation from now on, or for all of one's own."""
    wanted = request.form.get("organisation", "")
    if wanted and wanted not in {place for place, _ in _staff().places}:
        abort(404)
    choose(wanted or None)
    return redirect(start_page(_staff()), 303)


@blueprint.get("/account")
@role_required(*ROLES)
def account() -> str:
    """Who is logged in, and what this person may do where."""
    staff = _staff()
    names = dict(staff.places)
    held = sorted(
        (names.get(place or "", "De hele installatie"), ROLE_NAMES[role])
        for role, place in staff.memberships
    )
    return render_template("accounts/account.html", held=held)


def _token_for(name: str, password: str) -> str:
    """The token of a new session. Raises TooManyAttempts before a password is looked at."""
    if not may_guess(_installation(), name):
        raise TooManyAttempts("too many wrong passwords")
    try:
        return log_in(_installation().engine, name, password)[1]
    except LoginRefused:
        guessed_wrong(_installation(), name)
        raise


def _inside(address: str) -> str:
    """The address when it is a path on this site, otherwise nothing."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if safe and address.isprintable() else ""


def _staff() -> Staff:
    """The person of this request, where the route has made sure that there is one."""
    return cast("Staff", current_staff())


def _installation() -> Installation:
    return cast("Installation", current_app.extensions["installation"])
