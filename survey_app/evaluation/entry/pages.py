"""The wave that an evaluator enters something for, open or closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import abort, request
from sqlalchemy.orm import Session

from survey_app.database import reading
from survey_app.errors import UnknownName
from survey_app.evaluation.table1.queries import facts_of
from survey_app.evaluation.wording import period_words
from survey_app.models import Wave
from survey_app.visits.staff_session import Staff, current_staff
from survey_app.web.current import installation_here

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EnteredWave:
    """What stands above a page on which something is entered."""

    id: str
    organisation_id: str
    name: str
    organisation: str
    period: str
    is_closed: bool


def entered_wave(session: Session, wave_id: str) -> EnteredWave:
    """The wave; a 404 when it is not there or of somebody else."""
    try:
        facts = facts_of(session, wave_id)
    except UnknownName:
        abort(404)
    period = period_words(facts.starts_on.isoformat(), facts.ends_on.isoformat())
    owner = session.get_one(Wave, wave_id).organisation_id
    return EnteredWave(facts.id, owner, facts.name, facts.organisation, period, facts.closed)


def wave_of(wave_id: str) -> EnteredWave:
    """The wave of this page; a 404 when it is not there or of somebody else."""
    with reading(installation_here().engine) as session:
        return entered_wave(session, wave_id)


def held_of(
    wave_id: str, field: str, find: Callable[[Session, str, str], T | None]
) -> tuple[EnteredWave, T | None]:
    """The wave, and what the request names in this field: None where it names nothing.

    A 404 when that is not there (any more).
    """
    asked = request.values.get(field, "")
    with reading(installation_here().engine) as session:
        wave = entered_wave(session, wave_id)
        found = find(session, wave_id, asked) if asked else None
    if asked and found is None:
        abort(404)
    return wave, found


def staff_name() -> str:
    """Who fills in this page."""
    return cast("Staff", current_staff()).name
