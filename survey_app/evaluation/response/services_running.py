"""How the answers of a running wave resemble the population, as a fieldworker may know it.

Made by the worker from the counts of batches that have moved, in bands (`analysis.disclosure`):
ratio and R-indicator are worked out from the middle of a band, so that they tell nothing more. It
is renewed when there are at least five answers more, since the step from one band to the next would
tell of a few; and it goes when the wave closes, since the edition tells the numbers otherwise.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analysis.disclosure import Band, bands, is_few, visibility
from analysis.response.representativeness import GroupResponse, representativeness
from survey_app.database import reading, session_of
from survey_app.evaluation.breakdowns.categories import (
    BREAKDOWNS,
    DISJOINT,
    TARGET_GROUP,
    people_per_answer,
)
from survey_app.installation import Installation
from survey_app.models import Population, ResponseBalance, ResponseCount, Wave

Numbers = dict[str, dict[str, dict[str, int]]]  # questionnaire -> breakdown -> category -> people


def balance_running_waves(installation: Installation) -> int:
    """Renew the balance of every wave that is not closed; returns how many were renewed."""
    with reading(installation.engine) as session:
        waves = session.scalars(select(Wave.id).where(Wave.closed_at.is_(None))).all()
        made = [one for wave_id in waves for one in _changed(session, wave_id)]
        over = session.scalars(
            select(ResponseBalance.wave_id)
            .join(Wave, Wave.id == ResponseBalance.wave_id)
            .where(Wave.closed_at.is_not(None))
            .distinct()
        ).all()
    for wave_id in over:
        with session_of(installation.engine) as session:
            session.execute(delete(ResponseBalance).where(ResponseBalance.wave_id == wave_id))
            session.commit()
    for one in made:
        with session_of(installation.engine) as session:
            session.merge(one)
            session.commit()
    return len(made)


def _changed(session: Session, wave_id: str) -> list[ResponseBalance]:
    """The balance of each questionnaire whose answers or population have changed.

    A corrected population tells nothing of the answers, as long as they are the same.
    """
    people, answers = _people(session, wave_id), _answers(session, wave_id)
    mine = select(ResponseBalance).where(ResponseBalance.wave_id == wave_id)
    known = {one.questionnaire: one for one in session.scalars(mine)}
    found = []
    for code, counted in people.items():
        total, before = answers.get(code, {}).get("", {}).get("", 0), known.get(code)
        more = total - (before.answers if before is not None else 0)
        if not total or is_few(abs(more)):
            continue
        made = balance_of(wave_id, code, total, answers[code], counted)
        if more or before is None or before.groups != made.groups:
            found.append(made)
    return found


def balance_of(
    wave_id: str,
    code: str,
    total: int,
    answers: Mapping[str, Mapping[str, int]],
    people: Mapping[str, Mapping[str, int]],
) -> ResponseBalance:
    """The balance of one questionnaire: `answers` and `people` per breakdown and category."""
    groups: dict[str, Any] = {}
    r_indicator = r_word = None
    for breakdown in BREAKDOWNS:
        counted = people_per_answer(breakdown, people.get(breakdown, {}))
        if not counted:
            continue
        shown = bands(_in_classes(answers.get(breakdown, {}), counted), total)
        found = representativeness(
            {name: band.middle for name, band in shown.items()},
            {_name(of): number for of, number in counted.items()},
        )
        groups[breakdown] = [_group(one, shown[one.group], breakdown) for one in found.groups]
        if breakdown == TARGET_GROUP and visibility(total).has_distribution:
            r_indicator, r_word = found.r_indicator, found.r_word
    return ResponseBalance(
        wave_id=wave_id,
        questionnaire=code,
        answers=total,
        groups=groups,
        r_indicator=r_indicator,
        r_word=r_word,
    )


def _group(one: GroupResponse, band: Band, breakdown: str) -> dict[str, Any]:
    ratio = None if one.ratio is None else round(one.ratio, 1)
    name = DISJOINT.get(one.group, one.group) if breakdown == TARGET_GROUP else one.group
    return {
        "category": name,
        "population": one.population,
        "low": band.low,
        "high": band.high,
        "ratio": ratio,
        "heard": one.heard,
    }


def _in_classes(told: Mapping[str, int], counted: Mapping[tuple[str, ...], int]) -> dict[str, int]:
    """The answers in the classes in which the population was counted."""
    return {_name(of): sum(told.get(answer, 0) for answer in of) for of in counted}


def _name(answers: tuple[str, ...]) -> str:
    return "+".join(answers)


def _people(session: Session, wave_id: str) -> Numbers:
    statement = select(Population).where(Population.wave_id == wave_id, Population.breakdown != "")
    found: Numbers = {}
    for one in session.scalars(statement):
        place = found.setdefault(one.questionnaire, {}).setdefault(one.breakdown, {})
        place[one.category] = one.people
    return found


def _answers(session: Session, wave_id: str) -> Numbers:
    wanted = ResponseCount.breakdown.in_(("", *BREAKDOWNS))
    statement = select(ResponseCount).where(ResponseCount.wave_id == wave_id, wanted)
    found: Numbers = {}
    for one in session.scalars(statement):
        place = found.setdefault(one.questionnaire, {}).setdefault(one.breakdown, {})
        place[one.category] = one.n
    return found
