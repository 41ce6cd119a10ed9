"""Pages behind a mailed link: choose a password; and asking for such a link."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from survey_app.accounts.forms import AddressForm, NewPasswordForm
from survey_app.accounts.mailed_links.links import account_of_link
from survey_app.accounts.mailed_links.services import ask_recovery, password_by_link
from survey_app.accounts.pages import enter
from survey_app.accounts.second_factor import signing_in
from survey_app.accounts.second_factor.services import factors_of
from survey_app.database import reading
from survey_app.errors import LinkUnknown
from survey_app.visits.staff_session import forget
from survey_app.web.current import installation_here
from survey_app.web.security import allowed


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/toegang", "forgotten_link", forgotten, methods=["GET"])
    rule("/toegang", "mail_link", mail_link, methods=["POST"])
    rule("/toegang/<token>", "open_link", open_link, methods=["GET"])
    rule("/toegang/<token>", "use_link", use_link, methods=["POST"])


def forgotten() -> str:
    """Ask where to mail a link."""
    return render_template("accounts/forgotten.html", form=AddressForm(formdata=None), done=False)


def mail_link() -> Any:
    """Mail it; the answer is the same for every address."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form, done=False), 400
    if allowed("recovery asked"):
        ask_recovery(installation_here(), form.email.data or "")
    return render_template("accounts/forgotten.html", form=form, done=True)


def open_link(token: str) -> Any:
    """Ask for a password; nothing is spent by looking."""
    with reading(installation_here().engine) as session:
        account = account_of_link(session, token)
    if account is None:
        return render_template("accounts/link_over.html"), 410
    form = NewPasswordForm(formdata=None)
    return render_template("accounts/choose_password.html", form=form, name=account.name)


def use_link(token: str) -> Any:
    """Store the password; then the second factor, shown or set up, as at every log-in."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/choose_password.html", form=form, name=""), 400
    try:
        account_id = password_by_link(installation_here(), token, form.password.data or "")
    except LinkUnknown:
        return render_template("accounts/link_over.html"), 410
    forget()
    factors = factors_of(installation_here(), account_id)
    if not factors.any and not factors.obligatory:
        return enter(account_id, "")
    signing_in.begin(account_id, "")
    return redirect(url_for("accounts.second_step" if factors.any else "accounts.set_up"), 303)
