"""The invitation store: who may answer, through which ways in, and what was sent."""

import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, IndexedRowId, OptionalMoment, RandomId, RowId
from survey_app.models.tenancy import OfOrganisation, not_negative, one_of, within


class Invitation(OfOrganisation, Base):
    """One person, one questionnaire, one wave. `used` is set once, by the submit."""

    __tablename__ = "invitation"
    __table_args__ = (
        within("wave"),
        within("contact"),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("wave_id", "contact_id", "questionnaire"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    questionnaire: Mapped[Code]
    contact_id: Mapped[str | None] = mapped_column(String(32), index=True)
    language: Mapped[Code] = mapped_column(default="nl")
    # False for a body that works without a contract (UWV): it skips questions about one.
    contract: Mapped[bool] = mapped_column(default=True)
    used: Mapped[bool] = mapped_column(default=False)
    refused: Mapped[bool] = mapped_column(default=False)


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


class Message(OfOrganisation, Base):
    """One message to one person; ends in exactly one known state."""

    __tablename__ = "message"
    __table_args__ = (
        within("wave"),
        within("access", ondelete="CASCADE"),
        one_of("state", "queued", "sending", "sent", "failed", "unknown", "cancelled"),
        one_of("channel", "console", "smtp", "letter"),
        one_of("kind", "invitation", "reminder"),
        not_negative("attempts"),
        UniqueConstraint("access_id", "kind", "channel"),
        Index("ix_message_wave_id", "wave_id", "state"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    access_id: Mapped[RowId]
    channel: Mapped[Code]
    kind: Mapped[Code]
    state: Mapped[Code] = mapped_column(default="queued", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[OptionalMoment]
    reason: Mapped[str | None]
    # A day is enough for the rest between messages; a time might be laid beside an answer.
    sent_on: Mapped[datetime.date | None]
