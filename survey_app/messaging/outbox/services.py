"""Handing messages over, one by one, so that each ends in exactly one known state.

queued → sending → sent, failed, unknown or cancelled. A message is claimed, with some others,
before it is handed over, and its end is recorded right after it; no database connection is held
in between. Killed in between, it is found again when its claim runs out and goes out once more,
with the same Message-ID; killed then as well it becomes unknown (a text message, and an e-mail
through Notify, at once: nobody can tell a double of that). The facts that forbid a message
are read just before each one.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, update

from survey_app import clock
from survey_app.database import reading
from survey_app.errors import SettingError, TrajectspiegelError
from survey_app.installation import Installation
from survey_app.mail.guard import refuse_dead_links
from survey_app.messaging.channels.choosing import Channel, mail_channel, not_repeated, text_channel
from survey_app.messaging.channels.console import ConsoleChannel
from survey_app.messaging.channels.outgoing import Outcome
from survey_app.messaging.one_by_one import one_by_one
from survey_app.messaging.outbox.composing import outgoing_message
from survey_app.messaging.outbox.queries import (
    INTERRUPTED,
    left_once,
    left_twice,
    waiting,
)
from survey_app.messaging.outbox.recording import (
    changed,
    follow_given_up,
    leave_out,
    let_go,
    record_end,
)
from survey_app.models import Message

CLAIMED_AT_ONCE = 25
# Longer than a server that lets us wait at every step can hold up the last message of a claim.
CLAIM = datetime.timedelta(minutes=10)
HAND_OVER_WITHIN = datetime.timedelta(minutes=2)
Clock = Callable[[], datetime.datetime]


CHANNELS: Mapping[str, Callable[[Installation], AbstractContextManager[Channel]]] = {
    "smtp": lambda installation: mail_channel(installation.config),
    "sms": lambda installation: text_channel(installation.config),
    "console": lambda installation: ConsoleChannel(installation.config.home),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is ours to hand over for a while."""

    id: str
    attempts: int


def deliver_due(
    installation: Installation, wave_id: str | None = None, now: Clock = clock.now
) -> Counter[str]:
    """Hand over every message that is due; returns how many ended in which state.

    'retry' and 'later' in the result: still in line for later; 'held': in line until the settings
    of this machine allow it. Raises, when every channel had its turn, SettingError when e-mail is
    due and no mail server is set or no receiver could open the link, and KeyMissing on a machine
    that may not send; nothing of that channel is claimed then.
    """
    ended = Counter(unknown=_give_up(installation, wave_id, now()))

    def deliver(name: str) -> None:
        if not _is_any_due(installation, name, wave_id, now()):
            return
        installation.keys.need_sender()
        refuse_dead_links(installation.config)
        with CHANNELS[name](installation) as channel:
            while claims := _claim(installation, name, wave_id, now()):
                these = _hand_over(installation, channel, claims, now)
                ended.update(these)
                if these["later"]:
                    break

    one_by_one(CHANNELS, deliver)
    return +ended


def deliver_all(installation: Installation) -> None:
    """What the worker does: hand over what is due, and say what it may not hand over.

    Raises the same as `deliver_due`, and SettingError when messages are held.
    """
    held = deliver_due(installation)["held"]
    if held:
        raise SettingError(
            "TRAJECTSPIEGEL_LIVE",
            "{held} e-mails wait: their addresses are not in "
            "TRAJECTSPIEGEL_ALLOWED_RECIPIENTS; start this worker with "
            "TRAJECTSPIEGEL_LIVE=1 to write to real people",
            held=held,
        )


def _give_up(installation: Installation, wave_id: str | None, at: datetime.datetime) -> int:
    """Somebody must look at what was left half-way twice: perhaps it arrived, perhaps twice."""
    given_up = update(Message).where(left_twice(at, wave_id, not_repeated(installation.config)))
    given_up = given_up.values(state="unknown", next_attempt_at=None, sent_on=clock.today())
    found = len(changed(installation.engine, given_up.returning(Message.id)))
    follow_given_up(installation.engine)  # also of what was given up by a sender that was killed
    return found


def _is_any_due(
    installation: Installation, channel: str, wave_id: str | None, at: datetime.datetime
) -> bool:
    due = waiting(at, channel, wave_id)
    if channel not in not_repeated(installation.config):
        due = or_(due, left_once(at, channel, wave_id))
    with reading(installation.engine) as session:
        return session.scalar(select(Message.id).where(due).limit(1)) is not None


