"""A call in which the questions are filled in together: begin, hand over, write down."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, session
from flask import url_for as to

from survey_app.clock import today
from survey_app.fieldwork.calls.claims import TO_TALK_SECONDS, claim, release
from survey_app.fieldwork.calls.here import (
    fieldworker,
    finish_call,
    memory_here,
    staff_here,
    wave_of,
)
from survey_app.fieldwork.calls.services import begin_call, hand_over, reaches_by_email
from survey_app.fieldwork.forms import FieldRefused, outcome_form
from survey_app.visits.visitor import begin_interview, end_interview, interview_of, visitor_of
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/bellen/persoon/<invitation_id>/gesprek", "begin", begin, methods=["POST"])
    rule("/gesprek/vastleggen", "ask_outcome", ask_outcome, methods=["GET"])
    rule("/gesprek/vastleggen", "write_down", write_down, methods=["POST"])
    rule("/gesprek/link", "ask_link", ask_link, methods=["GET"])
    rule("/gesprek/link", "give_link", give_link, methods=["POST"])


@fieldworker
def begin(invitation_id: str) -> Any:
    """Begin to fill in together: the same pages as everybody's, in this browser."""
    wave_id = wave_of(invitation_id)
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
    wave_id = wave_of(interview.invitation_id)
    finish_call(interview.invitation_id, form.outcome, form.appointment)
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
    wave_id = wave_of(interview.invitation_id)
    given = hand_over(installation_here(), interview, visitor, "email" in request.form)
    release(memory_here(), interview.invitation_id, staff_here())
    end_interview(session)
    if given is None:
        return redirect(to("fieldwork.calls", wave_id=wave_id), 303)
    return render_template(
        "fieldwork/handed_over.html", interview=interview, given=given, wave_id=wave_id
    )


def _outcome_page(error: str = "") -> str:
    return render_template(
        "fieldwork/outcome.html",
        interview=interview_of(session),
        is_sent="s" in session,
        error=error,
        today=today(),
    )
