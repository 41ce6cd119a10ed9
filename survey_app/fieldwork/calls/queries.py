"""Who can still be called in a wave, and what came of earlier calls."""

from dataclasses import dataclass

from sqlalchemy import Row, Select, Subquery, func, select
from sqlalchemy.orm import Session

from survey_app.fieldwork.calls.order import FINAL, ToCall
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


def people_to_call(session: Session, wave_id: str) -> list[ToCall]:
    """Everybody of the wave who has a telephone and may still be called."""
    statement = _callable().where(Invitation.wave_id == wave_id)
    return [_to_call(row) for row in session.execute(statement)]


def person_to_call(session: Session, invitation_id: str) -> ToCall | None:
    """One of them; None for who answered, refused, opted out or has another number."""
    row = session.execute(_callable().where(Invitation.id == invitation_id)).one_or_none()
    return _to_call(row) if row is not None else None


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


def _calls() -> Subquery:
    """Per person and wave: how often we called, and the last appointment."""
    return (
        select(
            CallOutcome.wave_id,
            CallOutcome.contact_id,
            func.count().label("calls"),
            func.max(CallOutcome.appointment).label("appointment"),
        )
        .group_by(CallOutcome.wave_id, CallOutcome.contact_id)
        .subquery()
    )


def _callable() -> Select[str, str, str, str, bytes, int, str | None]:
    calls = _calls()
    final = (
        select(CallOutcome.id)
        .where(CallOutcome.wave_id == Invitation.wave_id)
        .where(CallOutcome.contact_id == Invitation.contact_id)
        .where(CallOutcome.outcome.in_(FINAL))
    )
    same = (calls.c.contact_id == Contact.id) & (calls.c.wave_id == Invitation.wave_id)
    return (
        select(
            Invitation.id,
            Contact.id,
            Contact.organisation_id,
            Invitation.questionnaire,
            Contact.ciphertext,
            func.coalesce(calls.c.calls, 0),
            calls.c.appointment,
        )
        .join(Contact, Contact.id == Invitation.contact_id)
        .outerjoin(calls, same)
        .where(Invitation.used.is_(False), Invitation.refused.is_(False))
        .where(Contact.opted_out.is_(False), Contact.phone_hash.is_not(None))
        .where(~final.exists())
    )


def _to_call(row: Row[str, str, str, str, bytes, int, str | None]) -> ToCall:
    return ToCall(row[0], row[1], row[2], row[3], row[4], row[5], row[6] or "")
