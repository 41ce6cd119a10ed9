"""What a fieldworker must know before, during and after sending: numbers, never who answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Integer, case, func, literal, or_, select
from sqlalchemy.orm import Session

from survey_app.messaging.outbox.addressees import Target
from survey_app.models import (
    Access,
    Contact,
    Dispatch,
    Invitation,
    Message,
    Organisation,
    OwnText,
    StaffAccount,
    Wave,
    WaveQuestionnaire,
)

# The state of somebody's best invitation: the lowest counts.
RANK = {"sent": 1, "unknown": 1, "queued": 2, "sending": 2, "failed": 3, "cancelled": 4}


@dataclass(frozen=True, slots=True)
class Group:
    """How many people of a questionnaire and way stand where; together they are all of them."""

    questionnaire: str
    way: str
    standing: str  # 'sent', 'waiting', 'failed', 'off' or 'open'
    people: int


def waves_with_owners(session: Session) -> list[tuple[Wave, Organisation]]:
    """Every wave with its organisation, the newest first."""
    statement = (
        select(Wave, Organisation)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .order_by(Wave.starts_on.desc(), Wave.name)
    )
    return [(wave, owner) for wave, owner in session.execute(statement)]


def wave_with_owner(session: Session, wave_id: str) -> tuple[Wave, Organisation] | None:
    """One wave with its organisation."""
    wave = session.get(Wave, wave_id)
    return (wave, session.get_one(Organisation, wave.organisation_id)) if wave else None


def versions(session: Session, wave_id: str) -> dict[str, int]:
    """Questionnaire → version, as frozen into the wave."""
    statement = select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.version).where(
        WaveQuestionnaire.wave_id == wave_id
    )
    return dict(session.execute(statement).all())


def groups(session: Session, wave_id: str) -> list[Group]:
    """Everybody of a wave, counted per questionnaire and way by how their invitation stands."""
    rank = case(RANK, value=Message.state, else_=literal(4, Integer))
    best = (
        select(func.min(rank))
        .where(Access.invitation_id == Invitation.id, Message.access_id == Access.id)
        .where(Message.kind == "invitation")
        .correlate(Invitation)
        .scalar_subquery()
    )
    people = (
        select(
            Invitation.questionnaire,
            Contact.channel.label("way"),
            or_(Invitation.used, Invitation.refused, Contact.opted_out).label("off"),
            best.label("best"),
        )
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.wave_id == wave_id)
        .subquery()
    )
    standing = case(
        (people.c.best == 1, "sent"),
        (people.c.best == 2, "waiting"),
        (people.c.off, "off"),
        (people.c.best == 3, "failed"),
        else_="open",
    )
    counted = select(people.c.questionnaire, people.c.way, standing, func.count())
    rows = session.execute(counted.group_by(people.c.questionnaire, people.c.way, standing))
    return [Group(*row) for row in rows]


def dispatches(session: Session, wave_id: str) -> list[Dispatch]:
    """What was decided to be sent in a wave, the newest first."""
    statement = select(Dispatch).where(Dispatch.wave_id == wave_id)
    return list(session.scalars(statement.order_by(Dispatch.asked_at.desc(), Dispatch.id)))


def states(session: Session, dispatch_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """Dispatch id → state → how many of its messages."""
    found: dict[str, dict[str, int]] = {one: {} for one in dispatch_ids}
    counted = (
        select(Message.dispatch_id, Message.state, func.count())
        .where(Message.dispatch_id.in_(found))
        .group_by(Message.dispatch_id, Message.state)
    )
    for dispatch_id, state, number in session.execute(counted):
        found[str(dispatch_id)][state] = number
    return found


def named_together(session: Session, dispatch_id: str) -> tuple[int, int]:
    """Of a dispatch: messages that name another questionnaire, and that stand in another one."""
    ours = select(Message.id).where(Message.dispatch_id == dispatch_id)
    naming = select(func.count(Message.carried_by.distinct())).where(Message.carried_by.in_(ours))
    named = select(func.count()).where(
        Message.dispatch_id == dispatch_id, Message.carried_by.is_not(None)
    )
    return session.scalar(naming) or 0, session.scalar(named) or 0


def languages_of(session: Session, target: Target) -> dict[str, int]:
    """Language → people of this questionnaire and way who are written to in it."""
    counted = (
        select(Invitation.language, func.count())
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.wave_id == target.wave_id)
        .where(Invitation.questionnaire == target.questionnaire, Contact.channel == target.way)
        .group_by(Invitation.language)
    )
    return dict(session.execute(counted).all())


def own_words(session: Session, target: Target, kind: str) -> dict[str, str]:
    """Language → what the organisation adds to this kind of text (OwnText.kind)."""
    statement = select(OwnText.language, OwnText.text).where(
        OwnText.wave_id == target.wave_id,
        OwnText.questionnaire == target.questionnaire,
        OwnText.kind == kind,
    )
    return dict(session.execute(statement).all())


def own_email(session: Session, account_id: str) -> str:
    """The e-mail address of the account of whoever works here; empty without one."""
    found = session.scalar(select(StaffAccount.email).where(StaffAccount.id == account_id))
    return found or ""
