"""The framework of norms that an organisation made itself."""

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, Moment, Names, RandomId, RowId, ShortText
from survey_app.models.tenancy import OfOrganisation, of_organisation, within


class OwnFramework(OfOrganisation, Base):
    """A named framework; `version` grows with every change of its criteria."""

    __tablename__ = "own_framework"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("organisation_id", "name"),
    )
    id: Mapped[RandomId]
    name: Mapped[ShortText]
    version: Mapped[int]
    changed_by: Mapped[ShortText]
    changed_at: Mapped[Moment]


class OwnCriterion(OfOrganisation, Base):
    """One criterion of a norm, and the codes of what it rests on (cells, figures, documents)."""

    __tablename__ = "own_criterion"
    __table_args__ = (
        within("own_framework", ondelete="CASCADE"),
        UniqueConstraint("own_framework_id", "code"),
    )
    id: Mapped[RandomId]
    own_framework_id: Mapped[RowId]
    norm: Mapped[Code]
    norm_text: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[tuple[str, ...]] = mapped_column(Names)
