"""Dispatches: deciding what is sent, and the worker that puts its messages in line, part by part.

Each part is one short transaction that asks again who may be written to; everything slow (keys,
hashes, random draft keys) is done before it. A worker that was killed goes on with the people who
have no message yet. Two workers at one wave wait for each other, part by part.
"""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.audit.recording import record, record_in_wave
from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, WaveClosed
from survey_app.installation import Installation
from survey_app.messaging.one_by_one import one_by_one
from survey_app.messaging.outbox.addressees import (
    Target,
    by_plan,
    due,
    numbers,
    peace_of,
    target_of,
)
from survey_app.messaging.outbox.queries import newest_accesses
from survey_app.messaging.queueing.companions import Companion, companions, others_of
from survey_app.messaging.queueing.rows import put_in_line
from survey_app.models import Dispatch, Message, Wave
from survey_app.models.columns import new_id
from survey_app.operators.sentence import Sentence
from survey_app.organisations.waves import wave_state
from survey_app.ways_in.access import PreparedAccess, prepare_accesses

PART = 50  # people in one transaction: it is kept within 50 ms, others wait no longer
TRIES = 3  # of a part that somebody else came between


def decide(
    installation: Installation,
    target: Target,
    people: int,
    asked_by: str = "",
    by_command: bool = False,
) -> str:
    """Write down that this is to be sent, to so many people at most; returns the dispatch's id.

    `asked_by`: the name of an account; empty for a scheme or an operator. `by_command`: whoever
    decides prints the letters, and the worker leaves them alone. Raises WaveClosed for a
    wave that is not open, and BadInput when nobody may get it now.
    """
    with reading(installation.engine) as session:
        peace = peace_of(session, target.wave_id)
        able, too_early = numbers(session, target, peace, today())
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, target.wave_id)
        refuse_closed(wave)
        _refuse_unplanned(wave, target.way)
        if not min(able, people):
            raise BadInput("nobody may get this message now")
        dispatch = Dispatch(
            id=new_id(),
            organisation_id=wave.organisation_id,
            wave_id=target.wave_id,
            questionnaire=target.questionnaire,
            language=target.language,
            way=target.way,
            channel=target.channel,
            kind=target.kind,
            number=target.number,
            people=min(able, people),
            too_early=too_early,
            asked_by=asked_by,
            asked_at=now(),
            by_command=by_command,
        )
        session.add(dispatch)
        _record(session, wave, dispatch)
        session.commit()
        return dispatch.id


def _refuse_unplanned(wave: Wave, way: str) -> None:
    if not by_plan(wave, way):
        raise BadInput("the plan of wave {wave!r} does not write by {way}", wave=wave.name, way=way)


def _record(session: Session, wave: Wave, dispatch: Dispatch) -> None:
    people, what = dispatch.people, {"channel": dispatch.channel, "kind": dispatch.kind}
    record(session, wave.organisation_id, "messages.decided", wave.name, people=people, **what)


def refuse_closed(wave: Wave) -> None:
    """Raises WaveClosed for a wave that takes no answers today."""
    state = wave_state(wave, today())
    if state != "open":
        raise WaveClosed(
            "wave {wave!r} is {state}: a link in a message would not work",
            wave=wave.name,
            state=Sentence(state),
        )


def set_paused(installation: Installation, dispatch_id: str, paused: bool) -> None:
    """Hold a dispatch up for a while, or let it go on; what is being handed over still goes."""
    with session_of(installation.engine) as session:
        dispatch = session.get_one(Dispatch, dispatch_id)
        dispatch.paused_at = (dispatch.paused_at or now()) if paused else None
        record_in_wave(session, dispatch.wave_id, "messages.paused")
        session.commit()


