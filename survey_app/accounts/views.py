"""Log in, log out, and the first page of a staff member."""

from typing import Any, cast

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.accounts.forms import LoginForm, LogoutForm
from survey_app.accounts.services import log_in, log_out
from survey_app.accounts.throttle import LoginThrottle
from survey_app.database import session_of
from survey_app.errors import LoginRefused, TooManyAttempts
from survey_app.installation import Installation
from survey_app.visits.staff_session import current_staff, forget, remember, role_required
from survey_app.web.security import address_of, may_try, tried

blueprint = Blueprint("accounts", __name__)
throttle = LoginThrottle()

REFUSALS = {
    LoginRefused: ("Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw.", 403),
    TooManyAttempts: (
        "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een paar minuten.",
        429,
    ),
}


@blueprint.app_context_processor
def staff_words() -> dict[str, Any]:
    """What every staff page shows: who is logged in, and whether the data are invented."""
    return {
        "current_staff": current_staff,
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
    try:
        with session_of(_installation().engine) as session:
            _, token = log_in(
                session, throttle, form.name.data or "", form.password.data or "", _client()
            )
    except (LoginRefused, TooManyAttempts) as error:
        if isinstance(error, LoginRefused):
            tried("login wrong")
        sentence, status = REFUSALS[type(error)]
        return render_template("accounts/login.html", form=form, refusal=sentence), status
    remember(token)
    return redirect(_inside(form.verder.data or "") or url_for("accounts.home"), 303)


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
@role_required("evaluator", "fieldworker")
def home() -> Response | str:
    """The first page after logging in: the waves for an evaluator, a word for a fieldworker."""
    staff = current_staff()
    if staff is not None and "evaluator" in staff.roles:
        return redirect(url_for("evaluation.waves"), 303)
    return render_template("accounts/home.html")


def _inside(address: str) -> str:
    """The address when it is a path on this site, otherwise nothing."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if safe and address.isprintable() else ""


def _client() -> str:
    """The client's address, for counting wrong passwords only. Raises TooManyAttempts."""
    address = address_of(request, _installation().config.trusted_proxies)
    if not may_try("login wrong"):
        raise TooManyAttempts("too many log-ins from one place")
    return address


def _installation() -> Installation:
    return cast("Installation", current_app.extensions["installation"])
