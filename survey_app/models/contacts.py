"""The contact store: people we may approach, encrypted."""

import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, IndexedRowId, RandomId, RowId
from survey_app.models.tenancy import OfOrganisation, of_organisation, one_of, within


class Contact(OfOrganisation, Base):
    """Name, phone, e-mail, address and language in one ciphertext bound to this row."""

    __tablename__ = "contact"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("organisation_id", "reference_hash"),
    )
    id: Mapped[RandomId]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    reference_hash: Mapped[bytes] = mapped_column(LargeBinary)  # keyed hash of phone/e-mail/address
    # An opt-out holds for the telephone and the addresses, however a later file spells the name.
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    email_hash: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    address_hash: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    # How this person is written to: 'email', 'letter' or 'phone'. The same stands in the
    # ciphertext; here it can be counted.
    channel: Mapped[Code] = mapped_column(default="email")
    # The same hash once more where a message came back: a corrected address has another one.
    bounced_phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    bounced_email: Mapped[bytes | None] = mapped_column(LargeBinary)
    opted_out: Mapped[bool] = mapped_column(default=False)
    opt_out_reason: Mapped[str | None]


class CallOutcome(OfOrganisation, Base):
    """What came of one telephone call; never an answer."""

    __tablename__ = "call_outcome"
    __table_args__ = (
        within("wave"),
        within("contact"),
        one_of("outcome", "gesproken", "geen gehoor", "afspraak", "weigert", "verkeerd nummer"),
        Index("ix_call_outcome_wave_id", "wave_id", "contact_id"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    contact_id: Mapped[IndexedRowId]
    outcome: Mapped[Code]
    called_on: Mapped[datetime.date]
    appointment: Mapped[str | None]


class CallNote(OfOrganisation, Base):
    """What callers and their supervisor tell each other about a person; gone with the wave."""

    __tablename__ = "call_note"
    __table_args__ = (
        within("wave"),
        within("contact"),
        Index("ix_call_note_wave_id", "wave_id", "contact_id"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    contact_id: Mapped[IndexedRowId]
    written_on: Mapped[datetime.date]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class MessageReply(OfOrganisation, Base):
    """What somebody wrote back to a text message, encrypted; it goes with the wave.

    `same_hash` is alike for the same message told twice.
    """

    __tablename__ = "message_reply"
    __table_args__ = (
        within("wave"),
        within("contact", ondelete="CASCADE"),
        Index("ix_message_reply_organisation_id", "organisation_id", "is_done", "received_on"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    contact_id: Mapped[IndexedRowId]
    same_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    received_on: Mapped[datetime.date]
    is_done: Mapped[bool] = mapped_column(default=False)
