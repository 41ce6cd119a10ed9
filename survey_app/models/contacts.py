"""The contact store: people we may approach, encrypted; and the files that they come in with.

A contact file stands between the browser and the store, sealed, for a day at most. Every row is a
ciphertext of its own, so that one can be corrected, and so that a part of the file leaves in the
same transaction in which its people arrive in the store.
"""

import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    IndexedRowId,
    Json,
    Moment,
    OptionalRowId,
    RandomId,
    RowId,
)
from survey_app.models.tenancy import OfOrganisation, not_negative, of_organisation, one_of, within


class Contact(OfOrganisation, Base):
    """Name, phone, e-mail, address and language in one ciphertext bound to this row."""

    __tablename__ = "contact"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("organisation_id", "reference_hash"),
        Index(
            "ix_contact_opted_out",
            *("organisation_id", "id"),
            sqlite_where=text("opted_out"),
            postgresql_where=text("opted_out"),
        ),
        Index(
            "ix_contact_unnamed",
            "named",
            sqlite_where=text("named = 0"),
            postgresql_where=text("named = false"),
        ),
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
    # Whether the parts of the name stand in `contact_name`.
    named: Mapped[bool] = mapped_column(default=False, server_default=false())


class ContactName(OfOrganisation, Base):
    """A part of somebody's name as a number of 16 bits under a key: see people/names.py."""

    __tablename__ = "contact_name"
    __table_args__ = (
        within("contact", ondelete="CASCADE"),
        Index("ix_contact_name_tag", "organisation_id", "tag", "contact_id"),
    )
    contact_id: Mapped[RowId] = mapped_column(primary_key=True)
    tag: Mapped[int] = mapped_column(primary_key=True)


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


class ContactUpload(OfOrganisation, Base):
    """One contact file and how far it is; `columns` holds names of columns, never contents."""

    __tablename__ = "contact_upload"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("id", "organisation_id"),
        one_of(
            "stage",
            *("receiving", "reading", "columns", "checking", "checked", "importing"),
            *("done", "refused"),
        ),
        not_negative("rows"),
        not_negative("done"),
        Index("ix_contact_upload_wave_id", "wave_id", "made_at"),
        Index("ix_contact_upload_stage", "stage"),
        Index("ix_contact_upload_made_at", "made_at"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    stage: Mapped[Code] = mapped_column(default="receiving")
    columns: Mapped[Json]
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)  # rows of this stage
    new_contacts: Mapped[int] = mapped_column(default=0)
    new_invitations: Mapped[int] = mapped_column(default=0)
    refusal: Mapped[str | None]  # why the whole file cannot be used
    made_at: Mapped[Moment]


class UploadedPiece(OfOrganisation, Base):
    """A piece of the file as it came; gone as soon as its rows stand apart."""

    __tablename__ = "uploaded_piece"
    __table_args__ = (within("contact_upload", ondelete="CASCADE"),)
    contact_upload_id: Mapped[RowId] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class UploadedRow(OfOrganisation, Base):
    """One row of the file; `number` as the spreadsheet shows it.

    `doubtful` is who may be the same as somebody else, until a person has said so or not;
    `contact_id` the person of the store whom this row is about, as recognised or as somebody said.
    """

    __tablename__ = "uploaded_row"
    __table_args__ = (
        within("contact_upload", ondelete="CASCADE"),
        one_of("verdict", "unread", "good", "doubtful", "refused", "left_out"),
        Index("ix_uploaded_row_verdict", "contact_upload_id", "verdict", "number"),
        Index("ix_uploaded_row_phone", "contact_upload_id", "phone_hash"),
        Index("ix_uploaded_row_email", "contact_upload_id", "email_hash"),
    )
    contact_upload_id: Mapped[RowId] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    verdict: Mapped[Code] = mapped_column(default="unread")
    problem: Mapped[str | None]  # in Dutch; never the personal data itself
    damaged: Mapped[bool] = mapped_column(default=False)
    person_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_id: Mapped[OptionalRowId]


class ContactColumn(OfOrganisation, Base):
    """What an organisation calls a column, once somebody had to say it; '' is: do not read it."""

    __tablename__ = "contact_column"
    __table_args__ = (of_organisation(),)
    organisation_id: Mapped[RowId] = mapped_column(primary_key=True)
    column: Mapped[str] = mapped_column("column_name", primary_key=True)
    name: Mapped[Code]
