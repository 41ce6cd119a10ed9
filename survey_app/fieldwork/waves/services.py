"""Organisations and waves: planning what is measured, when, and among how many people."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import BadInput, NameTaken
from survey_app.fieldwork.waves.population import People
from survey_app.installation import Installation
from survey_app.models import (
    Membership,
    Organisation,
    Population,
    StaffAccount,
    Wave,
    WaveQuestionnaire,
)
from survey_app.models.organisations import PLATFORM_ADMIN
from survey_app.organisations.settings_file import organisation_settings
from survey_app.organisations.waves import find_organisation
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.files.freezing import checksum

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class WavePlan:
    """A wave to be: both dates are days on which people can answer."""

    name: str
    organisation: str
    starts_on: datetime.date
    ends_on: datetime.date
    population: tuple[People, ...] = ()
    mode: str = "anonymous"
    minimum_cell: int = 5
    # The questionnaires that fill Tabel 1 and are asked in this wave; None: all of them.
    questionnaires: frozenset[str] | None = None


def new_organisation(installation: Installation, name: str) -> str:
    """Add an organisation; returns the slug that names its settings file.

    Accounts that work for no organisation yet (the first ones, of `init`) work for this one.

    Raises NameTaken, and BadInput for a name that nobody can type again.
    """
    slug = slug_of(typed_name("organisation", name))
    with session_of(installation.engine) as session:
        taken = select(Organisation.name).where(
            (Organisation.name == name) | (Organisation.slug == slug)
        )
        if session.scalar(taken) is not None:
            raise NameTaken(f"organisation {name!r} exists already")
        organisation = Organisation(name=name, slug=slug, created_at=now())
        session.add(organisation)
        session.flush()
        _take_in(session, organisation.id)
        session.commit()
    return slug


def new_wave(installation: Installation, plan: WavePlan) -> str:
    """Plan a wave with today's questionnaires and providers frozen into it; returns its id.

    Raises NameTaken, UnknownName, and BadInput for the name, for dates in the wrong order or
    for a settings file that is wrong.
    """
    typed_name("wave", plan.name)
    check_dates(plan.name, plan.starts_on, plan.ends_on)
    with session_of(installation.engine) as session:
        owner = find_organisation(session, plan.organisation)
        taken = select(Wave.id).where(Wave.name == plan.name, Wave.organisation_id == owner.id)
        if session.scalar(taken) is not None:
            raise NameTaken(f"wave {plan.name!r} exists already")
        wave = Wave(
            name=plan.name,
            organisation_id=owner.id,
            mode=plan.mode,
            minimum_cell=plan.minimum_cell,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            created_at=now(),
        )
        settings = organisation_settings(installation.config.home, owner.slug, owner.name)
        wave.providers, wave.provider_example = settings.providers, settings.provider_example
        session.add(wave)
        session.flush()
        _freeze(session, wave.id, installation.catalogue, plan.questionnaires)
        count_people(session, wave.id, plan.population)
        session.commit()
        return wave.id


def slug_of(name: str) -> str:
    """Lower-case ASCII words joined with hyphens: 'Súdwest-Fryslân' → 'sudwest-fryslan'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    if not slug:
        raise BadInput(f"organisation name {name[:60]!r}: use letters")
    return slug


def check_dates(name: str, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Raise BadInput for a wave that ends before it starts."""
    if ends_on < starts_on:
        raise BadInput(f"wave {name!r}: --to {ends_on} lies before {starts_on}")


def typed_name(what: str, name: str) -> str:
    """The name, if people can type it again in a next command."""
    if name != name.strip() or not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadInput(
            f"{what} name {name[:60]!r}: use 1 to {LONGEST_NAME} visible characters, "
            "without spaces around them"
        )
    return name


def _take_in(session: Session, organisation_id: str) -> None:
    somewhere = select(Membership.account_id)
    waiting = select(StaffAccount).where(
        StaffAccount.id.not_in(somewhere), StaffAccount.role != PLATFORM_ADMIN
    )
    session.add_all(
        Membership(account_id=account.id, organisation_id=organisation_id, role=account.role)
        for account in session.scalars(waiting)
    )


def _freeze(
    session: Session, wave_id: str, catalogue: Catalogue, chosen: frozenset[str] | None
) -> None:
    session.add_all(
        WaveQuestionnaire(
            wave_id=wave_id,
            questionnaire=questionnaire.code,
            version=questionnaire.version,
            checksum=checksum(questionnaire),
        )
        for questionnaire in catalogue.newest()
        if chosen is None or questionnaire.store != "answers" or questionnaire.code in chosen
    )


def count_people(session: Session, wave_id: str, population: tuple[People, ...]) -> None:
    """Add how many people there are (F01). Does not commit."""
    for people in population:
        groups = {"": {"": people.total}, **people.categories}
        session.add_all(
            Population(
                wave_id=wave_id,
                questionnaire=people.questionnaire,
                breakdown=breakdown,
                category=category,
                people=count,
                all_invited=people.all_invited,
            )
            for breakdown, counts in groups.items()
            for category, count in counts.items()
        )
