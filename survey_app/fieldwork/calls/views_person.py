"""One person to call: name, number, and what came of it."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask import url_for as to

from survey_app.clock import today
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.fieldwork.calls.claims import (
    TO_DIAL_SECONDS,
    claim,
    is_mine,
    release,
    with_colleagues,
)
from survey_app.fieldwork.calls.here import (
    fieldworker,
    finish_call,
    memory_here,
    staff_here,
    state_of,
    titles_of,
    wave_of,
)
from survey_app.fieldwork.calls.order import SPOKEN_CLOSINGS
from survey_app.fieldwork.calls.presentation import CLOSING_WORDS, moment_words, name_of
from survey_app.fieldwork.calls.queries import (
    Called,
    ToCall,
    call_outcomes,
    person_off_the_list,
    person_to_call,
    surroundings,
)
from survey_app.fieldwork.calls.services import close_calling, person_of, put_back
from survey_app.fieldwork.calls.services_notes import (
    LONGEST_NOTE,
    keep_wish,
    notes_about,
    write_note,
)
from survey_app.fieldwork.forms import FieldRefused, outcome_form
from survey_app.fieldwork.presentation import language_words, phone_words
from survey_app.texts.dutch import day_words
from survey_app.texts.translations import LANGUAGES
from survey_app.web.current import installation_here

NOTE_REFUSED = f"Schrijf een notitie van 1 tot en met {LONGEST_NOTE} tekens."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    one = "/bellen/persoon/<invitation_id>"
    rule(one, "person", person, methods=["GET"])
    rule(one, "outcome", outcome, methods=["POST"])
    rule(f"{one}/bel", "take", take, methods=["POST"])
    rule(f"{one}/sluiten", "close_person", close_person, methods=["POST"])
    rule(f"{one}/notitie", "add_note", add_note, methods=["POST"])
    rule(f"{one}/wens", "set_wish", set_wish, methods=["POST"])
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
def close_person(invitation_id: str) -> Any:
    """Call this person no more, for a reason that they gave."""
    wave_id = wave_of(invitation_id)
    if not claim(memory_here(), invitation_id, staff_here(), TO_DIAL_SECONDS):
        return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)
    try:
        close_calling(installation_here(), invitation_id, request.form.get("reden", "")[:40])
    except BadInput:
        return _person_page(invitation_id, closing_error="Kies een reden."), 422
    release(memory_here(), invitation_id, staff_here())
    return redirect(to("fieldwork.calls", wave_id=wave_id), 303)


@fieldworker
def add_note(invitation_id: str) -> Any:
    """Keep a note for colleagues; a wrong one stays in the field."""
    wave_of(invitation_id)
    typed = request.form.get("notitie", "").strip()
    try:
        write_note(installation_here(), invitation_id, staff_here(), typed)
    except BadInput:
        return _person_page(invitation_id, note=typed, note_error=NOTE_REFUSED), 422
    return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)


@fieldworker
def set_wish(invitation_id: str) -> Any:
    """Keep in which language somebody wants to talk, and whether with an interpreter."""
    wave_of(invitation_id)
    try:
        language = request.form.get("taal", "")[:8]
        keep_wish(installation_here(), invitation_id, language, "tolk" in request.form)
    except BadInput:
        abort(400)
    return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)


@fieldworker
def call_again(invitation_id: str) -> Any:
    """Put somebody who was closed for calling on the list again: they phoned us."""
    wave_of(invitation_id)
    put_back(installation_here(), invitation_id)
    return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)


def _person_page(invitation_id: str, error: str = "", **more: str) -> Any:
    with reading(installation_here().engine) as database:
        called = surroundings(database, invitation_id)
        if called is None:
            abort(404)
        found = person_to_call(database, invitation_id)
        closed = None if found else person_off_the_list(database, invitation_id)
        history = call_outcomes(database, found) if found else []
        notes = notes_about(database, installation_here(), found) if found else []
    if closed is not None:
        return _closed_page(called, closed)
    if found is None:
        return redirect(to("fieldwork.calls", wave_id=called.wave.id), 303)
    return render_template(
        "fieldwork/person.html",
        **_facts(called, found),
        history=[(day_words(one.called_on), one.outcome) for one in history],
        notes=[(day_words(one.written_on), one.author, one.words) for one in notes],
        error=error,
        today=today(),
        **more,
    )


def _facts(called: Called, found: ToCall) -> dict[str, Any]:
    """What the page says of a person whom one may call."""
    contact, mine = person_of(installation_here(), found), found.invitation_id
    return {
        "wave": called.wave,
        "invitation_id": mine,
        "name": name_of(contact),
        "phone": contact.phone,
        "phone_words": phone_words(contact.phone),
        "language": language_words(found.language),
        "spoken": found.language,
        "interpreter": found.interpreter,
        "languages": LANGUAGES,
        "title": titles_of([found.questionnaire])[found.questionnaire],
        "appointment": moment_words(found.appointment) if found.appointment else "",
        "is_mine": is_mine(memory_here(), mine, staff_here()),
        "is_busy": bool(with_colleagues(memory_here(), [mine], staff_here())),
        "may_call": state_of(called.wave) == "open",
        "may_fill_in": installation_here().keys.sender is not None,
        "reasons": [(one, CLOSING_WORDS[one]) for one in SPOKEN_CLOSINGS],
    }


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
