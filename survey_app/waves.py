"""Finding a wave or organisation by the name people use; a wave's state and settings."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.errors import UnknownName
from survey_app.models import Organisation, Wave
from survey_app.settings_file import OrganisationSettings, organisation_settings

State = Literal["planned", "open", "paused", "closed"]


def find_wave(session: Session, name: str) -> Wave:
    """The wave with this name. Raises UnknownName listing the waves that exist."""
    wave = session.scalar(select(Wave).where(Wave.name == name))
    if wave is None:
        names = session.scalars(select(Wave.name).order_by(Wave.name)).all()
        raise UnknownName(f"no wave {name!r}; there are: {', '.join(names) or 'none yet'}")
    return wave


def find_organisation(session: Session, name: str) -> Organisation:
    """The organisation with this name. Raises UnknownName listing those that exist."""
    organisation = session.scalar(select(Organisation).where(Organisation.name == name))
    if organisation is None:
        names = session.scalars(select(Organisation.name).order_by(Organisation.name)).all()
        raise UnknownName(f"no organisation {name!r}; there are: {', '.join(names) or 'none yet'}")
    return organisation


def wave_settings(home: Path, wave: Wave, organisation: Organisation) -> OrganisationSettings:
    """The organisation's settings as they hold in a wave: with the providers frozen into it."""
    settings = organisation_settings(home, organisation.slug, organisation.name)
    return replace(settings, providers=wave.providers, provider_example=wave.provider_example)


def wave_state(
    starts_on: datetime.date,
    ends_on: datetime.date,
    paused_at: datetime.datetime | None,
    closed_at: datetime.datetime | None,
    today: datetime.date,
) -> State:
    """Whether a wave takes answers today; both dates count as open days."""
    if closed_at is not None or today > ends_on:
        return "closed"
    if today < starts_on:
        return "planned"
    return "paused" if paused_at is not None else "open"
