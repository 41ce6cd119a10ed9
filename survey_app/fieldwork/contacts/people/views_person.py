"""One person of a wave: corrected, added by hand, or not approached any more."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask import url_for as to

from survey_app.database import reading
from survey_app.errors import NameTaken
from survey_app.fieldwork.contacts.people.forms_person import (
    PersonForm,
    PersonRefused,
    form_of,
    person_form,
)
from survey_app.fieldwork.contacts.people.presentation import (
    opened,
    people_alike,
    state_of,
    state_words,
)
from survey_app.fieldwork.contacts.people.queries import (
    PersonRow,
    invitations_of,
    message_states,
)
from survey_app.fieldwork.contacts.people.services import (
    OptedOut,
    add_person,
    bring_in_person,
    opt_out,
    withdraw,
)
from survey_app.fieldwork.contacts.queries import plan_of
from survey_app.fieldwork.contacts.rows import Plan
from survey_app.fieldwork.contacts.services import IntoWave, invitable, is_over
from survey_app.fieldwork.contacts.uploading.services import OVER
from survey_app.fieldwork.contacts.uploading.views import wave_of
from survey_app.fieldwork.contacts.words import CHANNEL_WORDS, language_word
from survey_app.models import Wave
from survey_app.retention.services_erasing import erase_person
from survey_app.visits.staff_session import role_required
from survey_app.ways_in.contacts import LANGUAGES, Person
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")
TAKEN = "Er staat al iemand met deze naam en dit telefoonnummer of adres op de lijst."
LEFT_ALONE = "Deze persoon wil geen berichten meer, en komt niet op de lijst."
NOT_SURE = "Zet eerst het vinkje."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    people = "/metingen/<wave_id>/mensen"
    rule(f"{people}/nieuw", "new_person", new_person, methods=["GET"])
    rule(f"{people}/nieuw", "new_person_now", new_person_now, methods=["POST"])
    rule(f"{people}/persoon/<contact_id>", "listed_person", listed_person, methods=["GET"])
    rule(f"{people}/persoon/<contact_id>", "correct_person", correct_person, methods=["POST"])
    rule(f"{people}/persoon/<contact_id>/niet-meer", "leave_person", leave_person, methods=["POST"])


@fieldworker
def new_person(wave_id: str) -> str:
    """An empty form for one person."""
    return _new_page(wave_of(wave_id), person_form(request.args), "")


@fieldworker
def new_person_now(wave_id: str) -> Any:
    """Put one person on the list; who looks like somebody else is shown first."""
    wave, form = wave_of(wave_id), person_form(request.form)
    place = IntoWave(wave.organisation_id, wave.id)
    if is_over(wave):
        return _new_page(wave, form, OVER), 422
    try:
        row = form.row(_questionnaires(wave), _plan(wave))
    except PersonRefused as error:
        return _new_page(wave, form, str(error)), 422
    with reading(installation_here().engine) as session:
        same = people_alike(session, installation_here(), wave.organisation_id, row.person)
    if same and "anders" not in request.form:
        return _new_page(wave, form, "", same), 409
    try:
        add_person(installation_here(), place, row)
    except OptedOut:
        return _new_page(wave, form, LEFT_ALONE), 409
    return redirect(to("fieldwork.people_of_wave", wave_id=wave_id), 303)


@fieldworker
def listed_person(wave_id: str, contact_id: str) -> str:
    """What is known of one person."""
    return _person_page(wave_of(wave_id), contact_id)


@fieldworker
def correct_person(wave_id: str, contact_id: str) -> Any:
    """Correct the details of one person."""
    wave, form = wave_of(wave_id), person_form(request.form)
    rows = _rows(wave, contact_id)
    place = IntoWave(wave.organisation_id, wave.id)
    try:
        for row in rows:
            one = PersonForm({**form.values, "vragenlijst": row.questionnaire})
            found = one.row({row.questionnaire: ""}, replace(_plan(wave), is_rolling=False))
            kept = type(found)(1, found.person, row.questionnaire, row.contract)
            bring_in_person(installation_here(), place, kept, contact_id)
    except (PersonRefused, NameTaken) as error:
        told = TAKEN if isinstance(error, NameTaken) else str(error)
        return _person_page(wave, contact_id, told, form), 422
    return redirect(to("fieldwork.people_of_wave", wave_id=wave_id), 303)


@fieldworker
def leave_person(wave_id: str, contact_id: str) -> Any:
    """Approach somebody no more: in this wave, ever, or with everything erased."""
    wave = wave_of(wave_id)
    _rows(wave, contact_id)
    if "erase" in request.form and "sure" not in request.form:
        return _person_page(wave, contact_id, NOT_SURE), 422
    if "withdraw" in request.form:
        withdraw(installation_here(), wave_id, contact_id)
    elif "opt_out" in request.form:
        opt_out(installation_here(), contact_id)
    elif "erase" in request.form:
        erase_person(installation_here(), wave.organisation_id, contact_id, keep_opt_out=True)
    return redirect(to("fieldwork.people_of_wave", wave_id=wave_id), 303)


def _rows(wave: Wave, contact_id: str) -> list[PersonRow]:
    """The invitations of this person; 404 when this wave has nobody of that id."""
    with reading(installation_here().engine) as session:
        rows = list(invitations_of(session, wave.id, contact_id))
    if not rows:
        abort(404)
    return rows


def _questionnaires(wave: Wave) -> dict[str, str]:
    with reading(installation_here().engine) as session:
        return invitable(session, installation_here(), wave.id)


def _plan(wave: Wave) -> Plan:
    with reading(installation_here().engine) as session:
        return plan_of(session, wave.id)


def _person_page(
    wave: Wave, contact_id: str, refusal: str = "", form: PersonForm | None = None
) -> str:
    rows = _rows(wave, contact_id)
    person = opened(installation_here(), rows[0])
    with reading(installation_here().engine) as session:
        states = message_states(session, [row[0] for row in rows])
    return render_template(
        "fieldwork/contacts/person.html",
        wave=wave,
        contact_id=contact_id,
        name=(person.name if person else "") or "Zonder naam",
        form=form or form_of(person or Person(), rows[0].questionnaire),
        standing=[
            (row.questionnaire, state_words(row, state_of(row, states.get(row[0], ()))))
            for row in rows
        ],
        is_opted_out=rows[0].opted_out,
        may_withdraw=not all(row.refused for row in rows),
        refusal=refusal,
        **_choices([row.questionnaire for row in rows]),
    )


def _new_page(
    wave: Wave, form: PersonForm, refusal: str, same: tuple[tuple[str, ...], ...] = ()
) -> str:
    codes = list(_questionnaires(wave))
    return render_template(
        "fieldwork/contacts/new_person.html",
        wave=wave,
        form=form,
        refusal=refusal,
        same=same,
        is_over=is_over(wave),
        **_choices(codes),
    )


def _choices(codes: list[str]) -> dict[str, list[tuple[str, str]]]:
    return {
        "languages": [(code, language_word(code)) for code in LANGUAGES],
        "channels": [("", "De eerste die kan"), *CHANNEL_WORDS.items()],
        "codes": [(code, code) for code in codes],
    }
