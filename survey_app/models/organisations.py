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
    OptionalRowId,
    RandomId,
    RowId,
    ShortText,
)
from survey_app.models.tenancy import (
    OfOrganisation,
    not_negative,
    of_organisation,
    one_of,
    within,
)

PLATFORM_ADMIN = "platform_admin"  # of the installation: belongs to no organisation
ROLES = (
    PLATFORM_ADMIN,
    "organisation_admin",
    "fieldworker",
    "reviewer",
    "evaluator",
    "council_reader",
    "auditor",
)


class Organisation(Base):
    """A municipality or commissioning body; its texts and theme stand in a TOML file."""

    __tablename__ = "organisation"
    id: Mapped[RandomId]
    name: Mapped[ShortText] = mapped_column(unique=True)
    slug: Mapped[Code] = mapped_column(unique=True)  # names its settings file
    created_at: Mapped[Moment]


class Wave(OfOrganisation, Base):
    """A measurement (meting). Open, closed or past is worked out from its dates."""

    __tablename__ = "wave"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        one_of("mode", "anonymous", "linked"),
        CheckConstraint("minimum_cell >= 5", name="minimum_cell"),
        CheckConstraint("batch_size >= 10", name="batch_size"),
    )
    id: Mapped[RandomId]
    name: Mapped[ShortText]
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


class WaveQuestionnaire(OfOrganisation, Base):
    """A questionnaire version frozen into a wave, with the checksum of its content."""

    __tablename__ = "wave_questionnaire"
    __table_args__ = (within("wave"),)
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[int]
    checksum: Mapped[str]


class Population(OfOrganisation, Base):
    """F01: how many people there are, in total (breakdown '') or per category."""

    __tablename__ = "population"
    __table_args__ = (within("wave"), not_negative("people"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    breakdown: Mapped[Code] = mapped_column(primary_key=True)  # '' | doelgroep | leeftijd | duur
    category: Mapped[Code] = mapped_column(primary_key=True)
    people: Mapped[int]
    all_invited: Mapped[bool] = mapped_column(default=True)


class StaffAccount(Base):
    """Someone who works here. Passwords are argon2id hashes.

    `role` is what the account was made for; what it may do where is said by its memberships.
    """

    __tablename__ = "staff_account"
    __table_args__ = (
        one_of("role", *ROLES),
        UniqueConstraint("name"),
    )
    id: Mapped[RandomId]
    name: Mapped[ShortText]
    role: Mapped[Code]
    password_hash: Mapped[str]
    created_at: Mapped[Moment]


class Membership(Base):
    """What an account may do for one organisation; only a platform_admin is of none."""

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", *ROLES),
        CheckConstraint(
            "(role = 'platform_admin') = (organisation_id is null)", name="of_an_organisation"
        ),
        UniqueConstraint("account_id", "organisation_id", "role"),
    )
    id: Mapped[RandomId]
    account_id: Mapped[RowId] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"))
    organisation_id: Mapped[OptionalRowId] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[Code]


class StaffSession(Base):
    """A log-in that is still good; logging out deletes it, so a copied cookie is worth nothing."""

    __tablename__ = "staff_session"
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE"), index=True
    )
    started_at: Mapped[Moment]
