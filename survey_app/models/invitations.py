"""The invitation store: who may answer, what was sent, what came back."""

import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    IndexedRowId,
    Moment,
    OptionalCode,
    OptionalMoment,
    OptionalRowId,
    RandomId,
    RowId,
    ShortText,
)
from survey_app.models.tenancy import OfOrganisation, not_negative, one_of, within

# Messages whose end is not yet marked on their invitation: their state has changed since.
TO_COUNT = (
    "state in ('sent', 'failed', 'unknown') and (counted_state is null or counted_state <> state)"
)
CALL_STATES = ("open", "appointment", "closed")
CLOSINGS = ("refuses", "wrong_number", "tried_enough", "language", "unable", "already_done")


def _has_contact(context: DefaultExecutionContext) -> bool:
    given: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return given.get("contact_id") is not None


class Invitation(OfOrganisation, Base):
    """One person, one questionnaire, one wave. `used` is set once, by the submit.

    How the calling stands is kept here and not counted from the calls: the call list is one index
    (fieldwork/calls), in which only people stand who have neither answered nor refused.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        within("wave"),
        within("contact"),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("wave_id", "contact_id", "questionnaire"),
        one_of("call_state", *CALL_STATES),
        one_of("delivery", "none", "reached", "bounced"),
        # Everything that the response monitor counts: 100,000 people from one index.
        Index(
            "ix_invitation_response",
            *("wave_id", "questionnaire", "language", "channel", "delivery", "used", "refused"),
            *("is_known", "organisation_id"),
        ),
        one_of("closing", *CLOSINGS),
        Index(
            "ix_invitation_to_call",
            *("wave_id", "call_state", "hours_tried", "calls", "questionnaire", "language"),
            *("id", "contact_id", "organisation_id", "used", "refused", "by_phone", "opens_on"),
            sqlite_where=text("used IS 0 and refused IS 0 and by_phone IS 1"),
            postgresql_where=text("used IS false and refused IS false and by_phone IS true"),
        ),
        Index(
            "ix_invitation_opens_on",
            *("wave_id", "opens_on", "questionnaire"),
            sqlite_where=text("opens_on is not null"),
            postgresql_where=text("opens_on is not null"),
        ),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    questionnaire: Mapped[Code]
    contact_id: Mapped[str | None] = mapped_column(String(32), index=True)
    # Made for a contact, and still so when that is wiped: who was invited stays counted.
    is_known: Mapped[bool] = mapped_column(default=_has_contact, server_default=false())
    language: Mapped[Code] = mapped_column(default="nl")
    # In a rolling wave: the Monday from which on this person may be invited, and no day nearer
    # to when they started or ended (questionnaire/windows.py).
    opens_on: Mapped[datetime.date | None]
    # False for a body that works without a contract (UWV): it skips questions about one.
    contract: Mapped[bool] = mapped_column(default=True)
    used: Mapped[bool] = mapped_column(default=False)
    refused: Mapped[bool] = mapped_column(default=False)
    # How the messages ended and by which channel: kept by the job that counts them.
    delivery: Mapped[Code] = mapped_column(default="none", server_default="none")
    channel: Mapped[OptionalCode]
    # There is a telephone and nobody opted out: a trigger of the database keeps it like that.
    by_phone: Mapped[bool] = mapped_column(default=False, server_default=false())
    call_state: Mapped[Code] = mapped_column(default="open", server_default="open")
    calls: Mapped[int] = mapped_column(default=0, server_default="0")
    # The parts of the day at which somebody was called, as bits; a time might tell who answered.
    hours_tried: Mapped[int] = mapped_column(default=0, server_default="0")
    appointment: Mapped[str | None]  # '2026-11-23 14:30'
    closing: Mapped[OptionalCode]  # why nobody calls this person any more
    interpreter: Mapped[bool] = mapped_column(default=False, server_default=false())


class Access(OfOrganisation, Base):
    """A way in to an invitation: a link token and perhaps a letter code, with its own draft.

    The draft key is random; it stands here wrapped once per way in, never bare.
    """

    __tablename__ = "access"
    __table_args__ = (
        within("invitation", ondelete="CASCADE"),
        one_of("mode", "web", "phone", "paper"),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("invitation_id", "generation"),
        # How the message of each of 100,000 people stands, from this index and that of messages.
        Index("ix_access_whose", "id", "invitation_id", "organisation_id"),
    )
    id: Mapped[RandomId]
    invitation_id: Mapped[RowId]
    generation: Mapped[int] = mapped_column(default=1)
    mode: Mapped[Code] = mapped_column(default="web")
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    key_by_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_by_code: Mapped[bytes | None] = mapped_column(LargeBinary)


class OpenLink(OfOrganisation, Base):
    """A link for a group without contacts (poster, waiting room), with its own limit."""

    __tablename__ = "open_link"
    __table_args__ = (
        within("wave"),
        not_negative("started"),
        CheckConstraint("started <= maximum", name="not_past_its_maximum"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    questionnaire: Mapped[Code]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    maximum: Mapped[int]
    started: Mapped[int] = mapped_column(default=0)


class LinkConsent(OfOrganisation, Base):
    """Linked mode, with consent only: the random code that joins two answers of one person."""

    __tablename__ = "link_consent"
    __table_args__ = (within("contact"),)
    contact_id: Mapped[RowId] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    goal: Mapped[int | None]


class Dispatch(OfOrganisation, Base):
    """What somebody decided to send (verzending): one kind of message, one channel, so many people.

    The worker puts the messages in line, part by part, until `lined_up_at` says that all are there.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("id", "organisation_id"),
        one_of("channel", "console", "smtp", "sms", "letter"),
        one_of("kind", "invitation", "reminder"),
        CheckConstraint("(kind = 'invitation') = (number = 0)", name="reminders_are_numbered"),
        not_negative("people"),
        not_negative("too_early"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    questionnaire: Mapped[Code]
    language: Mapped[OptionalCode]  # only to people who are written to in this language
    way: Mapped[Code]  # of the people: Contact.channel
    channel: Mapped[Code]  # of the messages: Message.channel
    kind: Mapped[Code]
    number: Mapped[int] = mapped_column(default=0)  # which reminder; 0 for the invitation
    people: Mapped[int]  # as was said when it was decided; never more
    too_early: Mapped[int] = mapped_column(default=0)  # left in peace: written to not long ago
    asked_by: Mapped[ShortText]  # empty: the scheme of the wave
    # Letters that the command `send` prints itself, into a folder of its own: not the worker.
    by_command: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[Moment]
    paused_at: Mapped[OptionalMoment]
    lined_up_at: Mapped[OptionalMoment]


class OwnText(OfOrganisation, Base):
    """The free part of a message: what the organisation adds to the words that always stand.

    'started': of the reminder to who began and sent nothing in.
    """

    __tablename__ = "own_text"
    __table_args__ = (within("wave"), one_of("kind", "invitation", "reminder", "started"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    kind: Mapped[Code] = mapped_column(primary_key=True)
    language: Mapped[Code] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class ReminderScheme(OfOrganisation, Base):
    """When a wave reminds by itself; a wave without one never does. Days and weeks are whole."""

    __tablename__ = "reminder_scheme"
    __table_args__ = (
        within("wave"),
        CheckConstraint("most between 0 and 2", name="at_most_two"),
        CheckConstraint("first_after_days >= 5", name="first_in_peace"),
        CheckConstraint("second_after_days >= 5", name="second_in_peace"),
        CheckConstraint("rest_weeks >= 0", name="rest_weeks_not_negative"),
    )
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    is_on: Mapped[bool] = mapped_column(default=False)
    most: Mapped[int] = mapped_column(default=2)
    first_after_days: Mapped[int] = mapped_column(default=10)
    second_after_days: Mapped[int] = mapped_column(default=10)  # after the first reminder
    rest_weeks: Mapped[int] = mapped_column(default=8)  # after another wave
    held_at: Mapped[OptionalMoment]


class Message(OfOrganisation, Base):
    """One message to one person; ends in exactly one known state."""

    __tablename__ = "message"
    __table_args__ = (
        within("wave"),
        within("access", ondelete="CASCADE"),
        within("dispatch"),
        one_of("state", "queued", "sending", "sent", "failed", "unknown", "cancelled"),
        one_of("channel", "console", "smtp", "sms", "letter"),
        one_of("kind", "invitation", "reminder"),
        not_negative("attempts"),
        not_negative("number"),
        UniqueConstraint("access_id", "kind", "number", "channel"),
        Index(
            "ix_message_stands",
            *("wave_id", "kind", "state", "access_id", "organisation_id"),
        ),
        Index("ix_message_wave_id", "wave_id", "state"),
        Index(
            "ix_message_to_count",
            "id",
            sqlite_where=text(TO_COUNT),
            postgresql_where=text(TO_COUNT),
        ),
        Index("ix_message_state", "state", "channel"),
        Index("ix_message_dispatch_id", "dispatch_id", "state"),
        Index(
            "ix_message_carried_by",
            *("carried_by", "state"),
            sqlite_where=text("carried_by is not null"),
            postgresql_where=text("carried_by is not null"),
        ),
        Index(
            "ix_message_to_print_again",
            "to_print_again",
            sqlite_where=text("to_print_again"),
            postgresql_where=text("to_print_again"),
        ),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    access_id: Mapped[RowId]
    channel: Mapped[Code]
    kind: Mapped[Code]
    number: Mapped[int] = mapped_column(default=0)  # which reminder; 0 for the invitation
    dispatch_id: Mapped[OptionalRowId]  # none: made in a call, or gone along undecided
    # The message to the same person in which this questionnaire is named as well: one is sent, and
    # both end alike (messaging/queueing). No key: both go with their person.
    carried_by: Mapped[OptionalRowId]
    state: Mapped[Code] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    counted_state: Mapped[OptionalCode]  # the state in which the monitor has counted it
    next_attempt_at: Mapped[OptionalMoment]
    reason: Mapped[str | None]
    # Told by the service that carried it; that it was not is a state (failed).
    delivered: Mapped[bool] = mapped_column(default=False, server_default=false())
    # A day is enough for the rest between messages; a time might be laid beside an answer.
    sent_on: Mapped[datetime.date | None]
    # A letter that somebody wants once more: the worker prints it and takes the mark away.
    to_print_again: Mapped[bool] = mapped_column(default=False)


class Told(Base):
    """A receipt or a reply, sealed to the worker; it goes when it has been read.

    `same_hash` is alike for the same thing told twice, so that it stands here once.
    """

    __tablename__ = "told"
    __table_args__ = (one_of("kind", "receipt", "reply"),)
    id: Mapped[RandomId]
    kind: Mapped[Code]
    same_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    told_on: Mapped[datetime.date]


class SendingDay(OfOrganisation, Base):
    """How many messages of a kind went out on a day."""

    __tablename__ = "sending_day"
    __table_args__ = (within("wave"), not_negative("messages"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    channel: Mapped[Code] = mapped_column(primary_key=True)
    kind: Mapped[Code] = mapped_column(primary_key=True)
    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    messages: Mapped[int]
