"""Storing a measure, its state at a wave, and taking a measure away."""

import datetime
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import EntryRefused
from survey_app.evaluation.measures.queries import measure_of, question_about
from survey_app.models import Measure, MeasureQuestion, MeasureState, Wave
from survey_app.organisations.waves import mark_changed

GONE = "Deze maatregel staat er niet meer, of was bij een eerdere meting al klaar."


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What is to be done, by which function, and by when."""

    kind: str
    point: str | None
    text: str
    owner: str
    origin: str
    day: datetime.date | None


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a measure is, and what somebody sees of it."""

    state: str
    text: str


def save_measure(
    engine: Engine, wave_id: str, measure_id: str | None, said: MeasureFacts, name: str
) -> str:
    """Store a measure, new or changed; returns its id. Raises BadInput for one that is gone."""
    with session_of(engine) as session:
        held = measure_of(session, wave_id, measure_id) if measure_id else None
        if measure_id and held is None:
            raise EntryRefused(GONE)
        measure = held.measure if held else Measure(wave_id=wave_id)
        for field, value in asdict(said).items():
            setattr(measure, field, value)
        measure.made_by, measure.made_at = name, now()
        session.add(measure)
        _mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "measures.changed")
        session.commit()
        return measure.id


def set_state(engine: Engine, wave_id: str, measure_id: str, seen: Seen, name: str) -> None:
    """Store how far a measure is at this wave. Raises BadInput for one that is gone."""
    with session_of(engine) as session:
        found = measure_of(session, wave_id, measure_id)
        if found is None:
            raise EntryRefused(GONE)
        now_state = found.now or MeasureState(measure_id=measure_id, wave_id=wave_id)
        now_state.state, now_state.text = seen.state, seen.text
        now_state.made_by, now_state.made_at = name, now()
        session.add(now_state)
        _mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "measures.changed")
        session.commit()


def ask_about(
    engine: Engine, wave_id: str, measure_id: str, asked: tuple[str, tuple[str, ...]], name: str
) -> None:
    """Let the next wave ask this (text, questionnaires). Raises BadInput for a measure not here."""
    with session_of(engine) as session:
        found = measure_of(session, wave_id, measure_id)
        if found is None:
            raise EntryRefused(GONE)
        question = question_about(session, measure_id) or MeasureQuestion(measure_id=measure_id)
        question.text, question.questionnaires = asked
        question.made_by, question.made_at = name, now()
        session.add(question)
        record_in_wave(session, wave_id, "measures.changed")
        session.commit()


def ask_no_more(engine: Engine, wave_id: str, measure_id: str) -> None:
    """Let no later wave ask about this measure; a wave that is checked keeps its question.

    Raises BadInput for a measure that is not here.
    """
    with session_of(engine) as session:
        if measure_of(session, wave_id, measure_id) is None:
            raise EntryRefused(GONE)
        asked = MeasureQuestion.measure_id == measure_id
        session.execute(delete(MeasureQuestion).where(asked))
        record_in_wave(session, wave_id, "measures.changed")
        session.commit()


def delete_measure(engine: Engine, wave_id: str, measure_id: str) -> None:
    """Take away a measure that began at this wave, with its states. Raises BadInput for others."""
    with session_of(engine) as session:
        found = measure_of(session, wave_id, measure_id)
        if found is None or found.measure.wave_id != wave_id:
            raise EntryRefused(GONE)
        session.execute(delete(Measure).where(Measure.id == measure_id))
        _mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "measures.changed")
        session.commit()


def _mark_changed(session: Session, wave_id: str) -> None:
    """This wave and the later ones of the organisation show the register in their editions."""
    session.flush()
    this = session.get_one(Wave, wave_id)
    same = Wave.organisation_id == this.organisation_id
    for changed in session.scalars(select(Wave.id).where(same, Wave.starts_on >= this.starts_on)):
        mark_changed(session, changed)
