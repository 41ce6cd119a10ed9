"""Calling somebody: begin to fill in together, hand over, stop, write down what came of it."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import AMSTERDAM, now, today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, CannotDecrypt, EntryRefused
from survey_app.fieldwork.calls.order import (
    CLOSED,
    OPEN,
    OUTCOMES,
    REFUSES,
    SPOKEN,
    SPOKEN_CLOSINGS,
    part_of_day,
    standing_after,
)
from survey_app.fieldwork.calls.queries import (
    ToCall,
    goal_of_contact,
    person_off_the_list,
    person_to_call,
    surroundings,
)
from survey_app.installation import Installation
from survey_app.models import Access, CallOutcome, Draft, Invitation, Message
from survey_app.organisations.waves import wave_state
from survey_app.visits.visitor import Interview, Visitor
from survey_app.ways_in.access import create_access, renew_draft_key, unwrap_key
from survey_app.ways_in.contacts import Person, opened_person
from survey_app.ways_in.links import answer_link


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How a call was handed over: by e-mail, or with a link to be sent by telephone."""

    link: str
    by_email: bool


def person_of(installation: Installation, person: ToCall) -> Person:
    """The name and number of somebody on the list. Raises CannotDecrypt."""
    key = installation.keys.contact
    return opened_person(key, person.organisation_id, person.contact_id, person.ciphertext)


def begin_call(installation: Installation, invitation_id: str) -> tuple[Visitor, Interview] | None:
    """A fresh way in and draft for a call; None when this person is no longer on the list.

    Raises KeyMissing on a machine without the sender key.
    """
    with session_of(installation.engine) as session:
        person = person_to_call(session, invitation_id)
        if person is None or not _is_open(session, invitation_id):
            return None
        ways = create_access(session, installation, invitation_id, mode="phone")
        session.flush()
        wrapped = session.get_one(Access, ways.access_id).key_by_token or b""
        goal = _goal(session, person)
        session.commit()
    key = unwrap_key(ways.token, ways.access_id, wrapped)
    name = person_of(installation, person).name
    return Visitor(ways.access_id, key, goal), Interview(invitation_id, name)


def hand_over(
    installation: Installation, interview: Interview, visitor: Visitor, by_email: bool
) -> HandedOver | None:
    """Let the person go on alone, with what is filled in; this session opens nothing any more.

    None when the draft is gone or has been sent. Who filled in nothing yet does so unaided, and
    counts as such.
    """
    with session_of(installation.engine) as session:
        person = person_to_call(session, interview.invitation_id)
        access = session.get(Access, visitor.access_id)
        if person is None or access is None or access.invitation_id != person.invitation_id:
            return None
        try:
            ways = renew_draft_key(session, installation, access.id, visitor.draft_key)
        except CannotDecrypt:  # handed over already, on another page
            return None
        if session.get_one(Draft, access.id).ciphertext is None:
            access.mode = "web"
        if by_email:
            _send(session, installation, person, access)
        _write_down(session, person.invitation_id, SPOKEN, "")
        _log(session, person.invitation_id, "calls.written")
        session.commit()
    return HandedOver(answer_link(installation.config.base_url, ways.token), by_email)


def end_call(
    installation: Installation,
    invitation_id: str,
    outcome: str,
    appointment: str = "",
    visitor: Visitor | None = None,
) -> None:
    """Write down what came of a call; a draft that was not sent disappears.

    Raises BadInput for an outcome that does not exist.
    """
    if outcome not in OUTCOMES:
        raise BadInput(
            "no outcome {outcome!r}; there are: {outcomes}",
            outcome=outcome,
            outcomes=", ".join(OUTCOMES),
        )
    with session_of(installation.engine) as session:
        if visitor is not None:
            _discard(session, invitation_id, visitor.access_id)
        _write_down(session, invitation_id, outcome, appointment)
        _log(session, invitation_id, "calls.written")
        session.commit()


def close_calling(installation: Installation, invitation_id: str, closing: str) -> None:
    """Spoken to, and not called any more for this reason; they may still answer by themselves.

    Raises BadInput for another reason, and for somebody who is not on the list.
    """
    if closing not in SPOKEN_CLOSINGS:
        raise BadInput(
            "no reason {closing!r}; there are: {spoken_closings}",
            closing=closing,
            spoken_closings=", ".join(SPOKEN_CLOSINGS),
        )
    with session_of(installation.engine) as session:
        person = person_to_call(session, invitation_id)
        if person is None:
            raise BadInput("this person is not on the call list")
        _write_down(session, invitation_id, SPOKEN, "")
        invitation = session.get_one(Invitation, invitation_id)
        session.execute(
            update(Invitation)
            .where(Invitation.wave_id == invitation.wave_id)
            .where(Invitation.contact_id == person.contact_id)
            .values(call_state=CLOSED, closing=closing)
        )
        _log(session, invitation_id, "calls.closed")
        session.commit()


