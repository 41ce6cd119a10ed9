"""The people of a wave, a page at a time, without opening more than is shown."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from survey_app.clock import today
from survey_app.database import as_indexed
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
ORDER: tuple[Any, ...] = (Invitation.contact_id, Invitation.questionnaire)
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


@dataclass(frozen=True, slots=True)
class People:
    """Some of the invitations that were asked for, and how many there are in all."""

    rows: Sequence[PersonRow]
    total: int
    offset: int


def people_found(
    session: Session, wave_id: str, wanted: Wanted, limit: int, offset: int = 0
) -> People:
    """Invitations of the wave with whom they are for, in an order that says nothing.

    Only the people of this page are read. Past the end, the last page.
    """
    meant = _wanted(session, select(Invitation.id, *ORDER), wave_id, wanted)
    total, ids = _page(session, meant, limit, offset)
    if offset >= total:
        offset = max(0, total - 1) // limit * limit
        total, ids = _page(session, meant, limit, offset) if total else (0, [])
    these = select(*PERSON).join(Contact, Contact.id == Invitation.contact_id)
    these = these.where(Invitation.id.in_(ids)).order_by(*ORDER)
    return People(session.execute(these).all(), total, offset)


def _page(
    session: Session, meant: Select[*tuple[Any, ...]], limit: int, offset: int
) -> tuple[int, list[str]]:
    """How many are meant, and the ids of one page of them."""
    if _is_sqlite(session):  # one walk for both
        found = meant.cte("meant")
        total = select(func.count()).select_from(found)
        page = select(found.c.id, total.scalar_subquery())
        page = page.order_by(found.c.contact_id, found.c.questionnaire)
        rows = session.execute(page.limit(limit).offset(offset)).all()
        number = rows[0][1] if rows else session.scalar(total) if offset else 0
    else:  # it would write the whole list to the disk in between
        number = session.scalar(meant.with_only_columns(func.count()))
        rows = session.execute(meant.order_by(*ORDER).limit(limit).offset(offset)).all()
    return number or 0, [row.id for row in rows]


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


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
    session: Session, statement: Select[*tuple[Any, ...]], wave_id: str, wanted: Wanted
) -> Select[*tuple[Any, ...]]:
    owner = _owner_of(wave_id)
    conditions = [Invitation.wave_id == wave_id, Invitation.contact_id.is_not(None)]
    if wanted.questionnaire:
        conditions.append(Invitation.questionnaire == wanted.questionnaire)
    if wanted.language:
        conditions.append(Invitation.language == wanted.language)
    if wanted.channel:
        conditions.append(
            exists().where(Contact.id == Invitation.contact_id, Contact.channel == wanted.channel)
        )
    if wanted.state:
        conditions.append(_state(session, wave_id, wanted.state))
    conditions += [
        Invitation.contact_id.in_(
            select(ContactName.contact_id).where(
                ContactName.organisation_id == owner, ContactName.tag == tag
            )
        )
        for tag in sorted(wanted.tags)
    ]
    if wanted.ways:
        reached = aliased(Contact)
        same = or_(reached.phone_hash.in_(wanted.ways), reached.email_hash.in_(wanted.ways))
        conditions.append(Invitation.contact_id.in_(select(reached.id).where(same)))
    return statement.where(*conditions)


def _state(session: Session, wave_id: str, state: str) -> ColumnElement[bool]:
    """The condition of one state; never whether somebody has answered."""

    def written(*states: str) -> ColumnElement[bool]:
        return _message(session, wave_id, states)

    owner = _owner_of(wave_id)
    away = select(Contact.id).where(Contact.organisation_id == owner, as_indexed(Contact.opted_out))
    if state == "opted_out":
        return Invitation.contact_id.in_(away)
    reachable = Invitation.contact_id.not_in(away)
    if state == "refused":
        return and_(reachable, Invitation.refused.is_(True))
    willing = and_(reachable, Invitation.refused.is_(False))
    if state == "sent":
        return and_(willing, written("sent"))
    if state == "underway":
        return and_(willing, ~written("sent"), written(*ON_ITS_WAY))
    if state == "failed":
        return and_(willing, ~written("sent", *ON_ITS_WAY), written("failed"))
    return and_(willing, _turn(state, today()), ~written("sent", *ON_ITS_WAY, "failed"))


def _turn(state: str, day: datetime.date) -> ColumnElement[bool]:
    """Whether somebody's window is to come (later), was (late), or neither."""
    if state == "later":
        return Invitation.opens_on > day
    if state == "late":
        return Invitation.opens_on < day - OPEN_FOR
    return any_day_or_in_window(day)


def _message(session: Session, wave_id: str, states: Collection[str]) -> ColumnElement[bool]:
    """Whether the invitation of somebody is in one of these states.

    SQLite makes the set of these people once, from two indexes, where EXISTS would look twice for
    each; PostgreSQL makes a join of EXISTS, where it would search a set that outgrows its memory.
    """
    theirs = (
        select(Access.invitation_id)
        .join(Message, Message.access_id == Access.id)
        .where(Message.wave_id == wave_id, Message.kind == "invitation")
        .where(Message.state.in_(states))
    )
    if _is_sqlite(session):
        return Invitation.id.in_(theirs)
    return theirs.where(Access.invitation_id == Invitation.id).correlate(Invitation).exists()


def _owner_of(wave_id: str) -> ScalarSelect[str]:
    """The organisation by value, not by the row in hand: looked up once for a search."""
    return select(Wave.organisation_id).where(Wave.id == wave_id).scalar_subquery()


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
