"""What the pages of calling ask of the request of this moment."""

from collections.abc import Iterable
from typing import cast

from flask import abort, current_app, session

from survey_app.clock import today
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.fieldwork.calls.claims import release
from survey_app.fieldwork.calls.order import OUTCOMES
from survey_app.fieldwork.calls.queries import surroundings
from survey_app.fieldwork.calls.services import end_call
from survey_app.models import Wave
from survey_app.organisations.waves import State, wave_state
from survey_app.visits.short_memory import ShortMemory
from survey_app.visits.staff_session import current_staff, role_required
from survey_app.visits.visitor import end_interview, interview_of, visitor_of
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")


def memory_here() -> ShortMemory:
    """What all web processes remember together."""
    return cast("ShortMemory", current_app.extensions["short_memory"])


def staff_here() -> str:
    """The name of the fieldworker, who has logged in on these pages."""
    staff = current_staff()
    return staff.name if staff is not None else ""


def wave_of(invitation_id: str) -> str:
    """The id of the wave of an invitation; 404 for one that is not there."""
    with reading(installation_here().engine) as database:
        called = surroundings(database, invitation_id)
    if called is None:
        abort(404)
    return called.wave.id


def titles_of(codes: Iterable[str]) -> dict[str, str]:
    """The title of each of these questionnaires."""
    catalogue = installation_here().catalogue
    return {code: catalogue.latest(code).title for code in set(codes)}


def state_of(wave: Wave) -> State:
    """Whether the wave takes answers now; nobody is ever called for a test."""
    return "draft" if wave.is_test else wave_state(wave, today())


def finish_call(invitation_id: str, outcome: str, appointment: str) -> None:
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
