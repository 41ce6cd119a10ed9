"""Who may still be written to, and what one message needs on its way out."""

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    false,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from survey_app.database import single_statements, telling_failures
from survey_app.messaging.outbox.addressees import invited
from survey_app.models import (
    Access,
    Contact,
    Dispatch,
    Draft,
    Invitation,
    Message,
    Organisation,
    OwnText,
    ReminderScheme,
    Wave,
    WaveQuestionnaire,
)

ABOUT = (
    Invitation.questionnaire,
    WaveQuestionnaire.version,
    Invitation.language,
    Invitation.used,
    Invitation.refused,
    Invitation.opens_on,
    Contact.id.label("contact_id"),
    Contact.organisation_id,
    Contact.ciphertext,
    Contact.opted_out,
    Wave.name.label("wave_name"),
    Wave.starts_on,
    Wave.ends_on,
    Wave.live_at,
    Wave.paused_at,
    Wave.closed_at,
    Wave.languages.label("wave_languages"),
    Wave.is_test,
    Wave.test_addresses,
    Organisation.slug,
    Organisation.name.label("organisation_name"),
    Organisation.settings_revision,
    select(ReminderScheme.most).where(ReminderScheme.wave_id == Wave.id).scalar_subquery(),
)
INTERRUPTED = "onderbroken"
# Who looks at messages never reads who began (columns of `Parts`).
NOT_BEGUN = (false(), null(), null())


