"""The wave that an evaluator enters something for, open or closed."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy.orm import Session

from survey_app.errors import UnknownName
from survey_app.evaluation.table1.queries import facts_of
from survey_app.evaluation.wording import period_words
from survey_app.models import Wave


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
