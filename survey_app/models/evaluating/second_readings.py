"""Open answers that a second person reads, who does not know what the first made of them."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.answers import FEELINGS
from survey_app.models.columns import (
    Names,
    OptionalCode,
    OptionalMoment,
    OptionalRowId,
    RowId,
)
from survey_app.models.tenancy import OfOrganisation, not_negative, one_of, within


class SecondReading(OfOrganisation, Base):
    """One answer of the sample; empty until the second reader judged it.

    What the first reader had made of it is copied here at that moment, because the answer itself
    changes when a difference is settled.
    """

    __tablename__ = "second_reading"
    __table_args__ = (
        within("open_answer", ondelete="CASCADE"),
        within("wave"),
        one_of("label", *FEELINGS),
        one_of("first_label", *FEELINGS),
        not_negative("times_skipped"),
        CheckConstraint("read_by <> first_by", name="two_readers"),
        CheckConstraint(
            "(read_at is null) = (label is null) and (read_at is null) = (read_by is null) "
            "and (read_at is null) = (first_label is null) "
            "and (read_at is null) = (first_by is null)",
            name="read_whole",
        ),
        CheckConstraint("settled_at is null or read_at is not null", name="read_before_settled"),
        Index("ix_second_reading_wave_id", "wave_id", "read_at"),
    )
    open_answer_id: Mapped[RowId] = mapped_column(primary_key=True)
    wave_id: Mapped[RowId]
    first_by: Mapped[OptionalRowId]  # accounts, no keys: the row outlives them
    first_label: Mapped[OptionalCode]
    first_themes: Mapped[tuple[str, ...]] = mapped_column(Names, default=())
    read_by: Mapped[OptionalRowId]
    label: Mapped[OptionalCode]
    themes: Mapped[tuple[str, ...]] = mapped_column(Names, default=())
    read_at: Mapped[OptionalMoment]
    settled_by: Mapped[OptionalRowId]
    settled_at: Mapped[OptionalMoment]  # a difference was settled
    times_skipped: Mapped[int] = mapped_column(default=0)
