"""What evaluators gather themselves: documents, measures and recommendations."""

import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    IndexedRowId,
    Moment,
    Names,
    OptionalCode,
    RandomId,
    RowId,
    ShortText,
)
from survey_app.models.tenancy import OfOrganisation, one_of, within

NOT_ENOUGH = "onvoldoende uitsluitsel"
DOCUMENT_LIGHTS = ("groen", "oranje", "rood", NOT_ENOUGH)
MEASURE_STATES = ("open", "running", "done", "dropped")


class EvidenceDocument(OfOrganisation, Base):
    """A document D01-D21: where it is, what time it tells of, and what somebody judges of it.

    The day it was added is another than the time it tells of. A judgement needs its reason.
    """

    __tablename__ = "evidence_document"
    __table_args__ = (
        within("wave"),
        one_of("light", *DOCUMENT_LIGHTS),
        CheckConstraint("light is null or reason <> ''", name="judged_with_a_reason"),
        Index("ix_evidence_document_of_wave", "wave_id", "code"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    code: Mapped[Code]
    title: Mapped[ShortText]
    reference: Mapped[str] = mapped_column(Text)
    tells_from: Mapped[datetime.date]
    tells_to: Mapped[datetime.date | None]
    added_on: Mapped[datetime.date]
    light: Mapped[OptionalCode]
    reason: Mapped[str] = mapped_column(Text, default="")
    judged_by: Mapped[str | None] = mapped_column(String(200))
    read_by: Mapped[str | None] = mapped_column(String(200))
    changed_at: Mapped[Moment]


class Measure(OfOrganisation, Base):
    """A measure of the register D22, or a recommendation of an outside body that is followed up.

    It begins in a wave and goes along to every later one. `owner` is a function, never a person.
    """

    __tablename__ = "measure"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("id", "organisation_id"),
        one_of("kind", "measure", "recommendation"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    kind: Mapped[Code]
    point: Mapped[OptionalCode]
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[ShortText]
    origin: Mapped[ShortText] = mapped_column(default="")
    day: Mapped[datetime.date | None]
    made_by: Mapped[ShortText]
    made_at: Mapped[Moment]


class MeasureQuestion(OfOrganisation, Base):
    """What the next wave asks about a measure, and in which questionnaires.

    It is asked in one wave: where that froze it (`WaveQuestionnaire.own`) after `made_at`, no later
    wave asks it, until somebody stores it again.
    """

    __tablename__ = "measure_question"
    __table_args__ = (
        within("measure", ondelete="CASCADE"),
        CheckConstraint("text <> ''", name="has_words"),
        CheckConstraint("questionnaires <> ''", name="asked_somewhere"),
    )
    measure_id: Mapped[RowId] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    questionnaires: Mapped[tuple[str, ...]] = mapped_column(Names)
    made_by: Mapped[ShortText]
    made_at: Mapped[Moment]


class MeasureState(OfOrganisation, Base):
    """How far a measure is at a wave, and what somebody judges of it."""

    __tablename__ = "measure_state"
    __table_args__ = (
        within("measure", ondelete="CASCADE"),
        within("wave"),
        one_of("state", *MEASURE_STATES),
    )
    measure_id: Mapped[RowId] = mapped_column(primary_key=True)
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    state: Mapped[Code]
    text: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[ShortText]
    made_at: Mapped[Moment]
