"""The contact store: people we may approach, encrypted."""

import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, OrganisationId, RandomId, WaveId


class Contact(Base):
    """Name, phone, e-mail, address and language in one ciphertext bound to this row."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("organisation_id", "reference_hash"),)
    id: Mapped[RandomId]
    organisation_id: Mapped[OrganisationId]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    reference_hash: Mapped[bytes] = mapped_column(LargeBinary)  # keyed hash of phone/e-mail/address
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    opted_out: Mapped[bool] = mapped_column(default=False)
    opt_out_reason: Mapped[str | None]


class CallOutcome(Base):
    """What came of one telephone call; never an answer."""

    __tablename__ = "call_outcome"
    id: Mapped[RandomId]
    wave_id: Mapped[WaveId]
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id"), index=True)
    outcome: Mapped[Code]  # gesproken | geen gehoor | afspraak | weigert | verkeerd nummer
    called_on: Mapped[datetime.date]
    appointment: Mapped[str | None]
