"""Who may still be written to, and what one message needs on its way out."""

import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from survey_app.database import single_statements, telling_failures
from survey_app.models import (
    Access,
    Contact,
    Invitation,
    Message,
    Organisation,
    Wave,
    WaveQuestionnaire,
)

PARTS = (
    Message.id.label("message_id"),
    Message.channel,
    Message.kind,
    Message.access_id,
    Invitation.questionnaire,
    WaveQuestionnaire.version,
    Invitation.language,
    Invitation.used,
    Invitation.refused,
    Contact.id.label("contact_id"),
    Contact.organisation_id,
    Contact.ciphertext,
    Contact.opted_out,
    Wave.name.label("wave_name"),
    Wave.starts_on,
    Wave.ends_on,
    Wave.paused_at,
    Wave.closed_at,
    Organisation.slug,
    Organisation.name.label("organisation_name"),
)
Addressee = Row[str, Contact, bool]
INTERRUPTED = "onderbroken"
# Design of the fieldwork: nobody is reminded earlier, or invited for another wave earlier.
FIRST_REMINDER = datetime.timedelta(days=10)
BETWEEN_MESSAGES = datetime.timedelta(days=5)
REST = datetime.timedelta(weeks=8)
HANDED_OVER = ("queued", "sending", "sent", "unknown")


def not_yet_invited(session: Session, wave_id: str, day: datetime.date) -> list[Addressee]:
    """(Invitation id, contact, may be written to today) of people without an invitation."""
    statement = _willing(wave_id, Invitation.id, Contact, rested(wave_id, day))
    return list(session.execute(statement.where(~_invited())))


def rested(wave_id: str, day: datetime.date) -> ColumnElement[bool]:
    """The condition under which nobody wrote to a person for another wave in the last weeks."""
    invitation, access, sent = aliased(Invitation), aliased(Access), aliased(Message)
    return ~(
        exists()
        .where(invitation.contact_id == Contact.id, invitation.wave_id != wave_id)
        .where(access.invitation_id == invitation.id, sent.access_id == access.id)
        .where(sent.sent_on > day - REST)
        .correlate(Contact)
    )


def due_for_reminder(wave_id: str, day: datetime.date) -> ColumnElement[bool]:
    """The condition under which an invitation is old enough and the person was left in peace."""
    invitation, access, sent = aliased(Invitation), aliased(Access), aliased(Message)
    just_written = (
        exists()
        .where(invitation.contact_id == Contact.id, invitation.wave_id == wave_id)
        .where(access.invitation_id == invitation.id, sent.access_id == access.id)
        .where(sent.sent_on > day - BETWEEN_MESSAGES)
        .correlate(Contact)
    )
    long_ago = or_(Message.sent_on.is_(None), Message.sent_on <= day - FIRST_REMINDER)
    return and_(long_ago, ~just_written)


def to_look_at(session: Session, wave_id: str, kind: str) -> list[Row[*tuple[Any, ...]]]:
    """The columns of `Parts` for messages that are not there: no row, no way in, no channel."""
    nothing = (literal("voorbeeld"), literal(""), literal(kind), literal(""))
    statement = (
        _willing(wave_id, *nothing, *PARTS[len(nothing) :])
        .join(Wave, Wave.id == Invitation.wave_id)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .join(
            WaveQuestionnaire,
            and_(
                WaveQuestionnaire.wave_id == Wave.id,
                WaveQuestionnaire.questionnaire == Invitation.questionnaire,
            ),
        )
    )
    whom = _invited() if kind == "reminder" else ~_invited()
    return list(session.execute(statement.where(whom)))


def _invited() -> ColumnElement[bool]:
    """The condition under which an invitation went to somebody, or is about to go."""
    return (
        exists()
        .where(Message.access_id == Access.id, Access.invitation_id == Invitation.id)
        .where(Message.kind == "invitation", Message.state.in_(HANDED_OVER))
    )


def ended_without(session: Session, wave_id: str, kind: str, channel: str) -> dict[str, str]:
    """Access id → the message of this kind that nobody got, and that may stand in line again."""
    statement = select(Message.access_id, Message.id).where(
        Message.wave_id == wave_id,
        Message.state.in_(("failed", "cancelled")),
        Message.kind == kind,
        Message.channel == channel,
    )
    return dict(session.execute(statement).all())


