"""One cell as it may be published: the figures of D.2 and D.3 behind the gate of D.4."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.cells import (
    CellCounts,
    Scores,
    cell_scales,
    person_scores,
    question_counts,
    scores_from,
)
from analysis.disclosure import (
    Visibility,
    bounded_share,
    counts_that_fit,
    outward,
    rounded_mean,
    visibility,
)
from analysis.estimates.intervals import Interval, mean_interval, wilson
from analysis.estimates.reliability import reliability
from analysis.lights import Colour, Light, survey_light
from analysis.parameters import DEFAULT, Parameters
from analysis.scales import NOT_ASKED, score

MEAN_TELLS = "Het gemiddelde is afgeschermd. Daarmee was uit te rekenen wat iedereen vond."
CHANCE_ONLY = "Deze marge gaat alleen over toeval."
GREY = Light(Colour.GREY)
ALL_EQUAL = "Alle antwoorden zijn gelijk."
REASONS = {
    Visibility.EMPTY: "Er zijn geen antwoorden.",
    Visibility.HIDDEN: "Er zijn te weinig antwoorden, of het cijfer is afgeschermd.",
    Visibility.INDICATIVE: (
        "Er zijn weinig antwoorden. Daarom staan hier alleen het aantal en het gemiddelde."
    ),
    Visibility.SHOWN: CHANCE_ONLY,
}


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question of a cell; None where the number of answers is too small to show it.

    `mean` lies on 0-10, the shares on 0-1 of the people who were asked. `distribution` holds
    the numbers in the bands heel slecht ... heel goed.
    """

    code: str
    n: int | None
    mean: float | None
    share_unknown: float | None
    share_blank: float | None
    distribution: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell behind the gate. None means: hidden, not defined or not shown; never 0.

    Scores lie on 0-10, shares on 0-1. `low`/`high` bound the mean and use the population when
    it is known; `light` never does (method.md D.3, D.11). `low_alpha` tells that the questions
    should be reported separately.
    """

    code: str
    mark: str | None
    reason: str
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    low: float | None = None
    high: float | None = None
    share_positive: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    share_bound: str | None = None
    share_unknown: float | None = None
    share_blank: float | None = None
    distribution: tuple[int, ...] | None = None
    questions: tuple[QuestionResult, ...] | None = None
    alpha: float | None = None
    low_alpha: bool = False
    certainty: str | None = None
    light: Light = GREY
    population: int | None = None


Figures = tuple[float | None, float | None, float | None, Light]
Coarse = Callable[[Cell, Scores, Parameters], Cell]


def certainty(n: int, parameters: Parameters = DEFAULT) -> str | None:
    """Return the word for how sure a figure of n answers is, None below the minimum (D.3).

    >>> certainty(30), certainty(12), certainty(5), certainty(4)
    ('betrouwbaar genoeg', 'voorzichtig', 'indicatief', None)
    """
    steps = (
        (parameters.reliable_n, "betrouwbaar genoeg"),
        (parameters.careful_n, "voorzichtig"),
        (parameters.disclosure_minimum, "indicatief"),
    )
    return next((word for border, word in steps if n >= border), None)


def published_cell(cell: CellCounts, parameters: Parameters = DEFAULT) -> Cell:
    """Return a cell as it may be published. Raises ScaleError or ValueError for wrong counts.

    >>> shown = published_cell(CellCounts("R04-C", ("C205",), ("SQ",), {(4,): 6, (2,): 1}, None))
    >>> shown.n, round(shown.mean, 3), shown.sd, shown.mark
    (7, 6.786, None, 'indicatief')
    """
    if len(cell.questions) != len(cell.scales) or not cell.questions:
        raise ValueError(f"{cell.code}: every question needs one scale")
    scores = person_scores(cell.patterns, cell_scales(cell), parameters)
    seen = visibility(scores.n, parameters)
    if seen is Visibility.EMPTY:
        return Cell(cell.code, seen.value, REASONS[seen], n=0)
    if seen is Visibility.HIDDEN:
        return Cell(cell.code, seen.value, REASONS[seen])
    if seen is Visibility.INDICATIVE:
        return Cell(
            cell.code,
            seen.value,
            REASONS[seen],
            n=scores.n,
            mean=scores.mean,
            certainty=certainty(scores.n, parameters),
            light=_light(scores, parameters),
        )
    return _shown(cell, scores, parameters)


def _shown(cell: CellCounts, scores: Scores, parameters: Parameters) -> Cell:
    """Return a cell with enough answers for spread, share and distribution."""
    n, mean, sd = scores.n, scores.mean, scores.sd
    assert mean is not None  # n >= the distribution minimum
    margin = mean_interval(n, mean, sd, cell.population, parameters.confidence)
    equal, sure = sd == 0, n >= parameters.homogeneity_n
    alpha = _alpha(cell, parameters)
    shown = Cell(
        cell.code,
        Visibility.SHOWN.value,
        ALL_EQUAL if equal and sure else CHANCE_ONLY,
        n=n,
        mean=mean,
        sd=None if equal and not sure else sd,
        median=scores.median,
        low=margin.low if margin else None,
        high=margin.high if margin else None,
        alpha=alpha,
        low_alpha=alpha is not None and alpha < parameters.alpha_minimum,
        certainty=certainty(n, parameters),
        light=_light(scores, parameters),
        population=cell.population,
    )
    return _with_shares(shown, cell, scores, parameters)


def _with_shares(shown: Cell, cell: CellCounts, scores: Scores, parameters: Parameters) -> Cell:
    """Return `shown` with the share positive and everything that could give it away."""
    positive, n = scores.at_least(parameters.positive_from), scores.n
    share = bounded_share(positive / n, n, parameters)
    unknown, blank = _missing_shares(cell)
    # A distribution, sd, median, alpha or question would tell the share that a bound keeps back.
    if share.bound is not None:
        bounded = replace(
            shown,
            sd=None,
            median=None,
            alpha=None,
            low_alpha=False,
            reason=CHANCE_ONLY,
            share_bound=share.bound,
            share_unknown=unknown,
            share_blank=blank,
        )
        return _with_choice(bounded, scores, _common_scores(cell), parameters)
    margin = wilson(positive, n, cell.population, parameters.confidence)
    return replace(
        shown,
        share_positive=share.value,
        share_low=margin.low,
        share_high=margin.high,
        share_unknown=unknown,
        share_blank=blank,
        distribution=scores.bands(),
        questions=_question_results(cell, parameters),
    )


def _common_scores(cell: CellCounts) -> list[float]:
    """Return the scores that a person has who answers every question equally well."""
    scales = cell_scales(cell)
    common = set.intersection(
        *({score(value, one) for value in range(one.lowest, one.highest + 1)} for one in scales)
    )
    return sorted(common)


def _with_choice(
    bounded: Cell, scores: Scores, answers: Sequence[float], parameters: Parameters
) -> Cell:
    """Return the cell with as much as leaves two numbers of positive people (D.17 point 11)."""
    for coarse in COARSER:
        shown = coarse(bounded, scores, parameters)

        def same(found: Mapping[float, int], coarse: Coarse = coarse, shown: Cell = shown) -> bool:
            other = coarse(bounded, scores_from(found), parameters)
            return _figures(other) == _figures(shown)

        assert bounded.share_bound is not None  # else nothing has to be coarser
        fits = counts_that_fit(scores.n, bounded.share_bound, same, answers, parameters)
        if len(fits) > 1:
            return shown
    return replace(
        bounded,
        mark=Visibility.HIDDEN.value,
        reason=MEAN_TELLS,
        mean=None,
        low=None,
        high=None,
        light=GREY,
    )


def _figures(cell: Cell) -> Figures:
    return cell.mean, cell.low, cell.high, cell.light


def _coarse(bounded: Cell, scores: Scores, parameters: Parameters) -> Cell:
    """Return the cell with a rounded mean and an interval rounded outward."""
    n, mean = scores.n, scores.mean
    assert mean is not None  # the cell is shown
    margin = mean_interval(n, mean, scores.sd, bounded.population, parameters.confidence)
    low, high = outward(margin.low, margin.high) if margin else (None, None)
    light = _light(scores, parameters)
    return replace(bounded, mean=rounded_mean(mean), low=low, high=high, light=light)


def _without_interval(bounded: Cell, scores: Scores, parameters: Parameters) -> Cell:
    shown = _coarse(bounded, scores, parameters)
    return replace(shown, low=None, high=None)


def _mean_only(bounded: Cell, scores: Scores, parameters: Parameters) -> Cell:
    return replace(_without_interval(bounded, scores, parameters), light=GREY)


COARSER: tuple[Coarse, ...] = (_coarse, _without_interval, _mean_only)


def _light(scores: Scores, parameters: Parameters) -> Light:
    """Return the light: always with the interval without correction (D.3, D.11)."""
    mean, n = scores.mean, scores.n
    if mean is None:
        return GREY
    margin = mean_interval(n, mean, scores.sd, None, parameters.confidence)
    return survey_light(n, mean, margin, parameters)


def _alpha(cell: CellCounts, parameters: Parameters) -> float | None:
    """Return Cronbach's alpha when the cell has two questions and enough complete answers."""
    if len(cell.questions) < 2:
        return None
    found = reliability(cell.patterns, cell_scales(cell))
    return found.alpha if found.n >= parameters.alpha_minimum_n else None