def _claim(
    installation: Installation, channel: str, wave_id: str | None, at: datetime.datetime
) -> list[Claim]:
    """Take some due messages for ourselves; no other sender takes them until the claim ends.

    What was left half-way is taken alone: left once more, there is doubt about that one only.
    """
    once = channel in not_repeated(installation.config)
    most = 1 if once else CLAIMED_AT_ONCE
    new = _taken(installation, waiting(at, channel, wave_id), most, at, Message.reason)
    if new or once:
        return new
    return _taken(installation, left_once(at, channel, wave_id), 1, at, INTERRUPTED)


def _taken(
    installation: Installation,
    due: ColumnElement[bool],
    most: int,
    at: datetime.datetime,
    reason: object,
) -> list[Claim]:
    lot = select(Message.id).where(due).limit(most).with_for_update(skip_locked=True).cte("lot")
    taken = update(Message).where(Message.id.in_(select(lot.c.id)))
    taken = taken.values(
        state="sending",
        attempts=Message.attempts + 1,
        next_attempt_at=at + CLAIM,
        reason=reason,
    )
    rows = changed(installation.engine, taken.returning(Message.id, Message.attempts))
    return [Claim(*row) for row in rows]


def _hand_over(
    installation: Installation, channel: Channel, claims: list[Claim], now: Clock
) -> Counter[str]:
    ended: Counter[str] = Counter()
    until = now() + HAND_OVER_WITHIN
    for place, claim in enumerate(claims):
        if now() > until:
            _release(installation, claims[place:])
            break
        outcome = _attempt(installation, channel, claims[place:], now())
        if outcome.end == "later":
            _release(installation, claims[place:], now() + (outcome.again_in or CLAIM))
            ended["later"] += len(claims) - place
            break
        last = claim is claims[-1]
        again_in = _again_in(channel, claim, outcome)
        ended[_record(installation, claim, outcome, (now(), again_in), last)] += 1
    return ended


def _attempt(
    installation: Installation, channel: Channel, claims: list[Claim], at: datetime.datetime
) -> Outcome:
    """One attempt at the first. What cannot be written, for lack of settings, is nobody's yet."""
    try:
        outgoing = outgoing_message(installation, claims[0].id, clock.today())
    except TrajectspiegelError:
        _release(installation, claims, at + CLAIM)
        raise
    if isinstance(outgoing, Outcome):
        return outgoing
    for message_id, reason in outgoing.left_out:
        leave_out(installation.engine, message_id, reason)
    return channel.hand_over(outgoing)


def _again_in(channel: Channel, claim: Claim, outcome: Outcome) -> datetime.timedelta | None:
    """How long to wait before the next try; None when it has been tried often enough."""
    if claim.attempts > len(channel.waits):
        return None
    ours = datetime.timedelta(minutes=channel.waits[claim.attempts - 1])
    return max(ours, outcome.again_in or ours)


def _record(
    installation: Installation,
    claim: Claim,
    outcome: Outcome,
    when: tuple[datetime.datetime, datetime.timedelta | None],
    last: bool,
) -> str:
    """Write down how it ended, now and with this wait; `last` of a claim or not. The end."""
    at, again_in = when
    end, again_at = str(outcome.end), None
    if end == "retry" and again_in is not None:
        again_at = at + again_in
    elif end == "retry":
        end = "failed"
    elif end == "held":
        _release(installation, [claim], at + CLAIM, outcome.reason)
        return end
    if end == "cancelled":  # for its own questionnaire only
        let_go(installation.engine, claim.id)
    values = {
        "message": claim.id,
        "end": "queued" if again_at else end,
        "why": outcome.reason or None,
        "again_at": again_at,
        "day": clock.today() if end in ("sent", "unknown") else None,
    }
    record_end(installation.engine, values, wait_for_disk=last or end != "sent")
    return end


def _release(
    installation: Installation,
    claims: list[Claim],
    again_at: datetime.datetime | None = None,
    reason: str | None = None,
) -> None:
    """Give back what was not handed over, for at once or for later: no attempt was made."""
    ours = Message.id.in_([claim.id for claim in claims])
    released = update(Message).where(ours, Message.state == "sending")
    released = released.values(
        state="queued",
        next_attempt_at=again_at,
        attempts=Message.attempts - 1,
        reason=reason or Message.reason,
    )
    changed(installation.engine, released.returning(Message.id))
