"""One person to call with what surrounds them, and what came of earlier calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from survey_app.fieldwork.calls.order import CLOSED
from survey_app.models import (
    CallOutcome,
    Contact,
    Invitation,
    LinkConsent,
    Organisation,
    Wave,
    WaveQuestionnaire,
)


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody who can still be called; `appointment` is '2026-11-23 14:30' or empty."""

    invitation_id: str
    contact_id: str
    organisation_id: str
    questionnaire: str
    ciphertext: bytes
    calls: int
    appointment: str
    state: str
    closing: str
    language: str
    interpreter: bool


@dataclass(frozen=True, slots=True)
class Called:
    """A wave and organisation, as the page of one person needs them."""

    wave: Wave
    organisation: Organisation
    version: int


def all_waves(session: Session) -> list[tuple[Wave, Organisation]]:
    """Every wave with its organisation, the newest first."""
    statement = (
        select(Wave, Organisation)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .order_by(Wave.starts_on.desc(), Wave.name)
    )
    return [(wave, organisation) for wave, organisation in session.execute(statement)]


def person_to_call(session: Session, invitation_id: str) -> ToCall | None:
    """Somebody who may be called; None for who answered, refused or opted out."""
    statement = callable_people().where(Invitation.id == invitation_id, not_closed())
    row = session.execute(statement).one_or_none()
    return to_call(row) if row is not None else None


def person_off_the_list(session: Session, invitation_id: str) -> ToCall | None:
    """Somebody whom nobody calls any more, but who may be called again when they phone us."""
    statement = callable_people().where(
        Invitation.id == invitation_id, Invitation.call_state == CLOSED
    )
    row = session.execute(statement).one_or_none()
    return to_call(row) if row is not None else None


def surroundings(session: Session, invitation_id: str) -> Called | None:
    """The wave, organisation and questionnaire version of an invitation."""
    statement = (
        select(Wave, Organisation, WaveQuestionnaire.version)
        .join(Invitation, Invitation.wave_id == Wave.id)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .join(
            WaveQuestionnaire,
            (WaveQuestionnaire.wave_id == Wave.id)
            & (WaveQuestionnaire.questionnaire == Invitation.questionnaire),
        )
        .where(Invitation.id == invitation_id)
    )
    row = session.execute(statement).one_or_none()
    return Called(row[0], row[1], row[2]) if row is not None else None


def call_outcomes(session: Session, person: ToCall) -> list[CallOutcome]:
    """What came of earlier calls with this person in this wave, the newest day first."""
    statement = (
        select(CallOutcome)
        .join(Invitation, Invitation.wave_id == CallOutcome.wave_id)
        .where(Invitation.id == person.invitation_id, CallOutcome.contact_id == person.contact_id)
        .order_by(CallOutcome.called_on.desc(), CallOutcome.id)
    )
    return list(session.scalars(statement))


def goal_of_contact(session: Session, contact_id: str) -> int | None:
    """The goal that a linked person once gave, or None."""
    return session.scalar(select(LinkConsent.goal).where(LinkConsent.contact_id == contact_id))


def not_closed() -> ColumnElement[bool]:
    """The condition under which somebody stands on the list."""
    return Invitation.call_state != CLOSED


def waiting() -> tuple[ColumnElement[bool], ...]:
    """The conditions of somebody with a telephone who neither answered, refused nor opted out."""
    return (
        Invitation.used.is_(False),
        Invitation.refused.is_(False),
        Invitation.by_phone.is_(True),
    )


def callable_people() -> Select[*tuple[Any, ...]]:
    """The columns of `ToCall` for people who have not answered, refused or opted out."""
    return (
        select(
            Invitation.id,
            Contact.id,
            Contact.organisation_id,
            Invitation.questionnaire,
            Contact.ciphertext,
            Invitation.calls,
            Invitation.appointment,
            Invitation.call_state,
            Invitation.closing,
            Invitation.language,
            Invitation.interpreter,
        )
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(*waiting())
    )


def to_call(row: Row[*tuple[Any, ...]]) -> ToCall:
    """One row of `callable_people`."""
    values: Sequence[Any] = ["" if value is None else value for value in row]
    return ToCall(*values)
