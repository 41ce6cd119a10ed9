"""One person to call: name, number, and what came of it."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask import url_for as to

from survey_app.clock import today
from survey_app.database import reading
from survey_app.fieldwork.calls.claims import TO_DIAL_SECONDS, claim, is_mine, with_colleagues
from survey_app.fieldwork.calls.here import (
    fieldworker,
    finish_call,
    memory_here,
    staff_here,
    state_of,
    titles_of,
    wave_of,
)
from survey_app.fieldwork.calls.presentation import CLOSING_WORDS, moment_words, name_of
from survey_app.fieldwork.calls.queries import (
    Called,
    ToCall,
    call_outcomes,
    person_off_the_list,
    person_to_call,
    surroundings,
)
from survey_app.fieldwork.calls.services import person_of, put_back
from survey_app.fieldwork.forms import FieldRefused, outcome_form
from survey_app.fieldwork.presentation import language_words, phone_words
from survey_app.texts.dutch import day_words
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    one = "/bellen/persoon/<invitation_id>"
    rule(one, "person", person, methods=["GET"])
    rule(one, "outcome", outcome, methods=["POST"])
    rule(f"{one}/bel", "take", take, methods=["POST"])
    rule(f"{one}/terug", "call_again", call_again, methods=["POST"])


@fieldworker
def take(invitation_id: str) -> Any:
    """Give this person to this fieldworker; the page says so when a colleague was first."""
    wave_of(invitation_id)
    claim(memory_here(), invitation_id, staff_here(), TO_DIAL_SECONDS)
    return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)


@fieldworker
def person(invitation_id: str) -> Any:
    """One person: name, number, and what came of the call."""
    return _person_page(invitation_id)


@fieldworker
def outcome(invitation_id: str) -> Any:
    """Write down what came of a call without an interview."""
    try:
        form = outcome_form(request.form, today())
    except FieldRefused as error:
        return _person_page(invitation_id, str(error)), 422
    wave_id = wave_of(invitation_id)
    if not claim(memory_here(), invitation_id, staff_here(), TO_DIAL_SECONDS):
        return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)
    finish_call(invitation_id, form.outcome, form.appointment)
    return redirect(to("fieldwork.calls", wave_id=wave_id), 303)


@fieldworker
def call_again(invitation_id: str) -> Any:
    """Put somebody who was closed for calling on the list again: they phoned us."""
    wave_of(invitation_id)
    put_back(installation_here(), invitation_id)
    return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)


def _person_page(invitation_id: str, error: str = "") -> Any:
    with reading(installation_here().engine) as database:
        called = surroundings(database, invitation_id)
        if called is None:
            abort(404)
        found = person_to_call(database, invitation_id)
        closed = None if found else person_off_the_list(database, invitation_id)
        history = call_outcomes(database, found) if found else []
    if closed is not None:
        return _closed_page(called, closed)
    if found is None:
        return redirect(to("fieldwork.calls", wave_id=called.wave.id), 303)
    contact = person_of(installation_here(), found)
    return render_template(
        "fieldwork/person.html",
        wave=called.wave,
        invitation_id=invitation_id,
        name=name_of(contact),
        phone=contact.phone,
        phone_words=phone_words(contact.phone),
        language=language_words(found.language),
        title=titles_of([found.questionnaire])[found.questionnaire],
        appointment=moment_words(found.appointment) if found.appointment else "",
        history=[(day_words(one.called_on), one.outcome) for one in history],
        is_mine=is_mine(memory_here(), invitation_id, staff_here()),
        is_busy=bool(with_colleagues(memory_here(), [invitation_id], staff_here())),
        may_call=state_of(called.wave) == "open",
        may_fill_in=installation_here().keys.sender is not None,
        error=error,
        today=today(),
    )


def _closed_page(called: Called, person: ToCall) -> str:
    return render_template(
        "fieldwork/person_closed.html",
        wave=called.wave,
        person=person,
        name=name_of(person_of(installation_here(), person)),
        title=titles_of([person.questionnaire])[person.questionnaire],
        reason=CLOSING_WORDS[person.closing],
        may_call=state_of(called.wave) == "open",
    )
