"""Whom a dispatch is for: people of one questionnaire and channel who may be written to today.

Every rule about who gets no message stands here: who answered, refused, opted out or bounced, who
was written to not long ago, who has the message already, whose window is not open. It is asked
when somebody looks, when a dispatch is decided, and for each part again while its messages are put
in line.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from survey_app.models import Access, Contact, Dispatch, Invitation, Message, ReminderScheme, Wave
from survey_app.questionnaire.windows import WINDOWS
from survey_app.ways_in.windows import in_window

# Nobody gets two messages of one wave within this time.
BETWEEN_MESSAGES = datetime.timedelta(days=5)
HANDED_OVER = ("queued", "sending", "sent", "unknown")
ARRIVED = ("sent", "unknown")
IN_LINE = ("queued", "sending")
# Where a channel writes to, and the same where that came back.
BOUNCES = {
    "smtp": (Contact.email_hash, Contact.bounced_email),
    "sms": (Contact.phone_hash, Contact.bounced_phone),
}


@dataclass(frozen=True, slots=True)
class Peace:
    """How long people are left in peace, and how often they are reminded (of a wave's scheme)."""

    most: int = 2
    first_after: datetime.timedelta = datetime.timedelta(days=10)
    second_after: datetime.timedelta = datetime.timedelta(days=10)
    rest: datetime.timedelta = datetime.timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class Target:
    """Which people, and what they get. `number`: which reminder; 0 for the invitation."""

    wave_id: str
    questionnaire: str
    way: str  # Contact.channel
    channel: str  # Message.channel
    number: int = 0
    language: str | None = None

    @property
    def kind(self) -> str:
        """'invitation' or 'reminder'."""
        return "reminder" if self.number else "invitation"


def target_of(dispatch: Dispatch) -> Target:
    """The people of a dispatch that was decided."""
    return Target(
        wave_id=dispatch.wave_id,
        questionnaire=dispatch.questionnaire,
        way=dispatch.way,
        channel=dispatch.channel,
        number=dispatch.number,
        language=dispatch.language,
    )


def peace_of(session: Session, wave_id: str) -> Peace:
    """The rest that a wave gives people; the usual one when nobody set it."""
    scheme = session.get(ReminderScheme, wave_id)
    if scheme is None:
        return Peace()
    return Peace(
        most=scheme.most,
        first_after=datetime.timedelta(days=scheme.first_after_days),
        second_after=datetime.timedelta(days=scheme.second_after_days),
        rest=datetime.timedelta(weeks=scheme.rest_weeks),
    )


def targets(session: Session, wave_id: str, channel: str, most: int = 0) -> Iterator[Target]:
    """Every group of people of a wave that its plan writes to.

    With `most`, for each reminder, the latest first.
    """
    wave = session.get_one(Wave, wave_id)
    groups = (
        select(Invitation.questionnaire, Contact.channel)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.wave_id == wave_id)
        .distinct()
        .order_by(Invitation.questionnaire, Contact.channel)
    )
    for questionnaire, way in session.execute(groups).all():
        if not by_plan(wave, way):
            continue
        for number in range(most, 0, -1) if most else (0,):
            yield Target(wave_id, questionnaire, way, channel, number)


def by_plan(wave: Wave, way: str) -> bool:
    """Whether the plan of a wave writes to people of this way (Contact.channel)."""
    return not wave.channels or way in wave.channels


def due(
    target: Target, peace: Peace, day: datetime.date, only: Sequence[str] | None = None
) -> Select[Any]:
    """The keys of the people who may get this message today.

    An invitation id for an invitation, an access id for a reminder: it carries the same link again.
    `only`: no others than these keys.
    """
    statement = _without_it(target, peace, day).where(_in_peace(target, peace, day))
    if only is not None:
        statement = statement.where(key_of(target).in_(only))
    return statement


def numbers(session: Session, target: Target, peace: Peace, day: datetime.date) -> tuple[int, int]:
    """How many people may get this message today, and how many it is too early for."""
    whole = _without_it(target, peace, day)
    in_peace = _in_peace(target, peace, day)
    counted = select(func.count()).select_from(whole.subquery())
    now = select(func.count()).select_from(whole.where(in_peace).subquery())
    found = session.scalar(now) or 0
    return found, (session.scalar(counted) or 0) - found


def key_of(target: Target) -> Any:
    """What `due` gives: a way in for a reminder, an invitation for an invitation."""
    return Access.id if target.number else Invitation.id


def _without_it(target: Target, peace: Peace, day: datetime.date) -> Select[Any]:
    """People whose turn it is, who want messages and do not have this one, rest or no rest."""
    statement = (
        select(key_of(target))
        .select_from(Invitation)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.wave_id == target.wave_id)
        .where(Invitation.questionnaire == target.questionnaire, Contact.channel == target.way)
        .where(Invitation.used.is_(False), Invitation.refused.is_(False))
        .where(Contact.opted_out.is_(False), _works(target.channel), _in_window(target, day))
        .order_by(key_of(target))
    )
    if target.language is not None:
        statement = statement.where(Invitation.language == target.language)
    if not target.number:
        return statement.where(~invited())
    return _to_remind(statement, target, peace)


