"""What evaluators gather themselves: documents that serve as evidence."""

import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, Moment, OptionalCode, RandomId, RowId, ShortText
from survey_app.models.tenancy import OfOrganisation, one_of, within

NOT_ENOUGH = "onvoldoende uitsluitsel"
DOCUMENT_LIGHTS = ("groen", "oranje", "rood", NOT_ENOUGH)


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
