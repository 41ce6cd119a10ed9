"""Every cell of the clients by target group, age and duration (advies 3; method.md D.4 rule 7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.cells import Scores
from analysis.comparisons.published import has_bound, outward
from analysis.disclosure import visibility
from analysis.estimates.intervals import mean_interval
from analysis.parameters import Parameters
from survey_app.evaluation.breakdowns.categories import BREAKDOWNS, CATEGORIES
from survey_app.evaluation.breakdowns.gate import shown_categories
from survey_app.evaluation.breakdowns.populations import counted_population
from survey_app.evaluation.breakdowns.wave_data import ScoredCell, WaveData

CLIENTS = "C"


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One category in one cell; when hidden nothing else is said."""

    hidden: bool
    n: int | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    mark: str | None = None


HIDDEN = GroupFigure(hidden=True)
# breakdown -> cell -> category -> figure
Groups = Mapping[str, Mapping[str, Mapping[str, GroupFigure]]]


def group_figures(wave: WaveData) -> Groups:
    """All breakdowns of a closed wave; none while answers still come in."""
    if not wave.closed:
        return {}
    cells = [cell for code, cell in wave.cells.items() if code.endswith(f"-{CLIENTS}")]
    return {
        breakdown: {cell.code: cell_groups(wave, cell, breakdown) for cell in cells}
        for breakdown in BREAKDOWNS
    }


def cell_groups(wave: WaveData, cell: ScoredCell, breakdown: str) -> dict[str, GroupFigure]:
    """One cell by the categories of one breakdown."""
    categories = CATEGORIES[breakdown]
    shown = shown_categories(wave, cell.code, breakdown)
    return {
        category: _figure(
            merged(cell, breakdown, answers),
            counted_population(wave, cell.questionnaire, breakdown, category),
            wave.parameters,
        )
        if category in shown
        else HIDDEN
        for category, answers in categories.items()
    }


def merged(cell: ScoredCell, breakdown: str, answers: frozenset[str]) -> Scores:
    """The scores of everybody who gave one of these answers."""
    counted: dict[float, int] = {}
    for answer in answers:
        scores = cell.by.get(breakdown, {}).get(answer)
        for value, n in zip(scores.values, scores.counts, strict=True) if scores else ():
            counted[value] = counted.get(value, 0) + n
    ordered = sorted(counted.items())
    return Scores(tuple(value for value, _ in ordered), tuple(n for _, n in ordered))


def _figure(scores: Scores, population: int | None, parameters: Parameters) -> GroupFigure:
    seen = visibility(scores.n, parameters)
    mean, bound = scores.mean, has_bound(scores, parameters)
    if mean is None or not seen.has_distribution:
        return GroupFigure(False, scores.n, mean, mark=seen.value)
    margin = mean_interval(scores.n, mean, scores.sd, population, parameters.confidence)
    low, high = (margin.low, margin.high) if margin else (None, None)
    if bound:
        return GroupFigure(False, scores.n, round(mean, 1), *outward(low, high))
    return GroupFigure(False, scores.n, mean, low, high)