def _works(channel: str) -> ColumnElement[bool]:
    """The condition under which nothing came back from where this channel writes to."""
    if channel not in BOUNCES:
        return true()
    address, bounced = BOUNCES[channel]
    return or_(bounced.is_(None), address.is_(None), address != bounced)


def _in_window(target: Target, day: datetime.date) -> ColumnElement[bool]:
    """The condition under which it is the turn of somebody who started or ended lately.

    In a rolling wave nobody without a window is asked about a start or an end.
    """
    if target.questionnaire not in WINDOWS:
        return true()
    rolling = exists().where(Wave.id == target.wave_id, Wave.is_rolling)
    return or_(~rolling, in_window(day))


def _to_remind(statement: Select[Any], target: Target, peace: Peace) -> Select[Any]:
    """Of these people, who is invited by this channel and got every reminder but this one.

    Who got a newer link in a call is reminded of that one: their answers are behind it.
    """
    newer, sent = aliased(Access), aliased(Message)
    replaced = exists().where(
        newer.invitation_id == Access.invitation_id,
        newer.generation > Access.generation,
        sent.access_id == newer.id,
    )
    statement = (
        statement.join(Access, Access.invitation_id == Invitation.id)
        .join(Message, Message.access_id == Access.id)
        .where(Message.kind == "invitation", Message.channel == target.channel)
        .where(Message.state.in_(ARRIVED), ~replaced)
        .where(~_reminded(target.number, HANDED_OVER))
    )
    if target.number > peace.most:
        return statement.where(false())
    if target.number > 1:
        statement = statement.where(_reminded(target.number - 1, ARRIVED))
    return statement


def _in_peace(target: Target, peace: Peace, day: datetime.date) -> ColumnElement[bool]:
    """The condition under which people were left in peace long enough for this message."""
    if not target.number:
        rested = ~_written_to(target, day - peace.rest, elsewhere=True)
        return and_(rested, ~_in_line(_others_going_on(target, day)))
    calm = and_(
        ~_written_to(target, day - BETWEEN_MESSAGES),
        ~_in_line(select(Wave.id).where(Wave.id == target.wave_id)),
    )
    if target.number == 1:
        long_ago = or_(Message.sent_on.is_(None), Message.sent_on <= day - peace.first_after)
    else:
        before = day - peace.second_after
        long_ago = ~_reminded(target.number - 1, ARRIVED, since=before)
    return and_(long_ago, calm)


def _written_to(
    target: Target, since: datetime.date, elsewhere: bool = False
) -> ColumnElement[bool]:
    """Whether a message reached this person after `since`, here or in all other waves but tests."""
    invitation, access, sent = aliased(Invitation), aliased(Access), aliased(Message)
    here = invitation.wave_id == target.wave_id
    tests = select(Wave.id).where(Wave.is_test)
    there = and_(~here, invitation.wave_id.not_in(tests))
    return (
        exists()
        .where(invitation.contact_id == Contact.id, there if elsewhere else here)
        .where(access.invitation_id == invitation.id, sent.access_id == access.id)
        .where(sent.sent_on > since, sent.state.in_(ARRIVED))  # one that came back disturbs nobody
        .correlate(Contact)
    )


def _in_line(waves: Select[str]) -> ColumnElement[bool]:
    """Whether a message of these waves waits for this person: two on one day are one too many.

    A state without its index: else SQLite goes through all that waits, for each person again.
    """
    invitation, access, message = aliased(Invitation), aliased(Access), aliased(Message)
    state = func.coalesce(message.state, "")
    return (
        exists()
        .where(invitation.contact_id == Contact.id, invitation.wave_id.in_(waves))
        .where(access.invitation_id == invitation.id, message.access_id == access.id)
        .where(state.in_(IN_LINE))
        .correlate(Contact)
    )


def _others_going_on(target: Target, day: datetime.date) -> Select[str]:
    """The other waves that write to people today.

    What waits in one that was paused or is over may never go out, and holds nobody back.
    """
    going_on = select(Wave.id).where(Wave.id != target.wave_id, Wave.is_test.is_(False))
    going_on = going_on.where(Wave.closed_at.is_(None), Wave.paused_at.is_(None))
    return going_on.where(Wave.ends_on >= day)


def invited() -> ColumnElement[bool]:
    """The condition under which an invitation went to somebody, or is about to go."""
    return (
        exists()
        .where(Message.access_id == Access.id, Access.invitation_id == Invitation.id)
        .where(Message.kind == "invitation", Message.state.in_(HANDED_OVER))
    )


def _reminded(
    number: int, states: Sequence[str], since: datetime.date | None = None
) -> ColumnElement[bool]:
    """Whether this way in carried this reminder, in one of these states, after `since`."""
    reminder = aliased(Message)
    condition = exists().where(
        reminder.access_id == Access.id,
        reminder.kind == "reminder",
        reminder.number == number,
        reminder.state.in_(states),
    )
    return condition.where(reminder.sent_on > since) if since is not None else condition
