"""Organisaties: making one and inviting its first administrator, for the platform's."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from survey_app.accounts.forms import OrganisationForm, PersonForm
from survey_app.accounts.people.queries import AdministeredPlace, organisation_admins
from survey_app.accounts.people.services import invite, normal_address
from survey_app.accounts.people.views import refusal_of
from survey_app.database import reading
from survey_app.errors import BadInput, EntryRefused, NameTaken
from survey_app.installation import Installation
from survey_app.mail.staff_mail import check_ready
from survey_app.models.organisations import PLATFORM_ADMIN
from survey_app.organisations.services import new_organisation
from survey_app.visits.staff_session import asked_again, role_required
from survey_app.web.current import installation_here

platform = role_required(PLATFORM_ADMIN)
ROLES = ("organisation_admin",)
TAKEN = "Er is al een organisatie met deze naam."
UNUSABLE = "Gebruik een naam met letters, zonder tekens die niemand ziet."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule, first = blueprint.add_url_rule, "/organisaties/<place_id>/beheerder"
    rule("/organisaties", "organisations", organisations, methods=["GET"])
    rule("/organisaties/nieuw", "plan_organisation", plan_organisation, methods=["GET"])
    rule("/organisaties/nieuw", "make_organisation", make_organisation, methods=["POST"])
    rule(first, "ask_first_administrator", ask_first_administrator, methods=["GET"])
    rule(first, "invite_first_administrator", invite_first_administrator, methods=["POST"])


@platform
def organisations() -> str:
    """Every organisation and who administers it: no answers, no contacts."""
    return render_template("accounts/organisations.html", places=_places())


@platform
@asked_again
def plan_organisation() -> str:
    """Ask for a name and for the first administrator."""
    return _new_page(OrganisationForm(formdata=None))


@platform
@asked_again
def make_organisation() -> Any:
    """Make the organisation and mail its first administrator how to come in."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _new_page(form), 400
    made: list[str] = []
    refusal = refusal_of(lambda: made.append(_made(installation_here(), form)))
    if not made:
        return _new_page(form, refusal), 400
    refusal = refusal_of(lambda: _invite(made[0], form))
    if refusal is not None:
        return _first_page(_place(made[0]), form, refusal), 400
    return redirect(url_for("accounts.organisations"), 303)


@platform
@asked_again
def ask_first_administrator(place_id: str) -> str:
    """Ask who will administer an organisation that has nobody yet."""
    return _first_page(_place(place_id), PersonForm(formdata=None))


@platform
@asked_again
def invite_first_administrator(place_id: str) -> Any:
    """Invite that person; who administers it already invites the next ones."""
    place, form = _place(place_id), PersonForm()
    if not form.validate_on_submit():
        return _first_page(place, form), 400
    refusal = refusal_of(lambda: _invite(place.organisation_id, form))
    if refusal is not None:
        return _first_page(place, form, refusal), 400
    return redirect(url_for("accounts.organisations"), 303)


def _made(installation: Installation, form: OrganisationForm) -> str:
    """The id of the new organisation; what the invitation needs is looked at first."""
    check_ready(installation.config)
    normal_address(form.email.data or "")
    name = " ".join((form.organisation.data or "").split())
    try:
        new_organisation(installation, name, take_in=False)
    except NameTaken:
        raise EntryRefused(TAKEN) from None
    except BadInput:
        raise EntryRefused(UNUSABLE) from None
    return next(one.organisation_id for one in _places() if one.name == name)


def _invite(place_id: str, form: PersonForm) -> None:
    invite(installation_here(), place_id, form.name.data or "", form.email.data or "", ROLES)


def _places() -> list[AdministeredPlace]:
    with reading(installation_here().engine) as session:
        return organisation_admins(session)


def _place(place_id: str) -> AdministeredPlace:
    """An organisation without an administrator; who has one is left alone (404)."""
    found = next((one for one in _places() if one.organisation_id == place_id), None)
    if found is None or found.admins:
        abort(404)
    return found


def _new_page(form: OrganisationForm, refusal: str | None = None) -> str:
    return render_template("accounts/new_organisation.html", form=form, refusal=refusal)


def _first_page(place: AdministeredPlace, form: PersonForm, refusal: str | None = None) -> str:
    return render_template(
        "accounts/first_administrator.html", form=form, place=place, refusal=refusal
    )
