"""Waves: planning what is measured, when, and among how many people."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import BadInput, NameTaken
from survey_app.fieldwork.waves.population import People
from survey_app.installation import Installation
from survey_app.models import (
    Population,
    Wave,
    WaveQuestionnaire,
)
from survey_app.organisations.asked.freezing import freeze_own
from survey_app.organisations.names import typed_name
from survey_app.organisations.services import new_organisation as new_organisation  # noqa: PLC0414
from survey_app.organisations.settings import settings_of
from survey_app.organisations.waves import find_organisation
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.files.freezing import checksum


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
    # Live at once, or a draft that somebody checks first (fieldwork/live).
    draft: bool = False
    # Who started or ended lately is invited when their window opens (questionnaire/windows.py).
    is_rolling: bool = False
    repeat_months: int | None = None  # 6 or 12: when it is over the next one stands ready
    languages: tuple[str, ...] = ()  # in which people are written to; none: in every one
    channels: tuple[str, ...] = ()  # of `ways_in.contacts.CHANNELS`; none: by every one
    # Where a test wave may go: addresses and telephone numbers; None: this is no test.
    test_addresses: tuple[str, ...] | None = None


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
            raise NameTaken("wave {plan!r} exists already", plan=plan.name)
        wave = _planned(plan, owner.id)
        settings = settings_of(owner)
        wave.providers, wave.provider_example = settings.providers, settings.provider_example
        session.add(wave)
        session.flush()
        freeze(session, wave.id, installation.catalogue, plan.questionnaires)
        if not plan.draft:
            freeze_own(session, installation.catalogue, wave)
        count_people(session, wave.id, plan.population)
        record(session, owner.id, "wave.planned", wave.name)
        session.commit()
        return wave.id


def _planned(plan: WavePlan, organisation_id: str) -> Wave:
    moment = now()
    live_at = None if plan.draft else moment
    return Wave(
        name=plan.name,
        organisation_id=organisation_id,
        mode=plan.mode,
        minimum_cell=plan.minimum_cell,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        created_at=moment,
        checked_at=live_at,
        live_at=live_at,
        is_rolling=plan.is_rolling,
        repeat_months=plan.repeat_months,
        languages=plan.languages,
        channels=plan.channels,
        is_test=plan.test_addresses is not None,
        test_addresses=plan.test_addresses or (),
    )


def check_dates(name: str, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Raise BadInput for a wave that ends before it starts."""
    if ends_on < starts_on:
        raise BadInput(
            "wave {name!r}: --to {ends_on} lies before {starts_on}",
            name=name,
            ends_on=ends_on,
            starts_on=starts_on,
        )


def freeze(
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
