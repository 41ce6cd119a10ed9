"""Putting a wave right, or taking it away, as long as nobody has answered in it."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import Base, reading, session_of
from survey_app.errors import BadInput, NameTaken
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import check_dates, count_people
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    Draft,
    InboxItem,
    Invitation,
    Message,
    NeedsResponse,
    Organisation,
    Population,
    Recontact,
    Response,
    Wave,
)
from survey_app.operators.sentence import Sentence
from survey_app.organisations.names import typed_name
from survey_app.organisations.settings import settings_of
from survey_app.organisations.waves import find_wave, mark_closed
from survey_app.stores.wave_files import erase_letters

# Wherever what somebody sent can lie.
ANSWERS = (Response, InboxItem, NeedsResponse, Recontact)
ROWS_PER_COMMIT = 500


@dataclass(frozen=True, slots=True)
class WaveChange:
    """What is to be different; None leaves it as it is.

    `providers`: take those of the settings file again. `to_draft`: somebody has to check the
    wave again before it goes live.
    """

    name: str | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    population: tuple[People, ...] | None = None
    minimum_cell: int | None = None
    providers: bool = False
    test_addresses: tuple[str, ...] | None = None
    to_draft: bool = False
    is_rolling: bool | None = None
    repeat_months: int | None = None  # 0: it does not come back
    languages: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class WaveContents:
    """What hangs on a wave: what was sent in, what people are filling in now, who was written."""

    answers: int
    drafts: int
    invitations: int
    messages: int


def wave_contents(installation: Installation, name: str) -> WaveContents:
    """What hangs on the wave with this name. Raises UnknownName."""
    with reading(installation.engine) as session:
        return _contents(session, find_wave(session, name).id)


def change_wave(installation: Installation, name: str, change: WaveChange) -> None:
    """Correct the name, dates, population or providers of a wave.

    Raises UnknownName, NameTaken, and BadInput for dates in the wrong order or a wave that has
    answers: what they were given for stays as it was.
    """
    with session_of(installation.engine) as session:
        wave = find_wave(session, name)
        session.refresh(wave, with_for_update=True)  # nobody checks it meanwhile
        _refuse_answered(
            session, wave, Sentence("wave {wave!r} cannot be changed any more", wave=wave.name)
        )
        if change.name is not None and change.name != wave.name:
            _rename(session, wave, change.name)
        wave.starts_on = change.starts_on or wave.starts_on
        wave.ends_on = change.ends_on or wave.ends_on
        wave.minimum_cell = change.minimum_cell or wave.minimum_cell
        check_dates(wave.name, wave.starts_on, wave.ends_on)
        if change.test_addresses is not None and wave.is_test:
            wave.test_addresses = change.test_addresses
        _change_ways(session, wave, change)
        if change.to_draft:
            make_draft(wave)
        if change.population is not None:
            session.execute(delete(Population).where(Population.wave_id == wave.id))
            count_people(session, wave.id, change.population)
        if change.providers:
            owner = session.get_one(Organisation, wave.organisation_id)
            settings = settings_of(owner)
            wave.providers, wave.provider_example = settings.providers, settings.provider_example
        record(session, wave.organisation_id, "wave.changed", wave.name)
        session.commit()


def _change_ways(session: Session, wave: Wave, change: WaveChange) -> None:
    """How people are reached. A wave that rolls no more forgets whose window opens when."""
    for name in ("is_rolling", "languages", "channels"):
        if (value := getattr(change, name)) is not None:
            setattr(wave, name, value)
    if change.repeat_months is not None:
        wave.repeat_months = change.repeat_months or None
    if not wave.is_rolling:
        opened = update(Invitation).where(Invitation.wave_id == wave.id)
        session.execute(opened.where(Invitation.opens_on.is_not(None)).values(opens_on=None))


def make_draft(wave: Wave) -> None:
    """Forget that somebody checked this wave, and that it went live. Does not commit."""
    wave.checked_at = wave.checked_by = None
    wave.live_at = wave.live_by = wave.alone_because = None


def set_paused(installation: Installation, wave_id: str, paused: bool) -> None:
    """Let nobody answer for a while, or let people go on. Nothing for a draft or a closed one."""
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        if wave.closed_at is None and wave.live_at is not None:
            wave.paused_at = (wave.paused_at or now()) if paused else None
            done = "wave.paused" if paused else "wave.resumed"
            record(session, wave.organisation_id, done, wave.name)
        session.commit()


def end_wave(installation: Installation, wave_id: str) -> None:
    """Take no more answers, for good; the worker moves the sheets that still wait.

    Raises BadInput for a draft.
    """
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        mark_closed(wave)
        record(session, wave.organisation_id, "wave.closed", wave.name)
        session.commit()


def delete_wave(installation: Installation, name: str) -> None:
    """Take a wave away with everything that hangs on it; the contacts themselves stay.

    The wave is paused first, so that nobody answers meanwhile. Killed half-way, a second run
    takes the rest. Raises UnknownName, and BadInput while there are answers or drafts.
    """
    with session_of(installation.engine) as session:
        wave = find_wave(session, name)
        _refuse_answered(
            session, wave, Sentence("wave {wave!r} cannot be deleted any more", wave=wave.name)
        )
        if drafts := _contents(session, wave.id).drafts:
            raise BadInput(
                "wave {name!r}: {drafts} people are filling in its questions now",
                name=name,
                drafts=drafts,
            )
        wave_id, wave.paused_at = wave.id, wave.paused_at or now()
        session.commit()
    for table in reversed(Base.metadata.sorted_tables):
        if "wave_id" in table.columns:
            while _deleted_some(installation, table, wave_id):
                pass
    erase_letters(installation.config.home, wave_id)
    with session_of(installation.engine) as session:
        record(session, wave.organisation_id, "wave.deleted", name)
        session.execute(delete(Wave).where(Wave.id == wave_id))
        session.commit()


def has_answers(session: Session, wave_id: str) -> bool:
    """Whether somebody sent anything in this wave."""
    return any(
        session.scalar(select(model.wave_id).where(model.wave_id == wave_id).limit(1)) is not None
        for model in ANSWERS
    )


def _contents(session: Session, wave_id: str) -> WaveContents:
    def number(model: Any) -> int:
        return session.scalar(select(func.count()).where(model.wave_id == wave_id)) or 0

    drafts = (
        select(func.count())
        .select_from(Draft)
        .join(Access, Access.id == Draft.access_id)
        .join(Invitation, Invitation.id == Access.invitation_id)
        .where(Invitation.wave_id == wave_id, Draft.ciphertext.is_not(None))
    )
    return WaveContents(
        answers=sum(number(model) for model in ANSWERS),
        drafts=session.scalar(drafts) or 0,
        invitations=number(Invitation),
        messages=number(Message),
    )


def _refuse_answered(session: Session, wave: Wave, refusal: Sentence) -> None:
    answers = _contents(session, wave.id).answers
    if answers or wave.closed_at is not None:
        state = Sentence("it is closed")
        if answers:
            state = Sentence(
                "{n} person has answered in it", "{n} people have answered in it", n=answers
            )
        raise BadInput("{refusal}: {state}", refusal=refusal, state=state)


def _rename(session: Session, wave: Wave, name: str) -> None:
    typed_name("wave", name)
    taken = select(Wave.id).where(Wave.name == name, Wave.organisation_id == wave.organisation_id)
    if session.scalar(taken) is not None:
        raise NameTaken("wave {name!r} exists already", name=name)
    wave.name = name


def _deleted_some(installation: Installation, table: Table, wave_id: str) -> bool:
    """Delete a part of what a table holds of this wave; False when nothing was left."""
    key = tuple_(*table.primary_key.columns)
    part = select(*table.primary_key.columns).where(table.c.wave_id == wave_id)
    with session_of(installation.engine) as session:
        done = session.execute(delete(table).where(key.in_(part.limit(ROWS_PER_COMMIT))))
        session.commit()
    return bool(getattr(done, "rowcount", 0))
