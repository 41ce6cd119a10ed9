"""Weighted beside unweighted, cell by cell, or why not (method.md D.9).

Weights follow from how many people of each target group answered; they are only used where those
numbers may be known.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.estimates.calibration import Margin, Sample
from analysis.response.weighting import (
    POST_STRATIFIED,
    RAKED,
    UNWEIGHTED,
    Weighting,
    weighting,
)
from survey_app.evaluation.breakdowns.categories import AGE, TARGET_GROUP
from survey_app.evaluation.breakdowns.gate import known_may_be_told
from survey_app.evaluation.breakdowns.populations import disjoint_people
from survey_app.evaluation.breakdowns.queries import JOINT
from survey_app.evaluation.breakdowns.wave_data import ScoredCell, WaveData
from survey_app.evaluation.table1.counts import population_of

NOT_COUNTED = "Niet gewogen: het aantal mensen per doelgroep is niet bekend."
PROTECTED = "Niet gewogen: anders is een kleine groep uit te rekenen."


@dataclass(frozen=True, slots=True)
class WeightedCell:
    """The weighted mean of a cell, or `refused` with the reason and nothing else."""

    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n_effective: float | None = None
    kish: float | None = None
    differs: bool | None = None
    unweighted: float | None = None
    method: str | None = None
    reason: str | None = None
    refused: str | None = None


def weighted_cells(wave: WaveData) -> dict[str, WeightedCell]:
    """Every cell of the clients; none while answers still come in."""
    if not wave.closed:
        return {}
    return {code: _weighted(wave, cell) for code, cell in wave.cells.items() if code.endswith("-C")}


def _weighted(wave: WaveData, cell: ScoredCell) -> WeightedCell:
    margins = _margins(wave, cell)
    if cell.everybody.n < wave.parameters.weighting_minimum_n:
        least = wave.parameters.weighting_minimum_n
        return WeightedCell(refused=f"Niet gewogen: minder dan {least} antwoorden.")
    if not margins:
        return WeightedCell(refused=NOT_COUNTED)
    if not _may_be_told(wave, cell, margins):
        return WeightedCell(refused=PROTECTED)
    people = population_of(wave.counts, cell.questionnaire) or 0  # 0: no correction for N
    found = weighting(Sample.of(_entries(cell, margins)), margins, people, wave.parameters)
    return _record(found)


def _record(found: Weighting) -> WeightedCell:
    if found.chosen == UNWEIGHTED:
        return WeightedCell(refused=found.reason)
    chosen = {POST_STRATIFIED: found.post_stratified, RAKED: found.raked}[found.chosen]
    assert chosen is not None
    return WeightedCell(
        mean=chosen.mean,
        low=chosen.interval.low if chosen.interval else None,
        high=chosen.interval.high if chosen.interval else None,
        n_effective=chosen.n_effective,
        kish=chosen.kish,
        differs=found.differs,
        unweighted=found.unweighted.mean,
        method=found.chosen,
        reason=found.reason,
    )


def _margins(wave: WaveData, cell: ScoredCell) -> tuple[Margin, ...]:
    """Target group, and age when that was counted as well; categories are classes of answers."""
    found = []
    for breakdown in (TARGET_GROUP, AGE):
        people = disjoint_people(wave, cell.questionnaire, breakdown)
        if not people:
            break
        found.append(Margin(breakdown, {",".join(of): number for of, number in people.items()}))
    return tuple(found)


def _may_be_told(wave: WaveData, cell: ScoredCell, margins: tuple[Margin, ...]) -> bool:
    return all(known_may_be_told(wave, cell.code, margin.name) for margin in margins)


def _entries(
    cell: ScoredCell, margins: tuple[Margin, ...]
) -> Iterator[tuple[tuple[str, ...], float, int]]:
    """Every score with the classes of who gave it; '' for who did not say."""
    classes = [
        {answer: of for of in margin.people for answer in of.split(",")} for margin in margins
    ]
    rest = Counter(dict(zip(cell.everybody.values, cell.everybody.counts, strict=True)))
    found: Counter[tuple[tuple[str, ...], float]] = Counter()
    for joint, scores in cell.by.get(JOINT, {}).items():
        answers = joint.split("+")
        own = tuple(of.get(answer, "") for of, answer in zip(classes, answers, strict=False))
        for value, n in zip(scores.values, scores.counts, strict=True):
            found[own, value] += n
            rest[value] -= n
    nobody = ("",) * len(margins)
    for value, n in rest.items():
        found[nobody, value] += n
    for (own, value), n in sorted(found.items()):
        yield own, value, n
