"""The measures that a wave looks at, with their state now and before. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Measure, MeasureQuestion, MeasureState, Wave

OVER = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class Follow:
    """A measure with its state at this wave, and at the last wave before that has one."""

    measure: Measure
    now: MeasureState | None
    before: MeasureState | None
    before_wave: str = ""


def measures_of(session: Session, wave_id: str) -> list[Follow]:
    """Every measure of this organisation that began by this wave and was not over before it."""
    this = session.get_one(Wave, wave_id)
    waves = {
        one.id: one
        for one in session.scalars(
            select(Wave).where(
                Wave.organisation_id == this.organisation_id, Wave.starts_on <= this.starts_on
            )
        )
    }
    found = session.scalars(
        select(Measure)
        .where(Measure.wave_id.in_(waves))
        .order_by(Measure.point, Measure.made_at, Measure.id)
    ).all()
    states: dict[str, dict[str, MeasureState]] = {}
    for state in session.scalars(select(MeasureState).where(MeasureState.wave_id.in_(waves))):
        states.setdefault(state.measure_id, {})[state.wave_id] = state
    follows = [_follow(one, states.get(one.id, {}), wave_id, waves) for one in found]
    return [one for one in follows if one.before is None or one.before.state not in OVER]


def measure_of(session: Session, wave_id: str, measure_id: str) -> Follow | None:
    """One measure that this wave looks at."""
    found = (one for one in measures_of(session, wave_id) if one.measure.id == measure_id)
    return next(found, None)


def question_about(session: Session, measure_id: str) -> MeasureQuestion | None:
    """What the next wave asks about a measure, or was asked last."""
    return session.get(MeasureQuestion, measure_id)


def questions_about(session: Session, found: Iterable[Follow]) -> dict[str, MeasureQuestion]:
    """What waits to be asked, or was asked last, by measure."""
    ids = [one.measure.id for one in found]
    rows = session.scalars(select(MeasureQuestion).where(MeasureQuestion.measure_id.in_(ids)))
    return {one.measure_id: one for one in rows}


def _follow(
    measure: Measure, states: dict[str, MeasureState], wave_id: str, waves: dict[str, Wave]
) -> Follow:
    start = waves[wave_id].starts_on
    earlier = [state for known, state in states.items() if waves[known].starts_on < start]
    before = max(earlier, key=lambda state: waves[state.wave_id].starts_on, default=None)
    name = waves[before.wave_id].name if before is not None else ""
    return Follow(measure, states.get(wave_id), before, name)
