"""Handing messages over, one by one, so that each ends in exactly one known state.

queued → sending → sent, failed, unknown or cancelled. A message is claimed before it is handed
over and recorded after it; no database connection is held in between. Killed in between, it is
found again when its claim runs out and goes out once more, with the same Message-ID; killed
then as well it becomes unknown. The facts that forbid a message are read just before each one.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select, update

from survey_app import clock
from survey_app.database import reading, session_of, single_statements, telling_failures
from survey_app.installation import Installation
from survey_app.messaging.composing import outgoing_message
from survey_app.messaging.console import ConsoleChannel
from survey_app.messaging.outgoing import Outcome, Outgoing
from survey_app.messaging.queries import due
from survey_app.messaging.smtp import SmtpChannel
from survey_app.models import Message

CLAIMED_AT_ONCE = 25
CLAIM = datetime.timedelta(minutes=5)
HAND_OVER_WITHIN = datetime.timedelta(minutes=2)
# Minutes to wait after each refusal for now: six hours in all, within four for greylisting.
WAITS = (1, 5, 15, 30, 60, 60, 60, 60, 60)
INTERRUPTED = "onderbroken"
Clock = Callable[[], datetime.datetime]


class Channel(Protocol):
    """A way to hand a message over."""

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """One attempt."""


CHANNELS: Mapping[str, Callable[[Installation], AbstractContextManager[Channel]]] = {
    "smtp": lambda installation: SmtpChannel(installation.config.smtp),
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

    'retry' in the result: still in line for later. Raises SettingError when e-mail is due and
    no mail server is set, and KeyMissing on a machine that may not send; nothing is claimed then.
    """
    ended: Counter[str] = Counter()
    for name, opened in CHANNELS.items():
        if not _is_any_due(installation, name, wave_id, now()):
            continue
        installation.keys.need_sender()
        with opened(installation) as channel:
            while claims := _claim(installation, name, wave_id, now()):
                ended.update(_hand_over(installation, channel, claims, now))
    return ended


def _is_any_due(
    installation: Installation, channel: str, wave_id: str | None, at: datetime.datetime
) -> bool:
    with session_of(installation.engine) as session:
        waiting = select(Message.id).where(due(at, channel, wave_id)).limit(1)
        return session.scalar(waiting) is not None


def _claim(
    installation: Installation, channel: str, wave_id: str | None, at: datetime.datetime
) -> list[Claim]:
    """Take some due messages for ourselves; no other sender takes them until the claim ends."""
    with session_of(installation.engine) as session:
        statement = select(Message).where(due(at, channel, wave_id)).limit(CLAIMED_AT_ONCE)
        claims = []
        for message in session.scalars(statement.with_for_update(skip_locked=True)):
            if _goes_out_again(message):
                message.state = "sending"
                message.attempts += 1
                message.next_attempt_at = at + CLAIM
                claims.append(Claim(message.id, message.attempts))
            else:
                message.state, message.next_attempt_at = "unknown", None
        session.commit()
    return claims


def _goes_out_again(message: Message) -> bool:
    """A message found half-way goes out once more; found half-way twice, somebody must look."""
    if message.state != "sending":
        return True
    first_time = message.reason != INTERRUPTED
    message.reason = INTERRUPTED
    return first_time


def _hand_over(
    installation: Installation, channel: Channel, claims: list[Claim], now: Clock
) -> Counter[str]:
    ended: Counter[str] = Counter()
    until = now() + HAND_OVER_WITHIN
    for place, claim in enumerate(claims):
        if now() > until:
            _release(installation, claims[place:])
            break
        outcome = _attempt(installation, channel, claim)
        ended[_record(installation, claim, outcome, now())] += 1
    return ended


def _attempt(installation: Installation, channel: Channel, claim: Claim) -> Outcome:
    with reading(installation.engine) as session:
        outgoing = outgoing_message(session, installation, claim.id, clock.today())
    return outgoing if isinstance(outgoing, Outcome) else channel.hand_over(outgoing)


def _record(
    installation: Installation, claim: Claim, outcome: Outcome, at: datetime.datetime
) -> str:
    """Write down how it ended; a state that is final already stays. Returns the end."""
    values: dict[str, object] = {
        "state": outcome.end,
        "reason": outcome.reason or None,
        "next_attempt_at": None,
    }
    if outcome.end == "retry":
        again = claim.attempts <= len(WAITS)
        values["state"] = "queued" if again else "failed"
        if again:
            wait = datetime.timedelta(minutes=WAITS[claim.attempts - 1])
            values["next_attempt_at"] = at + wait
    _update(installation, [claim], values)
    return "retry" if values["state"] == "queued" else str(values["state"])


def _release(installation: Installation, claims: list[Claim]) -> None:
    """Give back what we have no time for; nothing was handed over."""
    values = {"state": "queued", "next_attempt_at": None, "attempts": Message.attempts - 1}
    _update(installation, claims, values)


def _update(installation: Installation, claims: list[Claim], values: Mapping[str, object]) -> None:
    ids = [claim.id for claim in claims]
    statement = update(Message).where(Message.id.in_(ids), Message.state == "sending")
    with telling_failures(), single_statements(installation.engine).connect() as connection:
        connection.execute(statement.values(dict(values)))
