"""The invitation store: who may answer, through which ways in, and what was sent."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, OptionalMoment, RandomId, WaveId


class Invitation(Base):
    """One person, one questionnaire, one wave. `used` is set once, by the submit."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("wave_id", "contact_id", "questionnaire"),)
    id: Mapped[RandomId]
    wave_id: Mapped[WaveId]
    questionnaire: Mapped[Code]
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"), index=True)
    language: Mapped[Code] = mapped_column(default="nl")
    # False for a body that works without a contract (UWV): it skips questions about one.
    contract: Mapped[bool] = mapped_column(default=True)
    used: Mapped[bool] = mapped_column(default=False)
    refused: Mapped[bool] = mapped_column(default=False)


class Access(Base):
    """A way in to an invitation: a link token and perhaps a letter code, with its own draft.

    The draft key is random; it stands here wrapped once per way in, never bare.
    """

    __tablename__ = "access"
    __table_args__ = (
        UniqueConstraint("invitation_id", "generation"),
        CheckConstraint("mode in ('web', 'phone', 'paper')", name="known_mode"),
    )
    id: Mapped[RandomId]
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"))
    generation: Mapped[int] = mapped_column(default=1)
    mode: Mapped[Code] = mapped_column(default="web")
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    key_by_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_by_code: Mapped[bytes | None] = mapped_column(LargeBinary)


class OpenLink(Base):
    """A link for a group without contacts (poster, waiting room), with its own limit."""

    __tablename__ = "open_link"
    id: Mapped[RandomId]
    wave_id: Mapped[WaveId]
    questionnaire: Mapped[Code]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    maximum: Mapped[int]
    started: Mapped[int] = mapped_column(default=0)


class LinkConsent(Base):
    """Linked mode, with consent only: the random code that joins two answers of one person."""

    __tablename__ = "link_consent"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    goal: Mapped[int | None]


class Message(Base):
    """One message to one person; ends in exactly one known state."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')",
            name="known_state",
        ),
        UniqueConstraint("access_id", "kind", "channel"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[WaveId]
    access_id: Mapped[str] = mapped_column(ForeignKey("access.id", ondelete="CASCADE"))
    channel: Mapped[Code]  # console | smtp
    kind: Mapped[Code]  # invitation | reminder
    state: Mapped[Code] = mapped_column(default="queued", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[OptionalMoment]
    reason: Mapped[str | None]