def to_remind(session: Session, wave_id: str, channel: str, day: datetime.date) -> list[Addressee]:
    """(Access id, contact, may be written to today) of who is invited here and not reminded.

    Who got a newer link in a call is reminded of that one: their answers are behind it.
    """
    reminder, newer, sent = aliased(Message), aliased(Access), aliased(Message)
    reminded = exists().where(reminder.access_id == Access.id, reminder.kind == "reminder")
    reminded = reminded.where(reminder.state.in_(HANDED_OVER))
    replaced = exists().where(
        newer.invitation_id == Access.invitation_id,
        newer.generation > Access.generation,
        sent.access_id == newer.id,
    )
    statement = (
        _willing(wave_id, Access.id, Contact, due_for_reminder(wave_id, day))
        .join(Access, Access.invitation_id == Invitation.id)
        .join(Message, Message.access_id == Access.id)
        .where(Message.kind == "invitation", Message.channel == channel)
        .where(Message.state.in_(("sent", "unknown")), ~reminded, ~replaced)
    )
    return list(session.execute(statement))


def _willing(wave_id: str, *columns: Any) -> Select[Any]:
    """People of a wave who have not answered, refused or opted out."""
    return (
        select(*columns)
        .select_from(Invitation)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.wave_id == wave_id, Invitation.used.is_(False))
        .where(Invitation.refused.is_(False), Contact.opted_out.is_(False))
        .order_by(Invitation.id)
    )


def newest_accesses(session: Session, wave_id: str, with_code: bool) -> dict[str, str]:
    """Invitation id → the newest web access of it that a message can carry again."""
    statement = (
        select(Access.invitation_id, Access.id)
        .join(Invitation, Invitation.id == Access.invitation_id)
        .where(Invitation.wave_id == wave_id, Access.mode == "web")
        .where(Access.token_hash.is_not(None))
        .order_by(Access.generation)
    )
    if with_code:
        statement = statement.where(Access.code_hash.is_not(None))
    return dict(session.execute(statement).all())


def waiting(now: datetime.datetime, channel: str, wave_id: str | None) -> ColumnElement[bool]:
    """The condition under which a message is in line and its time has come."""
    its_time = or_(Message.next_attempt_at.is_(None), Message.next_attempt_at <= now)
    return and_(Message.state == "queued", its_time, _may_go(channel, wave_id))


def left_once(now: datetime.datetime, channel: str, wave_id: str | None) -> ColumnElement[bool]:
    """The condition under which a message was left half-way, for the first time."""
    first_time = or_(Message.reason.is_(None), Message.reason != INTERRUPTED)
    return and_(_left(now), first_time, _may_go(channel, wave_id))


def left_twice(now: datetime.datetime, wave_id: str | None) -> ColumnElement[bool]:
    """The condition under which a message was left half-way when it went out once more."""
    condition = and_(_left(now), Message.reason == INTERRUPTED)
    return and_(condition, Message.wave_id == wave_id) if wave_id else condition


def _left(now: datetime.datetime) -> ColumnElement[bool]:
    return and_(Message.state == "sending", Message.next_attempt_at <= now)


def _may_go(channel: str, wave_id: str | None) -> ColumnElement[bool]:
    paused = select(Wave.id).where(Wave.paused_at.is_not(None))
    condition = and_(Message.channel == channel, Message.wave_id.not_in(paused))
    return and_(condition, Message.wave_id == wave_id) if wave_id else condition


# Built once: sending asks it for every message.
_PARTS_OF_ONE = (
    select(*PARTS)
    .select_from(Message)
    .join(Access, Access.id == Message.access_id)
    .join(Invitation, Invitation.id == Access.invitation_id)
    .join(Contact, Contact.id == Invitation.contact_id)
    .join(Wave, Wave.id == Message.wave_id)
    .join(Organisation, Organisation.id == Wave.organisation_id)
    .join(
        WaveQuestionnaire,
        and_(
            WaveQuestionnaire.wave_id == Wave.id,
            WaveQuestionnaire.questionnaire == Invitation.questionnaire,
        ),
    )
    .where(Message.id == bindparam("message"))
)


def message_parts(engine: Engine, message_id: str) -> Row[*tuple[Any, ...]] | None:
    """The columns of `Parts` (composing.py) for one message, by name.

    One statement that waits for nobody; no connection is held afterwards. Raises StoreUnavailable.
    """
    with telling_failures(), single_statements(engine).connect() as connection:
        return connection.execute(_PARTS_OF_ONE, {"message": message_id}).one_or_none()