def _missing_shares(cell: CellCounts) -> tuple[float | None, float | None]:
    """Return the shares "don't know" and blank over all questions asked in the cell."""
    asked = unknown = blank = 0
    for place, scale in enumerate(cell_scales(cell)):
        for pattern, count in cell.patterns.items():
            value = pattern[place]
            asked += count * (value != NOT_ASKED)
            unknown += count * (value == scale.unknown)
            blank += count * (value is None)
    return (unknown / asked, blank / asked) if asked else (None, None)


def _question_results(cell: CellCounts, parameters: Parameters) -> tuple[QuestionResult, ...]:
    """Return the questions of a cell that is shown, each judged by its own number of answers."""
    return tuple(_question_result(cell, place, parameters) for place in range(len(cell.questions)))


def _question_result(cell: CellCounts, place: int, parameters: Parameters) -> QuestionResult:
    """Return one question: nothing below the distribution minimum (D.4 rule 2)."""
    code = cell.questions[place]
    found = question_counts(cell.patterns, place, cell_scales(cell)[place])
    n = found.scores.n
    if not visibility(n, parameters).has_distribution:
        return QuestionResult(code, None, None, None, None, None)
    share = found.scores.at_least(parameters.positive_from) / n
    mean = found.scores.mean
    spread_out = bounded_share(share, n, parameters).bound is None
    return QuestionResult(
        code,
        n,
        mean if spread_out or mean is None else rounded_mean(mean),
        found.unknown / found.asked,
        found.blank / found.asked,
        found.scores.bands() if spread_out else None,
    )


def interval_of(cell: Cell) -> Interval | None:
    """Return the interval of the mean of a published cell, if it has one.

    >>> interval_of(Cell("R04-C", None, "", low=5.0, high=7.0))
    Interval(low=5.0, high=7.0)
    """
    if cell.low is None or cell.high is None:
        return None
    return Interval(cell.low, cell.high)
