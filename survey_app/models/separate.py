"""Stores of their own, with their own notice: interview volunteers and the needs survey."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    IndexedRowId,
    Moment,
    Names,
    OptionalMoment,
    RandomId,
    RowId,
    ShortText,
)
from survey_app.models.tenancy import OfOrganisation, one_of, within

VOLUNTEER_STATES = ("waiting", "to_call", "appointment", "spoken", "refused", "not_reached")
NEEDS_STATES = ("new", "called", "appointment", "arranged", "no_follow_up")
TO_TELL = text("tell <> 'no'")


class Recontact(OfOrganisation, Base):
    """Someone who offered to be interviewed (U-SELECTIE); name and number encrypted.

    `place` is the order of the draw, `drawn` why (group, what is covered), `outcome` the note of
    the interviewer: both encrypted. `tell`: how this person hears that we have enough people.
    """

    __tablename__ = "recontact"
    __table_args__ = (
        within("wave"),
        one_of("mode", "web", "phone", "paper"),
        one_of("state", *VOLUNTEER_STATES),
        one_of("tell", "no", "email", "sms", "sending", "phone"),
        Index("ix_recontact_to_tell", "id", sqlite_where=TO_TELL, postgresql_where=TO_TELL),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    mode: Mapped[Code] = mapped_column(default="web")
    state: Mapped[Code] = mapped_column(default="waiting", server_default="waiting")
    tell: Mapped[Code] = mapped_column(default="no", server_default="no")
    place: Mapped[int | None]
    drawn: Mapped[bytes | None] = mapped_column(LargeBinary)
    outcome: Mapped[bytes | None] = mapped_column(LargeBinary)


class InterviewDraw(OfOrganisation, Base):
    """The one draw of a wave: asked for on the screen, made by the worker, then never again.

    `summary` (encrypted) holds numbers of the pool and the coverage; it outlives the people.
    """

    __tablename__ = "interview_draw"
    __table_args__ = (within("wave"), CheckConstraint("people between 1 and 100", name="people"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    people: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[Moment]
    drawn_at: Mapped[OptionalMoment]
    summary: Mapped[bytes | None] = mapped_column(LargeBinary)
    finished_at: Mapped[OptionalMoment]


class NeedsGrouping(OfOrganisation, Base):
    """Somebody asked to propose groups of people with the same needs; the worker does."""

    __tablename__ = "needs_grouping"
    __table_args__ = (within("wave"),)
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    asked_at: Mapped[Moment]
    made_at: Mapped[OptionalMoment]


class NeedsGroup(OfOrganisation, Base):
    """A group of people with the same needs, as proposed or as a professional decided it."""

    __tablename__ = "needs_group"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("id", "organisation_id"),
        one_of("state", "proposed", "accepted", "refused"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    labels: Mapped[tuple[str, ...]] = mapped_column(Names, default=())
    state: Mapped[Code] = mapped_column(default="proposed")
    changed: Mapped[bool] = mapped_column(default=False)  # somebody was put in or taken out
    decided_by: Mapped[ShortText] = mapped_column(default="")


class NeedsResponse(OfOrganisation, Base):
    """A half-yearly needs form (HALFJAAR): service, not evaluation; what came of it beside it."""

    __tablename__ = "needs_response"
    __table_args__ = (
        within("wave"),
        within("contact"),
        within("needs_group"),
        one_of("mode", "web", "phone", "paper"),
        one_of("state", *NEEDS_STATES),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    contact_id: Mapped[str | None] = mapped_column(index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    mode: Mapped[Code] = mapped_column(default="web")
    state: Mapped[Code] = mapped_column(default="new", server_default="new")
    note: Mapped[bytes | None] = mapped_column(LargeBinary)  # encrypted
    needs_group_id: Mapped[str | None] = mapped_column(String(32), index=True)
