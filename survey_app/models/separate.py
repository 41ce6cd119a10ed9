"""Stores of their own, with their own notice: interview volunteers and the needs survey."""

from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, IndexedRowId, RandomId
from survey_app.models.tenancy import OfOrganisation, one_of, within


class Recontact(OfOrganisation, Base):
    """Someone who offered to be interviewed (U-SELECTIE); name and number encrypted."""

    __tablename__ = "recontact"
    __table_args__ = (within("wave"), one_of("mode", "web", "phone", "paper"))
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    mode: Mapped[Code] = mapped_column(default="web")


class NeedsResponse(OfOrganisation, Base):
    """A half-yearly needs form (HALFJAAR): service, not evaluation."""

    __tablename__ = "needs_response"
    __table_args__ = (
        within("wave"),
        within("contact"),
        one_of("mode", "web", "phone", "paper"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    contact_id: Mapped[str | None] = mapped_column(index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    mode: Mapped[Code] = mapped_column(default="web")
