"""The people of a wave, a page at a time, without opening more than is shown."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from survey_app.clock import today
from survey_app.models import Access, Contact, ContactName, Invitation, Message, Wave
from survey_app.questionnaire.windows import OPEN_FOR
from survey_app.ways_in.windows import any_day_or_in_window

PersonRow = Row[*tuple[Any, ...]]
PERSON: tuple[Any, ...] = (
    Invitation.id,
    Contact.id,
    Contact.organisation_id,
    Invitation.questionnaire,
    Invitation.language,
    Contact.ciphertext,
    Invitation.refused,
    Contact.opted_out,
    Invitation.opens_on,
)
STATES = ("new", "later", "late", "underway", "sent", "failed", "refused", "opted_out")
ON_ITS_WAY = ("queued", "sending", "unknown")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom somebody wants to see; empty is everybody. `ways`: hashes of a number or address."""

    questionnaire: str = ""
    language: str = ""
    channel: str = ""
    state: str = ""
    tags: frozenset[int] = frozenset()
    ways: tuple[bytes, ...] = ()


def people_rows(
    session: Session, wave_id: str, wanted: Wanted, limit: int, offset: int = 0
) -> Sequence[PersonRow]:
    """Invitations of the wave with whom they are for, in an order that says nothing."""
    statement = _wanted(
        select(*PERSON),
        wave_id,
        wanted,
    )
    ordered = statement.order_by(Invitation.contact_id, Invitation.questionnaire)
    return session.execute(ordered.limit(limit).offset(offset)).all()


def number_of_people(session: Session, wave_id: str, wanted: Wanted) -> int:
    """How many invitations that are."""
    statement = _wanted(select(func.count(Invitation.contact_id)), wave_id, wanted)
    return session.scalar(statement) or 0


def message_states(session: Session, invitation_ids: Collection[str]) -> dict[str, set[str]]:
    """Invitation id → the states of the messages that carry the invitation."""
    statement = (
        select(Access.invitation_id, Message.state)
        .join(Message, Message.access_id == Access.id)
        .where(Access.invitation_id.in_(sorted(invitation_ids)), Message.kind == "invitation")
    )
    found: dict[str, set[str]] = {}
    for invitation_id, state in session.execute(statement):
        found.setdefault(invitation_id, set()).add(state)
    return found


def _wanted(
    statement: Select[*tuple[Any, ...]], wave_id: str, wanted: Wanted
) -> Select[*tuple[Any, ...]]:
    conditions = [Invitation.wave_id == wave_id]
    if wanted.questionnaire:
        conditions.append(Invitation.questionnaire == wanted.questionnaire)
    if wanted.language:
        conditions.append(Invitation.language == wanted.language)
    if wanted.channel:
        conditions.append(Contact.channel == wanted.channel)
    if wanted.state:
        conditions.append(_state(wanted.state))
    # Of the organisation by value, not by the row in hand: looked up once for a search.
    owner = select(Wave.organisation_id).where(Wave.id == wave_id).scalar_subquery()
    conditions += [
        Contact.id.in_(
            select(ContactName.contact_id).where(
                ContactName.organisation_id == owner, ContactName.tag == tag
            )
        )
        for tag in sorted(wanted.tags)
    ]
    if wanted.ways:
        reached = aliased(Contact)
        same = or_(reached.phone_hash.in_(wanted.ways), reached.email_hash.in_(wanted.ways))
        conditions.append(Contact.id.in_(select(reached.id).where(same)))
    return (
        statement.select_from(Invitation)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(*conditions)
    )


def _state(state: str) -> ColumnElement[bool]:
    """The condition of one state; never whether somebody has answered."""
    if state == "opted_out":
        return Contact.opted_out.is_(True)
    reachable = Contact.opted_out.is_(False)
    if state == "refused":
        return and_(reachable, Invitation.refused.is_(True))
    willing = and_(reachable, Invitation.refused.is_(False))
    if state == "sent":
        return and_(willing, _message("sent"))
    if state == "underway":
        return and_(willing, ~_message("sent"), _message(*ON_ITS_WAY))
    if state == "failed":
        return and_(willing, ~_message("sent", *ON_ITS_WAY), _message("failed"))
    nothing = and_(willing, ~_message("sent", *ON_ITS_WAY, "failed"))
    return and_(nothing, _turn(state, today()))


def _turn(state: str, day: datetime.date) -> ColumnElement[bool]:
    """Whether somebody's window is to come (later), was (late), or neither."""
    if state == "later":
        return Invitation.opens_on > day
    if state == "late":
        return Invitation.opens_on < day - OPEN_FOR
    return any_day_or_in_window(day)


def _message(*states: str) -> ColumnElement[bool]:
    return (
        exists()
        .where(Access.invitation_id == Invitation.id, Message.access_id == Access.id)
        .where(Message.kind == "invitation", Message.state.in_(states))
        .correlate(Invitation)
    )


def invitations_of(session: Session, wave_id: str, contact_id: str) -> Sequence[PersonRow]:
    """The invitations of one person in a wave."""
    statement = (
        select(*PERSON, Invitation.contract)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.wave_id == wave_id, Invitation.contact_id == contact_id)
        .order_by(Invitation.questionnaire)
    )
    return session.execute(statement).all()


def contacts_with(
    session: Session, organisation_id: str, ways: Mapping[str, bytes], limit: int
) -> Sequence[Row[str, bytes]]:
    """(Id, ciphertext) of whom has this telephone or e-mail address, always in the same order."""
    columns = {"phone": Contact.phone_hash, "email": Contact.email_hash}
    same = [columns[way] == hashed for way, hashed in ways.items() if way in columns]
    if not same:
        return []
    statement = select(Contact.id, Contact.ciphertext).where(
        Contact.organisation_id == organisation_id, or_(*same)
    )
    return session.execute(statement.order_by(Contact.id).limit(limit)).all()
