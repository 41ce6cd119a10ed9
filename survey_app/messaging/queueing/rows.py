"""The rows of people who are put in line: their ways in and their messages. Nothing commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from survey_app.messaging.outbox.addressees import target_of
from survey_app.messaging.outbox.queries import ended_without, newest_accesses
from survey_app.messaging.queueing.companions import Companion, own_dispatch
from survey_app.models import Dispatch, Message
from survey_app.models.columns import new_id
from survey_app.ways_in.access import PreparedAccess, store_accesses


@dataclass(frozen=True, slots=True)
class Place:
    """Where the message of a way in stands: in which dispatch, and in which other message."""

    dispatch_id: str | None
    carrier: str | None = None  # the way in whose message names this one as well


def put_in_line(
    session: Session,
    dispatch: Dispatch,
    keys: Sequence[str],
    along: Sequence[Companion],
    prepared: Sequence[PreparedAccess],
) -> int:
    """A message for each of these people and what goes along; returns how many people."""
    wanted = [*keys, *(one.key for one in along)]
    accesses = _accesses(session, dispatch, wanted, prepared)
    places = {accesses[key]: Place(dispatch.id) for key in keys if key in accesses}
    own: dict[tuple[str, str], str | None] = {}
    for one in along:
        if one.key not in accesses or one.carrier not in accesses:
            continue
        which = one.questionnaire, one.language
        if which not in own:
            own[which] = own_dispatch(session, target_of(dispatch), one)
        places[accesses[one.key]] = Place(own[which], accesses[one.carrier])
    _put(session, dispatch, places)
    return sum(key in accesses for key in keys)


def _accesses(
    session: Session, dispatch: Dispatch, keys: Sequence[str], prepared: Sequence[PreparedAccess]
) -> dict[str, str]:
    """Key → way in: the newest that can go out again, or the prepared one."""
    if dispatch.number:
        return {key: key for key in keys}
    known = newest_accesses(session, keys, dispatch.channel == "letter")
    new = [one for one in prepared if one.invitation_id in keys and one.invitation_id not in known]
    store_accesses(session, dispatch.organisation_id, new)
    return known | {one.invitation_id: one.ways.access_id for one in new}


def _put(session: Session, dispatch: Dispatch, places: Mapping[str, Place]) -> None:
    """A message for each way in: the one that ended without being delivered, or a new one."""
    before = ended_without(session, dispatch, list(places))
    ids = {access_id: before.get(access_id) or new_id() for access_id in places}
    same = {
        "organisation_id": dispatch.organisation_id,
        "wave_id": dispatch.wave_id,
        "channel": dispatch.channel,
        "kind": dispatch.kind,
        "number": dispatch.number,
    }
    fresh: dict[str, Any] = {
        "state": "queued",
        "attempts": 0,
        "next_attempt_at": None,
        "reason": None,
    }
    new, again = [], []
    for access_id, place in places.items():
        carried_by = ids[place.carrier] if place.carrier else None
        row = {"id": ids[access_id], "dispatch_id": place.dispatch_id, "carried_by": carried_by}
        if access_id in before:
            again.append(row | fresh)
        else:
            new.append(row | same | {"access_id": access_id})
    if new:
        session.execute(insert(Message), new)
    if again:
        session.execute(update(Message), again)  # by primary key
