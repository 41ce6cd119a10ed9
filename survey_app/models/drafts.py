"""Drafts (readable with the respondent's token only), how far people come, and the inbox."""

import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, IndexedRowId, RowId
from survey_app.models.tenancy import OfOrganisation, not_negative, within

SENT = ""  # the page on which nothing is asked: sending in


class Draft(OfOrganisation, Base):
    """What a respondent has filled in so far, under a key that only their way in unwraps.

    After the submit the row stays as an empty tombstone, so that a second submit of the same
    draft can be thanked instead of refused.
    """

    __tablename__ = "draft"
    __table_args__ = (
        within("access", ondelete="CASCADE"),
        not_negative("revision"),
        # Begun and not sent: few, whatever the number of people.
        Index(
            "ix_draft_begun",
            "access_id",
            sqlite_where=text("revision > 0 and submitted IS 0"),
            postgresql_where=text("revision > 0 and submitted IS false"),
        ),
    )
    access_id: Mapped[RowId] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    submitted: Mapped[bool] = mapped_column(default=False)
    ciphertext: Mapped[bytes | None] = mapped_column(LargeBinary)


class PageReached(OfOrganisation, Base):
    """On how many forms of a wave a page was answered or skipped; `SENT` counts those sent in.

    Raised with the first save of the page; no person, day or language stands here, and it never
    goes down, so that two states of it tell of nobody who withdrew. What is shown of it passes
    `analysis.response.breakoff`.
    """

    __tablename__ = "page_reached"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    page: Mapped[Code] = mapped_column(primary_key=True)
    n: Mapped[int]


class InboxItem(OfOrganisation, Base):
    """A submitted questionnaire, sealed to the worker; gone once its batch has moved."""

    __tablename__ = "inbox"
    __table_args__ = (within("wave"), UniqueConstraint("id", "organisation_id"))
    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[IndexedRowId]
    questionnaire: Mapped[Code]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    received_on: Mapped[datetime.date]
