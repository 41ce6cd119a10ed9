"""Stores of their own, with their own notice: interview volunteers and the needs survey."""

from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, RandomId, WaveId


class Recontact(Base):
    """Someone who offered to be interviewed (U-SELECTIE); name and number encrypted."""

    __tablename__ = "recontact"
    id: Mapped[RandomId]
    wave_id: Mapped[WaveId]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    mode: Mapped[Code] = mapped_column(default="web")  # web | phone | paper


class NeedsResponse(Base):
    """A half-yearly needs form (HALFJAAR): service, not evaluation."""

    __tablename__ = "needs_response"
    id: Mapped[RandomId]
    wave_id: Mapped[WaveId]
    contact_id: Mapped[str | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    mode: Mapped[Code] = mapped_column(default="web")  # web | phone | paper
