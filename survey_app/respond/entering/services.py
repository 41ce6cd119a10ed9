"""Coming in: by a personal link, a letter code or an open link; and staying away."""

import datetime
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.crypto.keys import Keys
from survey_app.crypto.tokens import code_hash, token_hash, typed_token
from survey_app.errors import CannotDecrypt, LinkUnknown, WaveClosed
from survey_app.models import Invitation
from survey_app.models.columns import new_id
from survey_app.respond.answering.services import check_open
from survey_app.respond.queries import (
    access,
    goal_of,
    offers_questionnaire,
    open_link,
    open_situation,
    situation_by_code,
    situation_by_token,
)
from survey_app.respond.sitting import Situation
from survey_app.respond.store import writing_to
from survey_app.visits.visitor import Visitor
from survey_app.ways_in.access import create_keyed_access, unwrap_key
from survey_app.ways_in.opting_out import opt_out_access

RECONTACT = "U-SELECTIE"


@dataclass(frozen=True, slots=True)
class Door:
    """What stands behind a link: a situation, and how to go in (nothing is written yet)."""

    situation: Situation
    wrapped: bytes | None
    open_link_id: str | None = None


def door_of(engine: Engine, keys: Keys, token: str) -> Door:
    """What a link leads to; for any text the same work is done.

    Raises LinkUnknown, LinkUsed, WaveClosed, LinkPaused or StoreUnavailable.
    """
    hashed = token_hash(keys.lookup, typed_token(token))
    found = situation_by_token(engine, hashed, today())
    door = Door(*found) if found else _open_door(engine, hashed, today())
    if door is None:
        raise LinkUnknown("no invitation has this token")
    check_open(door.situation)
    return door


def enter_by_link(engine: Engine, door: Door, token: str) -> Visitor:
    """The visitor behind a link. Raises LinkUnknown when the token opens no draft."""
    if door.open_link_id is not None:
        return _enter_openly(engine, door)
    return _enter(engine, door, typed_token(token))


def enter_by_code(engine: Engine, keys: Keys, code: str) -> Visitor:
    """The visitor with a well-formed letter code.

    Raises LinkUnknown, LinkUsed, WaveClosed, LinkPaused or StoreUnavailable.
    """
    hashed = code_hash(keys.pepper, code)
    found = situation_by_code(engine, hashed, today())
    if found is None:
        raise LinkUnknown("no invitation has this code")
    check_open(found[0])
    return _enter(engine, Door(*found), code)


def enter_for_conversation(engine: Engine, wave_id: str) -> Visitor:
    """A visitor who offers to be called, in a draft that nothing joins to what was sent.

    Raises WaveClosed when this wave has no such questionnaire.
    """
    with writing_to(engine, named=wave_id) as connection:
        if not offers_questionnaire(connection, wave_id, RECONTACT):
            raise WaveClosed("no conversations in this wave")
        return _new_visitor(connection, wave_id, RECONTACT)


def opt_out_by_token(engine: Engine, keys: Keys, token: str, reason: str = "") -> None:
    """No more messages to the person behind this link. Raises LinkUnknown."""
    hashed = token_hash(keys.lookup, typed_token(token))
    with writing_to(engine, hashed=hashed) as connection:
        found = connection.scalar(select(access.c.id).where(access.c.token_hash == hashed))
        if found is None:
            raise LinkUnknown("no invitation has this token")
        opt_out_access(connection, found, reason)


def opt_out(engine: Engine, access_id: str, reason: str = "") -> None:
    """No more messages to the person behind this access."""
    with writing_to(engine, named=access_id) as connection:
        opt_out_access(connection, access_id, reason)


def _enter(engine: Engine, door: Door, way: str) -> Visitor:
    situation = door.situation
    if door.wrapped is None:
        raise LinkUnknown("this way opens no draft")
    try:
        key = unwrap_key(way, situation.access_id, door.wrapped)
    except CannotDecrypt as error:
        raise LinkUnknown("this way does not open its draft") from error
    goal = None
    if situation.linked:
        goal = goal_of(engine, situation.access_id, situation.contact_id)
    return Visitor(situation.access_id, key, goal)


def _open_door(engine: Engine, hashed: bytes, day: datetime.date) -> Door | None:
    found = open_situation(engine, hashed, day)
    if found is None:
        return None
    situation, open_link_id = found
    if situation.used:
        raise WaveClosed(situation.organisation_slug, situation.organisation_name)
    return Door(situation, None, open_link_id)


def _enter_openly(engine: Engine, door: Door) -> Visitor:
    """Count one start of the open link and make a draft for it. Raises WaveClosed at its limit."""
    situation = door.situation
    with writing_to(engine, named=situation.wave_id) as connection:
        counted = connection.execute(
            update(open_link)
            .where(open_link.c.id == door.open_link_id, open_link.c.started < open_link.c.maximum)
            .values(started=open_link.c.started + 1)
        )
        if counted.rowcount != 1:
            raise WaveClosed(situation.organisation_slug, situation.organisation_name)
        return replace(_new_visitor(connection, situation.wave_id, situation.code), openly=True)


def _new_visitor(connection: Connection, wave_id: str, code: str) -> Visitor:
    """A visitor without contact or link of their own."""
    with Session(bind=connection) as session:
        person = Invitation(id=new_id(), wave_id=wave_id, questionnaire=code)
        session.add(person)
        session.flush()
        access_id, key = create_keyed_access(session, person.id)
        session.flush()
    return Visitor(access_id, key)
