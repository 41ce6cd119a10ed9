"""The log of what people did here: a chain of entries per organisation, and the end of the chain.

The database itself refuses a change of an entry, and to delete one of less than a year
(`KEEPING`); what is older goes by the retention of the organisation.
"""

from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, Moment, RowId, ShortText
from survey_app.models.tenancy import OfOrganisation, of_organisation


class AuditEntry(OfOrganisation, Base):
    """One thing that somebody did; `hashed` covers it and the entry before it (audit/chain.py)."""

    __tablename__ = "audit_entry"
    __table_args__ = (of_organisation(),)
    organisation_id: Mapped[RowId] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3, no gap
    at: Mapped[Moment]
    who: Mapped[ShortText]
    what: Mapped[Code]
    about: Mapped[ShortText]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash_before: Mapped[bytes] = mapped_column(LargeBinary)
    hashed: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(OfOrganisation, Base):
    """Where the chain of an organisation ends: who adds an entry holds this row."""

    __tablename__ = "audit_head"
    __table_args__ = (of_organisation(),)
    organisation_id: Mapped[RowId] = mapped_column(primary_key=True)
    number: Mapped[int]
    hashed: Mapped[bytes] = mapped_column(LargeBinary)
