"""What people told in telephone interviews and panels: notes without names, and quotes."""

import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    IndexedRowId,
    Moment,
    Names,
    OptionalCode,
    RandomId,
    ShortText,
)
from survey_app.models.tenancy import OfOrganisation, one_of, within


class Talk(OfOrganisation, Base):
    """One talk: how, when, and with people of which party; never with whom."""

    __tablename__ = "talk"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("id", "organisation_id"),
        one_of("kind", "telephone", "panel"),
        one_of("party", "G", "C", "W", "O"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    kind: Mapped[Code]
    party: Mapped[Code]
    phase: Mapped[OptionalCode]
    held_on: Mapped[datetime.date]
    made_by: Mapped[ShortText]


class TalkNote(OfOrganisation, Base):
    """A note of a talk. What was typed is sealed until the worker has covered names in it."""

    __tablename__ = "talk_note"
    __table_args__ = (
        within("talk", ondelete="CASCADE"),
        CheckConstraint("(sealed is null) <> (text is null)", name="sealed_or_covered"),
        CheckConstraint("quote is null or text is not null", name="quoted_when_covered"),
        CheckConstraint("approved_by is null or quote is not null", name="approved_when_quoted"),
        CheckConstraint("approved_by <> quoted_by", name="approved_by_another"),
    )
    id: Mapped[RandomId]
    talk_id: Mapped[IndexedRowId]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text: Mapped[str | None] = mapped_column(Text)
    cells: Mapped[tuple[str, ...]] = mapped_column(Names)
    themes: Mapped[tuple[str, ...]] = mapped_column(Names)
    quote: Mapped[str | None] = mapped_column(Text)
    quoted_by: Mapped[str | None] = mapped_column(String(200))
    approved_by: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[Moment]