def put_back(installation: Installation, invitation_id: str) -> None:
    """Put a person on the call list again, with as many attempts left as at the beginning.

    Does nothing for who answered, refused or opted out.
    """
    with session_of(installation.engine) as session:
        person = person_off_the_list(session, invitation_id)
        if person is not None:
            invitation = session.get_one(Invitation, invitation_id)
            invitation.call_state, invitation.closing = OPEN, None
            invitation.calls = invitation.hours_tried = 0
            _log(session, invitation_id, "calls.reopened")
        session.commit()


def _log(session: Session, invitation_id: str, what: str) -> None:
    """That somebody was called, and never who it was or what they said."""
    record_in_wave(session, session.get_one(Invitation, invitation_id).wave_id, what)


def reaches_by_email(installation: Installation, invitation_id: str) -> str:
    """The e-mail address to which a link can be sent; empty without one."""
    with reading(installation.engine) as session:
        person = person_to_call(session, invitation_id)
    return person_of(installation, person).email if person is not None else ""


def _is_open(session: Session, invitation_id: str) -> bool:
    found = surroundings(session, invitation_id)
    if found is None:
        return False
    wave = found.wave
    return wave_state(wave, today()) == "open" and not wave.is_test


def _goal(session: Session, person: ToCall) -> int | None:
    found = surroundings(session, person.invitation_id)
    linked = found is not None and found.wave.mode == "linked"
    return goal_of_contact(session, person.contact_id) if linked else None


def _send(session: Session, installation: Installation, person: ToCall, access: Access) -> None:
    """Put the message in line; the worker sends it, since only it writes to people."""
    if not person_of(installation, person).email:
        raise BadInput("this person has no e-mail address")
    invitation = session.get_one(Invitation, person.invitation_id)
    if not installation.config.sends_email and not installation.config.synthetic:
        raise EntryRefused(
            "Er is geen mailserver ingesteld: een link kan nu niet worden verstuurd."
        )
    channel = "smtp" if installation.config.sends_email else "console"
    session.add(
        Message(wave_id=invitation.wave_id, access_id=access.id, channel=channel, kind="invitation")
    )


def _discard(session: Session, invitation_id: str, access_id: str) -> None:
    """Remove the way in of a call with its draft, unless it was sent."""
    session.execute(
        delete(Access).where(
            Access.id == access_id,
            Access.invitation_id == invitation_id,
            Access.mode == "phone",
            Access.id.in_(select(Draft.access_id).where(Draft.submitted.is_(False))),
        )
    )


def _write_down(session: Session, invitation_id: str, outcome: str, appointment: str) -> None:
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.contact_id is None:
        raise BadInput("this invitation belongs to nobody whom we can call")
    # An appointment has been kept, missed or replaced as soon as there is a next call.
    session.execute(
        update(CallOutcome)
        .where(CallOutcome.wave_id == invitation.wave_id)
        .where(CallOutcome.contact_id == invitation.contact_id)
        .values(appointment=None)
    )
    session.add(
        CallOutcome(
            wave_id=invitation.wave_id,
            contact_id=invitation.contact_id,
            outcome=outcome,
            called_on=today(),
            appointment=appointment or None,
        )
    )
    _mark(session, invitation, outcome, appointment)
    if outcome == REFUSES:
        invitation.refused = True


def _mark(session: Session, invitation: Invitation, outcome: str, appointment: str) -> None:
    """How the calling stands now, on everything that this person is asked in this wave."""
    calls = invitation.calls + 1
    state, closing = standing_after(outcome, calls)
    part = part_of_day(now().astimezone(AMSTERDAM))
    session.execute(
        update(Invitation)
        .where(Invitation.wave_id == invitation.wave_id)
        .where(Invitation.contact_id == invitation.contact_id)
        .values(
            calls=calls,
            call_state=state,
            closing=closing,
            appointment=appointment or None,
            hours_tried=Invitation.hours_tried.bitwise_or(part),
        )
    )
