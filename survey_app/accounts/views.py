"""Log in, log out, the first page of a staff member, and the organisation to work for."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.accounts import views_own
from survey_app.accounts.elsewhere import views as views_elsewhere
from survey_app.accounts.forms import LoginForm, LogoutForm
from survey_app.accounts.guessing import guessed_wrong, may_guess
from survey_app.accounts.mailed_links import views as views_links
from survey_app.accounts.pages import enter, inside, the_staff
from survey_app.accounts.people import views as views_people
from survey_app.accounts.people import views_organisations
from survey_app.accounts.second_factor import signing_in, views_passkeys
from survey_app.accounts.second_factor import views as views_second_factor
from survey_app.accounts.second_factor.services import factors_of
from survey_app.accounts.services import check_password, log_out
from survey_app.database import session_of
from survey_app.errors import LoginRefused, TooManyAttempts
from survey_app.models.organisations import ROLES
from survey_app.visits.staff_session import choose, current_staff, forget, role_required
from survey_app.web.current import installation_here
from survey_app.web.menu import may_open, menu_of, start_page

blueprint = Blueprint("accounts", __name__)
PARTS = (
    views_second_factor,
    views_passkeys,
    views_elsewhere,
    views_own,
    views_links,
    views_people,
    views_organisations,
)
for part in PARTS:
    part.add_to(blueprint)

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
        "may_open": may_open,
        "is_synthetic": lambda: installation_here().config.synthetic,
    }


@blueprint.get("/inloggen")
def login() -> str:
    """The log-in page."""
    form = LoginForm(formdata=None, verder=inside(request.args.get("verder", "")))
    return _login_page(form)


@blueprint.post("/inloggen")
def log_in_now() -> Response | tuple[str, int]:
    """Check name and password; then the second factor, where the account has or needs one."""
    form = LoginForm()
    if not form.validate_on_submit():
        return _login_page(form), 400
    name = form.name.data or ""
    try:
        account_id = _account_of(name, form.password.data or "")
    except (LoginRefused, TooManyAttempts) as error:
        sentence, status = REFUSALS[type(error)]
        return _login_page(form, sentence), status
    onward = inside(form.verder.data or "")
    factors = factors_of(installation_here(), account_id)
    if not factors.any and not factors.obligatory:
        return enter(account_id, onward)
    signing_in.begin(account_id, onward)
    return redirect(url_for("accounts.second_step" if factors.any else "accounts.set_up"), 303)


@blueprint.post("/uitloggen")
def log_out_now() -> Response:
    """End the session here and in the database."""
    if not LogoutForm().validate_on_submit():
        abort(400)
    token = forget()
    if token is not None:
        with session_of(installation_here().engine) as session:
            log_out(session, token)
    return redirect(url_for("accounts.login"), 303)


@blueprint.get("/werk")
@role_required(*ROLES)
def home() -> Response:
    """After logging in: the page on which somebody with these roles begins."""
    return redirect(start_page(the_staff()), 303)


@blueprint.post("/organisatie")
@role_required(*ROLES)
def choose_organisation() -> Response:
    """Work for one organisation from now on, or for all of one's own."""
    wanted = request.form.get("organisation", "")
    if wanted and wanted not in {place for place, _ in the_staff().places}:
        abort(404)
    choose(wanted or None)
    return redirect(start_page(the_staff()), 303)


def _account_of(name: str, password: str) -> str:
    """The account. Raises TooManyAttempts before a password is looked at."""
    if not may_guess(installation_here(), name):
        raise TooManyAttempts("too many wrong passwords")
    try:
        return check_password(installation_here().engine, name, password)
    except LoginRefused:
        guessed_wrong(installation_here(), name)
        raise


def _login_page(form: LoginForm, refusal: str | None = None) -> str:
    config = installation_here().config
    return render_template(
        "accounts/login.html",
        form=form,
        refusal=refusal,
        is_off=not config.second_factor,
        has_elsewhere=bool(config.oidc.issuer),
    )
