"""What leaves: figures somebody typed in, computed snapshots and rendered documents."""

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, Moment, OptionalCode, RandomId, RowId, ShortText
from survey_app.models.tenancy import OfOrganisation, not_negative, one_of, within


class Figure(OfOrganisation, Base):
    """One line of a figure F01-F17, as registered by the municipality.

    A line without a numerator is a target or a forecast that nothing is known of yet. `part_of`
    names the line (same code and period) that this line is a part of.
    """

    __tablename__ = "figure"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("wave_id", "code", "label", "period"),
        CheckConstraint(
            "numerator is not null or target is not null or forecast is not null",
            name="says_something",
        ),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    code: Mapped[Code]
    label: Mapped[str]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    unit: Mapped[str] = mapped_column(default="")
    target: Mapped[float | None]
    forecast: Mapped[float | None]
    higher_is_better: Mapped[bool] = mapped_column(default=True)
    period: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    explanation: Mapped[str] = mapped_column(default="")
    responsible: Mapped[str] = mapped_column(default="")
    part_of: Mapped[str] = mapped_column(default="", server_default="")


class OutsideFigure(OfOrganisation, Base):
    """A number that somebody else published, beside figure `code`; never added to our own."""

    __tablename__ = "outside_figure"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("wave_id", "source", "indicator", "place", "period"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    source: Mapped[Code]
    indicator: Mapped[ShortText]
    place: Mapped[ShortText]
    period: Mapped[Code]
    code: Mapped[Code]
    value: Mapped[float]
    unit: Mapped[ShortText]
    taken_on: Mapped[datetime.date]


class Snapshot(OfOrganisation, Base):
    """A computed evaluation table: what pages, documents and the next audit read."""

    __tablename__ = "snapshot"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("wave_id", "sequence"),
        Index(
            "ix_snapshot_documents_due",
            "made_at",
            sqlite_where=text("documents_due"),
            postgresql_where=text("documents_due"),
        ),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    sequence: Mapped[int]
    data_version: Mapped[str]
    documents_due: Mapped[bool] = mapped_column(default=True, server_default=true())
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[Moment]


class EditionSubject(OfOrganisation, Base):
    """One subject of a closing edition (comparisons, groups, response, ...), as pages show it."""

    __tablename__ = "edition_subject"
    __table_args__ = (within("snapshot", ondelete="CASCADE"),)
    snapshot_id: Mapped[RowId] = mapped_column(primary_key=True)
    subject: Mapped[Code] = mapped_column(primary_key=True)
    content: Mapped[Any] = mapped_column(JSON)


class ReleasedBreakdown(OfOrganisation, Base):
    """What an edition told of people in one breakdown of one questionnaire, figure by figure.

    It holds the numbers of people per answer as well, also those that were hidden: the next
    edition is judged by them and by what was shown (breakdowns/releases.py). Never published.
    """

    __tablename__ = "released_breakdown"
    __table_args__ = (within("snapshot", ondelete="CASCADE"),)
    snapshot_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    breakdown: Mapped[Code] = mapped_column(primary_key=True)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Judgement(OfOrganisation, Base):
    """What an evaluator concludes about a norm or a point of a deeladvies, with the reason.

    It keeps the version of the data it was made on; a second reader can agree with it.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        within("wave"),
        one_of("about", "norm", "point"),
        one_of("light", "groen", "oranje", "rood", "niet te beoordelen"),
    )
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    about: Mapped[Code] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(primary_key=True)
    light: Mapped[OptionalCode]
    text: Mapped[str] = mapped_column(Text)
    data_version: Mapped[str]
    made_by: Mapped[ShortText]
    made_at: Mapped[Moment]
    read_by: Mapped[str | None] = mapped_column(String(200))


class TrajectoryCount(OfOrganisation, Base):
    """How many trajectories of a provider began and ended like this; no person, no day.

    `distance` (afstand) is '' where it is not known, a step 0 where nobody wrote it down.
    """

    __tablename__ = "trajectory_count"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    provider: Mapped[ShortText] = mapped_column(primary_key=True)
    distance: Mapped[Code] = mapped_column(primary_key=True)
    target_group: Mapped[Code] = mapped_column(primary_key=True)
    instrument: Mapped[Code] = mapped_column(primary_key=True)
    start_step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    end_step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    succeeded: Mapped[bool] = mapped_column(primary_key=True)
    n: Mapped[int]


class ProviderReply(OfOrganisation, Base):
    """The right of reply: what a provider says about its results, printed as received."""

    __tablename__ = "provider_reply"
    __table_args__ = (within("wave"),)
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    provider: Mapped[ShortText] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[ShortText]
    entered_at: Mapped[Moment]


class Document(OfOrganisation, Base):
    """A rendered file of a snapshot (pdf, xlsx, ods)."""

    __tablename__ = "document"
    __table_args__ = (
        within("snapshot", ondelete="CASCADE"),
        one_of("kind", "pdf", "xlsx", "ods"),
    )
    snapshot_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[Code] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