def line_up_all(installation: Installation) -> None:
    """What the worker does: put in line what was decided. Raises as `line_up`, at the end."""
    with reading(installation.engine) as session:
        waiting = select(Dispatch.id).where(
            Dispatch.lined_up_at.is_(None), Dispatch.paused_at.is_(None)
        )
        found = session.scalars(waiting.order_by(Dispatch.asked_at)).all()
    one_by_one(found, lambda dispatch_id: line_up(installation, dispatch_id))


def line_up(installation: Installation, dispatch_id: str) -> int:
    """Put the messages of a dispatch in line; returns how many people got one.

    Stops when somebody pauses it or its wave; goes on at the next call. Raises KeyMissing on a
    machine that may not send, and BadInput when others keep coming between.
    """
    installation.keys.need_sender()
    with reading(installation.engine) as session:
        dispatch = session.get_one(Dispatch, dispatch_id)
        wave = session.get_one(Wave, dispatch.wave_id)
        state = wave_state(wave, today())
        if state in ("draft", "paused", "planned"):
            return 0
        there = session.scalar(
            select(func.count()).select_from(Message).where(Message.dispatch_id == dispatch_id)
        )
        room = dispatch.people - (there or 0) if state == "open" else 0
        target, peace = target_of(dispatch), peace_of(session, dispatch.wave_id)
        keys = session.scalars(due(target, peace, today()).limit(max(room, 0))).all()
    number = 0
    for start in range(0, len(keys), PART):
        put = _put_in_line(installation, dispatch, keys[start : start + PART])
        if put is None:
            return number
        number += put
    _finish(installation, dispatch_id)
    return number


def _finish(installation: Installation, dispatch_id: str) -> None:
    with session_of(installation.engine) as session:
        session.execute(
            update(Dispatch).where(Dispatch.id == dispatch_id).values(lined_up_at=now())
        )
        session.commit()


def _put_in_line(installation: Installation, dispatch: Dispatch, part: Sequence[str]) -> int | None:
    """One part, at most in a few tries; None when the dispatch was paused meanwhile."""
    for _ in range(TRIES):
        prepared = _prepared(installation, dispatch, part)
        try:
            return _stored(installation, dispatch, part, prepared)
        except IntegrityError:
            continue
    raise BadInput("somebody else is sending this wave now; try again later")


def _prepared(
    installation: Installation, dispatch: Dispatch, part: Sequence[str]
) -> list[PreparedAccess]:
    """The ways in that the people of this part need and do not have."""
    if dispatch.number:
        return []
    with_code = dispatch.channel == "letter"
    with reading(installation.engine) as session:
        along = _along(session, installation, dispatch, part)
        wanted = [*part, *(one.key for one in along)]
        known = newest_accesses(session, wanted, with_code)
    return prepare_accesses(installation, [one for one in wanted if one not in known], with_code)


def _stored(
    installation: Installation,
    dispatch: Dispatch,
    part: Sequence[str],
    prepared: Sequence[PreparedAccess],
) -> int | None:
    with session_of(installation.engine) as session:
        # On PostgreSQL this keeps others away from the people of this wave; SQLite does so itself.
        one_at_a_time = select(Wave.id).where(Wave.id == dispatch.wave_id)
        session.execute(one_at_a_time.with_for_update(key_share=True))
        if session.scalar(select(Dispatch.paused_at).where(Dispatch.id == dispatch.id)):
            return None
        target, peace = target_of(dispatch), peace_of(session, dispatch.wave_id)
        still = session.scalars(due(target, peace, today(), only=part)).all()
        along = _along(session, installation, dispatch, still)
        number = put_in_line(session, dispatch, still, along, prepared)
        session.commit()
        return number


def _along(
    session: Session, installation: Installation, dispatch: Dispatch, keys: Sequence[str]
) -> list[Companion]:
    """What stands in the messages to these people besides."""
    target, peace = target_of(dispatch), peace_of(session, dispatch.wave_id)
    others = others_of(session, installation.catalogue, target)
    return companions(session, others, target, (peace, today()), keys)