def to_look_at(session: Session, wave_id: str, kind: str) -> list[Row[*tuple[Any, ...]]]:
    """The columns of `Parts` for messages that are not there: no row, no way in, no channel."""
    number = literal(1 if kind == "reminder" else 0)
    nothing = (literal("voorbeeld"), literal(""), literal(kind), literal(""), number)
    statement = (
        _willing(wave_id, *nothing, *ABOUT, *_own_words(literal(kind)), false(), *NOT_BEGUN)
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
    whom = invited() if kind == "reminder" else ~invited()
    return list(session.execute(statement.where(whom)))


def ended_without(
    session: Session, dispatch: Dispatch, access_ids: Sequence[str]
) -> dict[str, str]:
    """Access id → the message of this kind that nobody got, and that may stand in line again."""
    statement = select(Message.access_id, Message.id).where(
        Message.access_id.in_(access_ids),
        Message.state.in_(("failed", "cancelled")),
        Message.kind == dispatch.kind,
        Message.number == dispatch.number,
        Message.channel == dispatch.channel,
    )
    return dict(session.execute(statement).all())


def contacts_of(
    session: Session, keys: Select[Any], are_accesses: bool
) -> list[Row[str, str, bytes]]:
    """(Organisation id, contact id, ciphertext) of the people of these invitations or accesses."""
    statement = select(Contact.organisation_id, Contact.id, Contact.ciphertext).join(
        Invitation, Invitation.contact_id == Contact.id
    )
    if are_accesses:
        statement = statement.join(Access, Access.invitation_id == Invitation.id)
    key = Access.id if are_accesses else Invitation.id
    return list(session.execute(statement.where(key.in_(keys.order_by(None)))))


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


def newest_accesses(
    session: Session, invitation_ids: Sequence[str], with_code: bool
) -> dict[str, str]:
    """Invitation id → the newest web access of it that a message can carry again."""
    statement = (
        select(Access.invitation_id, Access.id)
        .where(Access.invitation_id.in_(invitation_ids), Access.mode == "web")
        .where(Access.token_hash.is_not(None))
        .order_by(Access.generation)
    )
    if with_code:
        statement = statement.where(Access.code_hash.is_not(None))
    return dict(session.execute(statement).all())


def waiting(now: datetime.datetime, channel: str, wave_id: str | None) -> ColumnElement[bool]:
    """The condition under which a message is in line and its time has come."""
    its_time = or_(Message.next_attempt_at.is_(None), Message.next_attempt_at <= now)
    return and_(Message.state == "queued", its_time, may_go(channel, wave_id))


def left_once(now: datetime.datetime, channel: str, wave_id: str | None) -> ColumnElement[bool]:
    """The condition under which a message was left half-way, for the first time."""
    first_time = or_(Message.reason.is_(None), Message.reason != INTERRUPTED)
    return and_(_left(now), first_time, may_go(channel, wave_id))


def left_twice(
    now: datetime.datetime, wave_id: str | None, not_repeated: Sequence[str]
) -> ColumnElement[bool]:
    """The condition under which a message was left half-way, and may not go out once more.

    `not_repeated`: the channels of which that holds after one time.
    """
    no_more = or_(Message.reason == INTERRUPTED, Message.channel.in_(not_repeated))
    condition = and_(_left(now), no_more)
    return and_(condition, Message.wave_id == wave_id) if wave_id else condition


def _left(now: datetime.datetime) -> ColumnElement[bool]:
    return and_(Message.state == "sending", Message.next_attempt_at <= now)


def may_go(channel: str, wave_id: str | None = None) -> ColumnElement[bool]:
    """The condition under which nobody holds up a message of this channel, that goes by itself."""
    paused = select(Wave.id).where(Wave.paused_at.is_not(None))
    held_up = select(Dispatch.id).where(Dispatch.paused_at.is_not(None))
    goes_on = or_(Message.dispatch_id.is_(None), Message.dispatch_id.not_in(held_up))
    itself = Message.carried_by.is_(None)
    condition = and_(Message.channel == channel, Message.wave_id.not_in(paused), goes_on, itself)
    return and_(condition, Message.wave_id == wave_id) if wave_id else condition


def _own_words(kind: Any) -> tuple[Any, Any]:
    """What the organisation adds to this kind of message: in the person's language, in Dutch."""
    text = (
        select(OwnText.text)
        .where(OwnText.wave_id == Wave.id, OwnText.kind == kind)
        .where(OwnText.questionnaire == Invitation.questionnaire)
    )
    own = text.where(OwnText.language == Invitation.language)
    return own.scalar_subquery(), text.where(OwnText.language == "nl").scalar_subquery()


_ALONG = aliased(Message)
# Filled in for a part and not sent in, behind the link that the message carries.
_BEGUN = exists().where(Draft.access_id == Message.access_id, Draft.revision > 0)
_BEGUN = _BEGUN.where(Draft.submitted.is_(False))
_CARRIES = exists().where(_ALONG.carried_by == Message.id, _ALONG.state == "queued")
# Built once: sending asks it for every message.
_OF_MESSAGE = (
    Message.id.label("message_id"),
    Message.channel,
    Message.kind,
    Message.access_id,
    Message.number,
)
_PARTS = (
    select(
        *_OF_MESSAGE,
        *ABOUT,
        *_own_words(Message.kind),
        _CARRIES,
        _BEGUN,
        *_own_words(literal("started")),
    )
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
)
_PARTS_OF_ONE = _PARTS.where(Message.id == bindparam("message"))
_PARTS_ALONG = _PARTS.where(Message.carried_by == bindparam("message"), Message.state == "queued")
_PARTS_ALONG = _PARTS_ALONG.order_by(Invitation.questionnaire, Message.id)


def message_parts(engine: Engine, message_id: str) -> Row[*tuple[Any, ...]] | None:
    """The columns of `Parts` (composing.py) for one message, by name.

    One statement that waits for nobody; no connection is held afterwards. Raises StoreUnavailable.
    """
    with telling_failures(), single_statements(engine).connect() as connection:
        return connection.execute(_PARTS_OF_ONE, {"message": message_id}).one_or_none()


def parts_along(engine: Engine, message_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """The same for everything that is to go along with one message."""
    with telling_failures(), single_statements(engine).connect() as connection:
        return connection.execute(_PARTS_ALONG, {"message": message_id}).all()
