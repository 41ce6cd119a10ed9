"""Finding a wave or organisation by the name people use; a wave's state and settings."""

import datetime
from dataclasses import replace
from typing import Literal, NamedTuple, Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.database import make_engine, reading
from survey_app.errors import BadInput, UnknownName
from survey_app.models import Organisation, Wave
from survey_app.operators.sentence import Sentence
from survey_app.organisations.settings import OrganisationSettings, settings_of

# Who was inside before the end of the last day has this long to finish and send.
LAST_MINUTES = datetime.timedelta(minutes=30)
# While a wave runs, nothing is told apart of fewer people: not in the monitor, not where one sends.
SMALLEST_GROUP = 5
State = Literal["draft", "planned", "open", "paused", "closed"]


class Moments(Protocol):
    """What the state of a wave is worked out from."""

    @property
    def starts_on(self) -> datetime.date:
        """The first day."""

    @property
    def ends_on(self) -> datetime.date:
        """The last day."""

    @property
    def live_at(self) -> datetime.datetime | None:
        """Since when it is more than a draft."""

    @property
    def paused_at(self) -> datetime.datetime | None:
        """Since when nobody may answer for a while."""

    @property
    def closed_at(self) -> datetime.datetime | None:
        """Since when it is final."""


def find_wave(session: Session, name: str) -> Wave:
    """The wave with this name. Raises UnknownName listing the waves that exist.

    Raises BadInput listing the organisations when several have a wave of this name; within
    `only_of` (a command with --organisation) there is one.
    """
    waves = session.scalars(select(Wave).where(Wave.name == name)).all()
    if not waves:
        names = session.scalars(select(Wave.name).order_by(Wave.name)).all()
        raise UnknownName(
            "no wave {name!r}; there are: {names}",
            name=name,
            names=", ".join(names) or Sentence("none yet"),
        )
    if len(waves) > 1:
        ids = [wave.organisation_id for wave in waves]
        owners = select(Organisation.name).where(Organisation.id.in_(ids))
        names = session.scalars(owners.order_by(Organisation.name)).all()
        raise BadInput(
            "wave {name!r}: name its organisation with --organisation: {names}",
            name=name,
            names=", ".join(names),
        )
    return waves[0]


def find_measurement(session: Session, name: str) -> Wave:
    """The wave with this name of which results exist. Raises as `find_wave`, and for a test."""
    wave = find_wave(session, name)
    if wave.is_test:
        raise BadInput("wave {name!r} is a test: nothing of it is kept or counted", name=name)
    return wave


def find_organisation(session: Session, name: str) -> Organisation:
    """The organisation with this name. Raises UnknownName listing those that exist."""
    organisation = session.scalar(select(Organisation).where(Organisation.name == name))
    if organisation is None:
        names = session.scalars(select(Organisation.name).order_by(Organisation.name)).all()
        raise UnknownName(
            "no organisation {name!r}; there are: {names}",
            name=name,
            names=", ".join(names) or Sentence("none yet"),
        )
    return organisation


def organisation_id(database_url: str, name: str) -> str:
    """The id of the organisation with this name. Raises UnknownName, StoreUnavailable."""
    with reading(make_engine(database_url)) as session:
        return find_organisation(session, name).id


def wave_settings(wave: Wave, organisation: Organisation) -> OrganisationSettings:
    """The organisation's settings as they hold in a wave: with the providers frozen into it."""
    settings = settings_of(organisation)
    return replace(settings, providers=wave.providers, provider_example=wave.provider_example)


def mark_closed(wave: Wave) -> None:
    """The one mark of a closed wave: it takes no answers, and its last sheets may move.

    Raises BadInput for a draft: nobody could answer in it, so there is nothing to make final.
    """
    if wave.live_at is None:
        raise BadInput("wave {wave!r} is a draft: delete it, or make it live first", wave=wave.name)
    wave.closed_at = wave.closed_at or now()


def mark_changed(session: Session, wave_id: str) -> None:
    """What an edition of this wave is made of has changed: the worker makes the next one.

    Belongs at the end of the transaction that changes it: counts, figures, population, closing.
    """
    raised = update(Wave).where(Wave.id == wave_id).values(revision=Wave.revision + 1)
    session.execute(raised, execution_options={"synchronize_session": False})


class WaveMoments(NamedTuple):
    """The moments of a wave, as a row of a query."""

    starts_on: datetime.date
    ends_on: datetime.date
    live_at: datetime.datetime | None
    paused_at: datetime.datetime | None
    closed_at: datetime.datetime | None


def wave_state(wave: Moments, today: datetime.date) -> State:
    """Whether a wave takes answers today; both dates count as open days.

    Before it is live a wave is a draft, whatever its dates say.
    """
    if wave.live_at is None:
        return "draft"
    if wave.closed_at is not None or today > wave.ends_on:
        return "closed"
    if today < wave.starts_on:
        return "planned"
    return "paused" if wave.paused_at is not None else "open"
