"""Marking how messages ended on their invitations, and the target that a fieldworker sets.

Sending does not wait for the monitor: this job finds by itself what changed since it counted, so
that a kill, a bounce of next week or a new channel loses and doubles nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select, text, update
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import today
from survey_app.database import inserting, session_of
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.models import Access, Invitation, Message, ResponseTarget, SendingDay
from survey_app.models.invitations import TO_COUNT

PART = 300
REACHED, BOUNCED = ("sent", "unknown"), "failed"


def count_messages(installation: Installation) -> int:
    """Count every message whose end is not counted yet; returns how many."""
    total = 0
    while counted := _count_part(installation):
        total += counted
    return total


def set_target(installation: Installation, wave_id: str, targets: dict[str, int | None]) -> None:
    """The response hoped for, in percent per questionnaire; None takes a target away.

    Raises BadInput outside 1-100.
    """
    if any(percent is not None and not 1 <= percent <= 100 for percent in targets.values()):
        raise BadInput("a target is a percentage from 1 to 100")
    with session_of(installation.engine) as session:
        session.execute(delete(ResponseTarget).where(ResponseTarget.wave_id == wave_id))
        for code, percent in sorted(targets.items()):
            if percent is not None:
                one = ResponseTarget(wave_id=wave_id, questionnaire=code, percent=percent)
                session.add(one)
        record_in_wave(session, wave_id, "targets.changed")
        session.commit()


def _count_part(installation: Installation) -> int:
    with session_of(installation.engine) as session:
        rows = session.execute(
            select(
                Message.id,
                Message.wave_id,
                Message.channel,
                Message.kind,
                Message.state,
                Message.sent_on,
                Message.counted_state,
                Message.carried_by,
                Access.invitation_id,
            )
            .join(Access, Access.id == Message.access_id)
            .where(text(TO_COUNT))  # in the words of the index
            .limit(PART)
            .with_for_update(of=Message, skip_locked=True)
        ).all()
        if rows:
            _mark(session, sorted({row.invitation_id for row in rows}))
            _count_days(session, rows)
            states = [{"id": row.id, "counted_state": row.state} for row in rows]
            session.execute(update(Message), states)  # by primary key
        session.commit()
    return len(rows)


def _mark(session: Session, invitation_ids: Sequence[str]) -> None:
    """How everything that was sent to these people ended, on their invitations."""
    ended: dict[str, list[tuple[str, str]]] = defaultdict(list)
    found = (
        select(Access.invitation_id, Message.state, Message.channel)
        .join(Message, Message.access_id == Access.id)
        .where(Access.invitation_id.in_(invitation_ids))
        .order_by(Message.number, Message.id)
    )
    for invitation_id, state, way in session.execute(found):
        ended[invitation_id].append((state, way))
    values = []
    for invitation_id, messages in sorted(ended.items()):
        reached = [channel for state, channel in messages if state in REACHED]
        failed = [channel for state, channel in messages if state == BOUNCED]
        delivery = "reached" if reached else "bounced" if failed else "none"
        channel = next(iter(reached or failed), None)
        values.append({"id": invitation_id, "delivery": delivery, "channel": channel})
    session.execute(update(Invitation), values)  # by primary key


def _count_days(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> None:
    """Messages that went out, each once, on the day on which they did.

    A questionnaire that is named in the message about another adds none.
    """
    new = Counter(
        (row.wave_id, row.channel, row.kind, row.sent_on or today())
        for row in rows
        if row.state in REACHED and row.counted_state is None and row.carried_by is None
    )
    day = ("wave_id", "channel", "kind", "day")
    found = [dict(zip(day, key, strict=True), messages=n) for key, n in sorted(new.items())]
    if found:
        more = inserting(session, SendingDay)
        total = SendingDay.messages + more.excluded.messages
        session.connection().execute(
            more.on_conflict_do_update(index_elements=day, set_={"messages": total}), found
        )
