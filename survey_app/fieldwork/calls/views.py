"""The call list, one person, and a call: begin, hand over, write down."""

from typing import Any, cast

from flask import Blueprint, abort, current_app, redirect, render_template, request, session
from flask import url_for as to

from survey_app.clock import today
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.fieldwork import presentation
from survey_app.fieldwork.calls.claims import (
    TO_DIAL_SECONDS,
    TO_TALK_SECONDS,
    claim,
    is_mine,
    release,
    with_colleagues,
)
from survey_app.fieldwork.calls.order import OUTCOMES, in_order
from survey_app.fieldwork.calls.queries import (
    all_waves,
    call_outcomes,
    people_to_call,
    person_to_call,
    surroundings,
)
from survey_app.fieldwork.calls.services import (
    begin_call,
    end_call,
    hand_over,
    person_of,
    reaches_by_email,
)
from survey_app.fieldwork.forms import FieldRefused, outcome_form
from survey_app.models import Wave
from survey_app.organisations.waves import wave_state
from survey_app.texts.dutch import day_words
from survey_app.visits.short_memory import ShortMemory
from survey_app.visits.staff_session import current_staff, role_required
from survey_app.visits.visitor import begin_interview, end_interview, interview_of, visitor_of
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/bellen", "waves", waves, methods=["GET"])
    rule("/bellen/<wave_id>", "calls", calls, methods=["GET"])
    rule("/bellen/<wave_id>/volgende", "call_next", call_next, methods=["POST"])
    rule("/bellen/persoon/<invitation_id>", "person", person, methods=["GET"])
    rule("/bellen/persoon/<invitation_id>", "outcome", outcome, methods=["POST"])
    rule("/bellen/persoon/<invitation_id>/bel", "take", take, methods=["POST"])
    rule("/bellen/persoon/<invitation_id>/gesprek", "begin", begin, methods=["POST"])
    rule("/gesprek/vastleggen", "ask_outcome", ask_outcome, methods=["GET"])
    rule("/gesprek/vastleggen", "write_down", write_down, methods=["POST"])
    rule("/gesprek/link", "ask_link", ask_link, methods=["GET"])
    rule("/gesprek/link", "give_link", give_link, methods=["POST"])


@fieldworker
def waves() -> Any:
    """The waves in which people can be called."""
    with reading(installation_here().engine) as database:
        found = [
            (wave, organisation, len(people_to_call(database, wave.id)))
            for wave, organisation in all_waves(database)
            if _state(wave) == "open"
        ]
    return render_template("fieldwork/waves.html", waves=found)


@fieldworker
def calls(wave_id: str) -> Any:
    """Whom to call, the next one first."""
    with reading(installation_here().engine) as database:
        wave = database.get(Wave, wave_id)
        if wave is None:
            abort(404)
        people = people_to_call(database, wave_id) if _state(wave) == "open" else []
    shown = presentation.lines(installation_here(), people)
    titles = _titles({line.questionnaire for line in shown})
    return render_template(
        "fieldwork/calls.html",
        wave=wave,
        is_open=_state(wave) == "open",
        people=shown,
        busy=with_colleagues(memory_here(), (one.invitation_id for one in shown), staff_here()),
        total=len(people),
        titles=titles,
    )


@fieldworker
def call_next(wave_id: str) -> Any:
    """Give the first person on the list whom no colleague is calling to this fieldworker."""
    with reading(installation_here().engine) as database:
        wave = database.get(Wave, wave_id)
        if wave is None:
            abort(404)
        people = people_to_call(database, wave_id) if _state(wave) == "open" else []
    for one in in_order(people, presentation.this_moment()):
        if claim(memory_here(), one.invitation_id, staff_here(), TO_DIAL_SECONDS):
            return redirect(to("fieldwork.person", invitation_id=one.invitation_id), 303)
    return redirect(to("fieldwork.calls", wave_id=wave_id), 303)


@fieldworker
def take(invitation_id: str) -> Any:
    """Give this person to this fieldworker; the page says so when a colleague was first."""
    _wave_of(invitation_id)
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
    wave_id = _wave_of(invitation_id)
    if not claim(memory_here(), invitation_id, staff_here(), TO_DIAL_SECONDS):
        return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)
    _end_call(invitation_id, form.outcome, form.appointment)
    return redirect(to("fieldwork.calls", wave_id=wave_id), 303)


@fieldworker
def begin(invitation_id: str) -> Any:
    """Begin to fill in together: the same pages as everybody's, in this browser."""
    wave_id = _wave_of(invitation_id)
    if not claim(memory_here(), invitation_id, staff_here(), TO_TALK_SECONDS):
        return redirect(to("fieldwork.person", invitation_id=invitation_id), 303)
    begun = begin_call(installation_here(), invitation_id)
    if begun is None:
        release(memory_here(), invitation_id, staff_here())
        return redirect(to("fieldwork.calls", wave_id=wave_id), 303)
    begin_interview(session, *begun)
    return redirect("/start", 303)


