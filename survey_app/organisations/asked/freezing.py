"""Which questions about measures a wave takes along, and freezing them into it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from survey_app.models import Measure, MeasureQuestion, MeasureState, Wave, WaveQuestionnaire
from survey_app.organisations.asked.queries import asked_since, own_questions
from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.own import MOST, OwnQuestion, frozen_own, gives_way

DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Planned:
    """A question that a wave asks besides, in one questionnaire, and what gives way to it."""

    questionnaire: str
    title: str
    question: OwnQuestion
    gives_way: tuple[str, ...]


def planned_questions(session: Session, catalogue: Catalogue, wave: Wave) -> list[Planned]:
    """What this wave asks besides: as frozen once it was checked, else as it would be now."""
    asked = {
        code: catalogue.questionnaire(code, version)
        for code, version in session.execute(
            select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.version).where(
                WaveQuestionnaire.wave_id == wave.id
            )
        )
    }
    if wave.checked_at is not None:
        chosen = own_questions(session, wave.id)
    else:
        chosen = _chosen(session, wave, {code: _places(one) for code, one in asked.items()})
    return [
        Planned(
            code,
            asked[code].title,
            one,
            _also_gone(asked[code], place),
        )
        for code, own in chosen.items()
        for place, one in enumerate(own, start=1)
    ]


def _also_gone(questionnaire: Questionnaire, place: int) -> tuple[str, ...]:
    """What gives way to the question at this place, and not already to the one before it."""
    before = gives_way(questionnaire, place - 1) or ()
    return tuple(one.text for one in gives_way(questionnaire, place) or () if one not in before)


def freeze_own(session: Session, catalogue: Catalogue, wave: Wave) -> None:
    """Freeze what this wave asks besides, in place of what was. Does not commit.

    Belongs where somebody checks the wave, or where it goes live without that.
    """
    session.flush()
    rows = session.scalars(
        select(WaveQuestionnaire).where(WaveQuestionnaire.wave_id == wave.id)
    ).all()
    room = {
        one.questionnaire: _places(catalogue.questionnaire(one.questionnaire, one.version))
        for one in rows
    }
    chosen = _chosen(session, wave, room)
    for one in rows:
        one.own = frozen_own(chosen.get(one.questionnaire, ()))


def _places(questionnaire: Questionnaire) -> int:
    """How many questions fit in; none in a form that is no part of the evaluation."""
    if questionnaire.store != "answers":
        return 0
    return max(
        (n for n in range(1, MOST + 1) if gives_way(questionnaire, n) is not None), default=0
    )


def _chosen(
    session: Session, wave: Wave, room: dict[str, int]
) -> dict[str, tuple[OwnQuestion, ...]]:
    """The waiting questions in the order they were asked for, as many as there is room."""
    found: dict[str, list[OwnQuestion]] = {}
    number = 0
    for one in _waiting(session, wave):
        for code in one.questionnaires:
            if len(found.get(code, ())) < room.get(code, 0):
                number += 1
                question = OwnQuestion(f"X{number:02}", one.measure_id, one.text)
                found.setdefault(code, []).append(question)
    return {code: tuple(own) for code, own in sorted(found.items())}


def _waiting(session: Session, wave: Wave) -> Iterator[MeasureQuestion]:
    """The questions about measures of earlier waves that no wave has asked since."""
    begun = aliased(Wave)
    dropped = select(MeasureState.measure_id).where(MeasureState.state == DROPPED)
    rows = session.scalars(
        select(MeasureQuestion)
        .join(Measure, Measure.id == MeasureQuestion.measure_id)
        .join(begun, begun.id == Measure.wave_id)
        .where(Measure.organisation_id == wave.organisation_id)
        .where(begun.starts_on < wave.starts_on, Measure.id.not_in(dropped))
        .order_by(MeasureQuestion.made_at, MeasureQuestion.measure_id)
    )
    asked = asked_since(session, wave.organisation_id, wave.id)
    for one in rows:
        asker = asked.get(one.measure_id)
        if asker is None or asker.checked_at is None or asker.checked_at < one.made_at:
            yield one
