"""Who measures what and when: organisations, waves, population counts, staff accounts."""

import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    IndexedRowId,
    Json,
    Moment,
    Names,
    OptionalMoment,
    OptionalRowId,
    OptionalShortText,
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
    "interviewer",
    "needs_worker",
)


def _apart(name: str, *roles: str) -> Index:
    """At most one of these roles for one account in one organisation."""
    held = text("role in ({})".format(", ".join(f"'{role}'" for role in roles)))
    columns = ("account_id", "organisation_id")
    return Index(name, *columns, unique=True, sqlite_where=held, postgresql_where=held)


class Organisation(Base):
    """A municipality or commissioning body, with what it filled in (organisations/settings.py)."""

    __tablename__ = "organisation"
    id: Mapped[RandomId]
    name: Mapped[ShortText] = mapped_column(unique=True)
    slug: Mapped[Code] = mapped_column(unique=True)  # stands in addresses; names its settings file
    created_at: Mapped[Moment]
    settings: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    # Goes up with each change, so that who has the settings at hand sees that they are old.
    settings_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class Wave(OfOrganisation, Base):
    """A measurement (meting). Its state is worked out from these moments and its dates.

    A plan begins as a draft; somebody checks it and another person lets it go live, or one
    person does both and says why. Nothing is sent and nobody gets in before that. A test wave
    goes to `test_addresses` only, and what people send in it is kept nowhere.
    """

    __tablename__ = "wave"
    __table_args__ = (
        of_organisation(),
        UniqueConstraint("id", "organisation_id"),
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        one_of("mode", "anonymous", "linked"),
        CheckConstraint("minimum_cell >= 5", name="minimum_cell"),
        CheckConstraint("repeat_months in (6, 12)", name="repeats"),
        CheckConstraint("batch_size >= 10", name="batch_size"),
        CheckConstraint("live_at is null or checked_at is not null", name="checked_before_live"),
        CheckConstraint(
            "live_by is null or checked_by is null or live_by <> checked_by"
            " or alone_because is not null or is_test",
            name="two_people",
        ),
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
    # Accounts, without a key: who did it stays known. Empty for the operator's commands.
    checked_at: Mapped[OptionalMoment]
    checked_by: Mapped[OptionalRowId]
    live_at: Mapped[OptionalMoment]
    live_by: Mapped[OptionalRowId]
    alone_because: Mapped[str | None] = mapped_column(Text)
    paused_at: Mapped[OptionalMoment]
    closed_at: Mapped[OptionalMoment]
    # An evaluator wants an edition of the open wave; the worker makes it and forgets the wish.
    interim_asked_at: Mapped[OptionalMoment]
    # The worker has put the open answers of the closed wave apart for the reviewer, once.
    open_answers_read_at: Mapped[OptionalMoment]
    # The texts on its sheets were kept long enough and are gone (retention/services.py).
    texts_wiped_at: Mapped[OptionalMoment]
    # Raised by everything that changes what an edition is made of; the worker makes an edition
    # where the two differ (organisations/waves.py, `mark_changed`).
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    published_revision: Mapped[int | None]
    created_at: Mapped[Moment]
    is_test: Mapped[bool] = mapped_column(default=False, server_default=false())
    test_addresses: Mapped[tuple[str, ...]] = mapped_column(Names, default=(), server_default="")
    # People are invited when their window opens (questionnaire/windows.py), not all at once.
    is_rolling: Mapped[bool] = mapped_column(default=False, server_default=false())
    # In which languages and by which ways (Contact.channel) people are written to; none: by all.
    languages: Mapped[tuple[str, ...]] = mapped_column(Names, default=(), server_default="")
    channels: Mapped[tuple[str, ...]] = mapped_column(Names, default=(), server_default="")
    # Every so many months again; the next plan is made once, when this one is over.
    repeat_months: Mapped[int | None]
    followed_at: Mapped[OptionalMoment]
    follows_id: Mapped[OptionalRowId]  # no key: the earlier wave may be deleted


class WaveQuestionnaire(OfOrganisation, Base):
    """A questionnaire version frozen into a wave, with the checksum of its content."""

    __tablename__ = "wave_questionnaire"
    __table_args__ = (within("wave"),)
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[int]
    checksum: Mapped[str]
    # What this wave asks besides (questionnaire/own.py), with a checksum of its own; '' is nothing.
    own: Mapped[str] = mapped_column(Text, default="", server_default="")


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
    """Someone who works here. Passwords are argon2id hashes; empty until the first one is chosen.

    `role` is what the account was made for; what it may do where is said by its memberships.
    """

    __tablename__ = "staff_account"
    __table_args__ = (
        one_of("role", *ROLES),
        UniqueConstraint("name"),
        Index("uq_staff_account_email", "email", unique=True),
        Index("uq_staff_account_subject", "subject", unique=True),
    )
    id: Mapped[RandomId]
    name: Mapped[ShortText]
    role: Mapped[Code]
    password_hash: Mapped[str]
    email: Mapped[OptionalShortText]  # in small letters
    subject: Mapped[OptionalShortText]  # who signs in elsewhere: "issuer subject"
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)  # encrypted
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")  # last one used
    created_at: Mapped[Moment]


class Membership(Base):
    """What an account may do for one organisation; only a platform_admin is of none.

    The two unique indexes refuse roles that nobody holds together (visits/roles.py, `APART`).
    """

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", *ROLES),
        CheckConstraint(
            "(role = 'platform_admin') = (organisation_id is null)", name="of_an_organisation"
        ),
        UniqueConstraint("account_id", "organisation_id", "role"),
        _apart(
            "uq_membership_people_or_answers",
            *("fieldworker", "evaluator", "reviewer", "auditor", "interviewer", "needs_worker"),
        ),
        _apart("uq_membership_admin_or_auditor", "organisation_admin", "auditor", "interviewer"),
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
    proven_at: Mapped[OptionalMoment]  # when the person last showed who it is
    device: Mapped[str] = mapped_column(String(80), default="", server_default="")


class Passkey(Base):
    """A second factor in a device (WebAuthn): we keep the public half only."""

    __tablename__ = "passkey"
    id: Mapped[RandomId]
    account_id: Mapped[IndexedRowId] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE")
    )
    credential: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int] = mapped_column(default=0)  # as the device counts them
    made_at: Mapped[Moment]


class RecoveryCode(Base):
    """A code for once, for who lost the second factor; kept as a keyed hash, gone when used."""

    __tablename__ = "recovery_code"
    account_id: Mapped[str] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE"), primary_key=True
    )
    hashed: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class StaffLink(Base):
    """A mailed link for once, to choose a password with; gone when used."""

    __tablename__ = "staff_link"
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[IndexedRowId] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE")
    )
    expires_at: Mapped[Moment]
