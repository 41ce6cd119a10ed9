"""Mensen: who works for an organisation, for its administrator."""

import smtplib
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.accounts.forms import InviteForm, PlainForm, RolesForm
from survey_app.accounts.pages import the_staff
from survey_app.accounts.people.queries import Colleague, colleagues
from survey_app.accounts.people.services import invite, mail_again, set_roles
from survey_app.accounts.queries import works_only_in
from survey_app.accounts.second_factor.services import take_off
from survey_app.accounts.services import end_sessions
from survey_app.audit.services import record_alone
from survey_app.database import organisations_seen, reading
from survey_app.errors import BadInput, SettingError
from survey_app.models.organisations import PLATFORM_ADMIN, ROLES
from survey_app.visits.roles import ROLE_DUTIES, ROLE_NAMES
from survey_app.visits.staff_session import asked_again, role_required
from survey_app.web.current import installation_here

administrator = role_required("organisation_admin")
CHOICES = [(role, ROLE_NAMES[role]) for role in ROLES if role != PLATFORM_ADMIN]
NOT_SENT = (
    "De rollen zijn bewaard, maar de mailserver nam het bericht niet aan. Stuur de link straks "
    "opnieuw vanaf de pagina van deze persoon."
)
NO_MAIL = (
    "Er is geen mailserver ingesteld, dus uitnodigen kan nog niet. Vraag de platformbeheerder."
)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/mensen", "people", people, methods=["GET"])
    rule("/mensen/nieuw", "new_person", new_person, methods=["GET"])
    rule("/mensen/nieuw", "invite_person", invite_person, methods=["POST"])
    rule("/mensen/<place_id>/<account_id>", "person", person, methods=["GET"])
    rule("/mensen/<place_id>/<account_id>", "change_person", change_person, methods=["POST"])
    rule("/mensen/<place_id>/<account_id>/link", "mail_person", mail_person, methods=["POST"])
    rule("/mensen/<place_id>/<account_id>/stap", "reset_person", reset_person, methods=["POST"])


@administrator
def people() -> str:
    """Everybody who works for one's own organisations."""
    return render_template("accounts/people.html", people=_colleagues(), names=ROLE_NAMES)


@administrator
@asked_again
def new_person() -> str:
    """Ask whom to invite, and as what."""
    form = InviteForm(formdata=None)
    form.roles.choices = CHOICES
    return _invite_page(form)


@administrator
@asked_again
def invite_person() -> Any:
    """Invite somebody by e-mail."""
    form = InviteForm()
    form.roles.choices = CHOICES
    place = request.form.get("organisation", "")
    if place not in _places():
        abort(404)
    if not form.validate_on_submit():
        return _invite_page(form), 400
    name, email, roles = form.name.data or "", form.email.data or "", form.roles.data or []
    refusal = refusal_of(lambda: invite(installation_here(), place, name, email, roles))
    if refusal is not None:
        return _invite_page(form, refusal), 400
    return redirect(url_for("accounts.people"), 303)


@administrator
@asked_again
def person(place_id: str, account_id: str) -> str:
    """What somebody may do, and the way to change it."""
    found = _one(place_id, account_id)
    form = RolesForm(formdata=None, roles=list(found.roles))
    form.roles.choices = CHOICES
    return _person_page(form, found)


@administrator
@asked_again
def change_person(place_id: str, account_id: str) -> Any:
    """Give other roles, or none."""
    found, form = _one(place_id, account_id), RolesForm()
    form.roles.choices = CHOICES
    if found.account_id == the_staff().account_id:
        abort(403)
    if not form.validate_on_submit():
        return _person_page(form, found), 400
    roles = [] if "withdraw" in request.form else form.roles.data or []
    if not roles and "withdraw" not in request.form:
        return _person_page(form, found, "Kies ten minste één rol, of neem alles af."), 400
    refusal = refusal_of(lambda: set_roles(installation_here(), account_id, place_id, roles))
    if refusal is not None:
        return _person_page(form, found, refusal), 400
    return redirect(url_for("accounts.people"), 303)


@administrator
@asked_again
def mail_person(place_id: str, account_id: str) -> Any:
    """Mail a link once more."""
    found = _one(place_id, account_id)
    if not PlainForm().validate_on_submit():
        abort(400)
    refusal = refusal_of(lambda: mail_again(installation_here(), account_id, place_id))
    form = RolesForm(formdata=None, roles=list(found.roles))
    form.roles.choices = CHOICES
    done = None if refusal else f"De link is gestuurd naar {found.email}."
    return _person_page(form, found, refusal, done), 400 if refusal else 200


@administrator
@asked_again
def reset_person(place_id: str, account_id: str) -> Any:
    """Let somebody of one's own organisations only set up a new second factor."""
    found = _one(place_id, account_id)
    if not PlainForm().validate_on_submit():
        abort(400)
    with reading(installation_here().engine) as session:
        is_ours = works_only_in(session, account_id, _places())
    if not is_ours or found.account_id == the_staff().account_id:
        abort(403)
    take_off(installation_here(), account_id)
    end_sessions(installation_here().engine, account_id)
    record_alone(installation_here(), place_id, "person.reset", found.name)
    return redirect(url_for("accounts.person", place_id=place_id, account_id=account_id), 303)


def _places() -> frozenset[str]:
    return organisations_seen() or frozenset()


def _colleagues() -> list[Colleague]:
    with reading(installation_here().engine) as session:
        return colleagues(session, _places())


def _one(place_id: str, account_id: str) -> Colleague:
    wanted = (place_id, account_id)
    found = [one for one in _colleagues() if (one.organisation_id, one.account_id) == wanted]
    if not found:
        abort(404)
    return found[0]


def refusal_of(work: Callable[[], object]) -> str | None:
    """Do it; what to tell when it could not be done."""
    try:
        work()
    except BadInput as error:
        return str(error)
    except SettingError:
        return NO_MAIL
    except (OSError, smtplib.SMTPException):
        return NOT_SENT
    return None


def _invite_page(form: InviteForm, refusal: str | None = None) -> str:
    places = [place for place in the_staff().places if place[0] in _places()]
    return render_template(
        "accounts/invite.html", form=form, refusal=refusal, places=places, duties=ROLE_DUTIES
    )


def _person_page(
    form: RolesForm, found: Colleague, refusal: str | None = None, done: str | None = None
) -> str:
    return render_template(
        "accounts/person.html",
        form=form,
        person=found,
        refusal=refusal,
        done=done,
        is_self=found.account_id == the_staff().account_id,
        duties=ROLE_DUTIES,
    )