@fieldworker
def ask_outcome() -> Any:
    """After sending, or in the middle of it: what came of the call?"""
    interview = interview_of(session)
    if interview is None:
        return redirect(to("fieldwork.waves"), 303)
    return _outcome_page()


@fieldworker
def write_down() -> Any:
    """End the call; what was not sent disappears."""
    interview = interview_of(session)
    if interview is None:
        return redirect(to("fieldwork.waves"), 303)
    try:
        form = outcome_form(request.form, today())
    except FieldRefused as error:
        return _outcome_page(str(error)), 422
    wave_id = _wave_of(interview.invitation_id)
    _end_call(interview.invitation_id, form.outcome, form.appointment)
    return redirect(to("fieldwork.calls", wave_id=wave_id), 303)


@fieldworker
def ask_link() -> Any:
    """Ask how the link should go to the person."""
    interview = interview_of(session)
    if interview is None or not interview.underway:
        return redirect(to("fieldwork.waves"), 303)
    return render_template(
        "fieldwork/hand_over.html",
        interview=interview,
        email=reaches_by_email(installation_here(), interview.invitation_id),
    )


@fieldworker
def give_link() -> Any:
    """Hand the questionnaire over; from here on this browser opens nothing of it."""
    interview, visitor = interview_of(session), visitor_of(session)
    if interview is None or visitor is None:
        return redirect(to("fieldwork.waves"), 303)
    wave_id = _wave_of(interview.invitation_id)
    given = hand_over(installation_here(), interview, visitor, "email" in request.form)
    release(memory_here(), interview.invitation_id, staff_here())
    end_interview(session)
    if given is None:
        return redirect(to("fieldwork.calls", wave_id=wave_id), 303)
    return render_template(
        "fieldwork/handed_over.html", interview=interview, given=given, wave_id=wave_id
    )


def memory_here() -> ShortMemory:
    """What all web processes remember together."""
    return cast("ShortMemory", current_app.extensions["short_memory"])


def staff_here() -> str:
    """The name of the fieldworker, who has logged in on these pages."""
    staff = current_staff()
    return staff.name if staff is not None else ""


def _person_page(invitation_id: str, error: str = "") -> Any:
    with reading(installation_here().engine) as database:
        found = person_to_call(database, invitation_id)
        called = surroundings(database, invitation_id)
        if called is None:
            abort(404)
        if found is None:
            return redirect(to("fieldwork.calls", wave_id=called.wave.id), 303)
        history = call_outcomes(database, found)
    contact = person_of(installation_here(), found)
    return render_template(
        "fieldwork/person.html",
        wave=called.wave,
        invitation_id=invitation_id,
        name=presentation.name_of(contact),
        phone=contact.phone,
        phone_words=presentation.phone_words(contact.phone),
        language=presentation.language_words(contact.language),
        title=_titles({found.questionnaire})[found.questionnaire],
        appointment=presentation.moment_words(found.appointment) if found.appointment else "",
        history=[(day_words(one.called_on), one.outcome) for one in history],
        is_mine=is_mine(memory_here(), invitation_id, staff_here()),
        is_busy=bool(with_colleagues(memory_here(), [invitation_id], staff_here())),
        may_call=_state(called.wave) == "open",
        may_fill_in=installation_here().keys.sender is not None,
        error=error,
        today=today(),
    )


def _outcome_page(error: str = "") -> str:
    return render_template(
        "fieldwork/outcome.html",
        interview=interview_of(session),
        is_sent="s" in session,
        error=error,
        today=today(),
    )


def _end_call(invitation_id: str, outcome: str, appointment: str) -> None:
    """Write down the outcome and forget the call that this browser was in, if it was this one."""
    if outcome not in OUTCOMES:
        abort(400)
    interview = interview_of(session)
    mine = interview is not None and interview.invitation_id == invitation_id
    visitor = visitor_of(session) if mine else None
    try:
        end_call(installation_here(), invitation_id, outcome, appointment, visitor)
    except BadInput:
        abort(404)
    if mine:
        end_interview(session)
    release(memory_here(), invitation_id, staff_here())


def _wave_of(invitation_id: str) -> str:
    with reading(installation_here().engine) as database:
        called = surroundings(database, invitation_id)
    if called is None:
        abort(404)
    return called.wave.id


def _titles(codes: set[str]) -> dict[str, str]:
    catalogue = installation_here().catalogue
    return {code: catalogue.latest(code).title for code in codes}


def _state(wave: Wave) -> str:
    return wave_state(wave.starts_on, wave.ends_on, wave.paused_at, wave.closed_at, today())
