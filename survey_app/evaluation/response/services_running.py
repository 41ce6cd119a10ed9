"""How the answers of a running wave resemble the population, as a fieldworker may know it.

Made by the worker from the counts of batches that have moved, in bands (`analysis.disclosure`):
ratio and R-indicator are worked out from the middle of a band, so that they tell nothing more.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.disclosure import Band, bands
from analysis.parameters import DEFAULT
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

UNKNOWN = ""  # did not say
Numbers = dict[str, dict[str, dict[str, int]]]  # questionnaire -> breakdown -> category -> people


def balance_running_waves(installation: Installation) -> int:
    """Renew the balance of every wave that is not closed; returns how many were renewed."""
    with reading(installation.engine) as session:
        waves = session.scalars(select(Wave.id).where(Wave.closed_at.is_(None))).all()
        made = [one for wave_id in waves for one in _changed(session, wave_id)]
    for one in made:
        with session_of(installation.engine) as session:
            session.merge(one)
            session.commit()
    return len(made)


def _changed(session: Session, wave_id: str) -> list[ResponseBalance]:
    """The balance of each questionnaire whose answers have become more or fewer."""
    people, answers = _people(session, wave_id), _answers(session, wave_id)
    known = dict(
        session.execute(
            select(ResponseBalance.questionnaire, ResponseBalance.answers).where(
                ResponseBalance.wave_id == wave_id
            )
        ).all()
    )
    found = []
    for code, counted in people.items():
        total = answers.get(code, {}).get("", {}).get("", 0)
        if total and known.get(code) != total:
            found.append(balance_of(wave_id, code, total, answers[code], counted))
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
        told = dict(answers.get(breakdown, {}))
        told[UNKNOWN] = total - sum(told.values())
        shown = bands(_in_classes(told, counted))
        found = representativeness(
            {name: band.middle for name, band in shown.items()},
            {_name(of): number for of, number in counted.items()},
        )
        groups[breakdown] = [_group(one, shown[one.group], breakdown) for one in found.groups]
        if breakdown == TARGET_GROUP and total >= DEFAULT.distribution_minimum:
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
    """The answers in the classes in which the population was counted; the others together."""
    found = {_name(of): sum(told.get(answer, 0) for answer in of) for of in counted}
    return {**found, UNKNOWN: sum(told.values()) - sum(found.values())}


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
