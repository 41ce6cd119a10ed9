"""Who measures what and when: organisations, waves, population counts, staff accounts."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    Moment,
    Names,
    OptionalMoment,
    OrganisationId,
    RandomId,
    ShortText,
    WaveId,
)


class Organisation(Base):
    """A municipality or commissioning body; its texts and theme stand in a TOML file."""

    __tablename__ = "organisation"
    id: Mapped[RandomId]
    name: Mapped[ShortText] = mapped_column(unique=True)
    slug: Mapped[Code] = mapped_column(unique=True)  # names its settings file
    created_at: Mapped[Moment]


class Wave(Base):
    """A measurement (meting). Open, closed or past is worked out from its dates."""

    __tablename__ = "wave"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("mode in ('anonymous', 'linked')", name="known_mode"),
        CheckConstraint("minimum_cell >= 5", name="minimum_cell"),
    )
    id: Mapped[RandomId]
    organisation_id: Mapped[OrganisationId]
    name: Mapped[ShortText] = mapped_column(unique=True)
    mode: Mapped[Code] = mapped_column(default="anonymous")
    starts_on: Mapped[datetime.date]
    ends_on: Mapped[datetime.date]
    minimum_cell: Mapped[int] = mapped_column(default=5)
    batch_size: Mapped[int] = mapped_column(default=10)
    # As the settings said when the wave was planned: answers are numbered in this order, so a
    # later change of the settings holds from the next wave on.
    providers: Mapped[tuple[str, ...]] = mapped_column(Names, default=())
    provider_example: Mapped[str] = mapped_column(Text, default="")
    paused_at: Mapped[OptionalMoment]
    closed_at: Mapped[OptionalMoment]
    created_at: Mapped[Moment]


class WaveQuestionnaire(Base):
    """A questionnaire version frozen into a wave, with the checksum of its content."""

    __tablename__ = "wave_questionnaire"
    wave_id: Mapped[WaveId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[int]
    checksum: Mapped[str]


class Population(Base):
    """F01: how many people there are, in total (breakdown '') or per category."""

    __tablename__ = "population"
    wave_id: Mapped[WaveId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    breakdown: Mapped[Code] = mapped_column(primary_key=True)  # '' | doelgroep | leeftijd | duur
    category: Mapped[Code] = mapped_column(primary_key=True)
    people: Mapped[int]
    all_invited: Mapped[bool] = mapped_column(default=True)


class StaffAccount(Base):
    """Someone who works here. Passwords are argon2id hashes."""

    __tablename__ = "staff_account"
    __table_args__ = (
        CheckConstraint("role in ('evaluator', 'fieldworker')", name="known_role"),
        UniqueConstraint("name"),
    )
    id: Mapped[RandomId]
    name: Mapped[ShortText]
    role: Mapped[Code]
    password_hash: Mapped[str]
    created_at: Mapped[Moment]


class StaffSession(Base):
    """A log-in that is still good; logging out deletes it, so a copied cookie is worth nothing."""

    __tablename__ = "staff_session"
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE"), index=True
    )
    started_at: Mapped[Moment]
