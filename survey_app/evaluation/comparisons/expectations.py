"""Expectation against outcome: linked and perceived beside each other, never merged (D.8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis.comparisons.expectation import (
    ExpectationGap,
    Perceived,
    directions_differ,
    expectation_gap,
    perceived_gap,
    published_gap,
    published_perceived,
)
from analysis.disclosure import bounded_share, visibility
from analysis.parameters import Parameters
from analysis.scales import SCALES
from analysis.shares import ShareOf, published_shares
from survey_app.evaluation.breakdowns.wave_data import WaveData

MARK = SCALES["R10"]
DIFFERENT_WAYS = (
    "Wat mensen eerst verwachtten en later vonden wijst een andere kant op dan wat zij zelf "
    "zeggen. Trek hier geen conclusie uit."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions behind a gap cell: start mark, end mark, own comparison, goal reached."""

    start: str
    end: str
    perceived: str
    goal: str | None = None


ASKED: Mapping[str, Asked] = MappingProxyType(
    {
        "R20-C": Asked("C210", "C404", "C405", "C403"),
        "R21-W": Asked("W206", "W404", "W405"),
    }
)


@dataclass(frozen=True, slots=True)
class Linked:
    """Outcome minus expectation of the same person, marks 1-10; below 10 pairs only the mean."""

    pairs: int
    mean_expectation: float | None = None
    mean_outcome: float | None = None
    mean_difference: float | None = None
    low: float | None = None
    high: float | None = None
    better: int | None = None
    equal: int | None = None
    worse: int | None = None
    wilcoxon_p: float | None = None
    d_z: float | None = None


@dataclass(frozen=True, slots=True)
class PerceivedShares:
    """What people say themselves, as shares; a bound where only that may be shown."""

    n: int
    better: float | None
    equal: float | None
    worse: float | None
    bounds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One gap cell; None where there is nothing, or nothing that may be shown."""

    linked: Linked | None
    perceived: PerceivedShares | None
    goal: Mapping[str, float | None] | None
    goal_bounds: Mapping[str, str]
    directions_differ: bool | None
    caution: str | None


def expectations(wave: WaveData) -> dict[str, Expectation]:
    """Both gap cells of a closed wave."""
    if not wave.closed:
        return {}
    return {cell: _expectation(wave, asked) for cell, asked in ASKED.items() if cell in wave.cells}


def _expectation(wave: WaveData, asked: Asked) -> Expectation:
    found = expectation_gap(_pairs(wave, asked), wave.parameters)
    given = {int(v): n for v, n in wave.values.get(asked.perceived, {}).items() if v}
    shown_gap = published_gap(found, wave.parameters)
    perceived = published_perceived(given, wave.parameters)
    both_told = (
        shown_gap.gap is not None and visibility(perceived.n or 0, wave.parameters).has_distribution
    )
    differ = directions_differ(found, perceived_gap(given, wave.parameters)) if both_told else None
    goal = _goal(wave, asked.goal)
    return Expectation(
        linked=_linked(shown_gap, wave.parameters),
        perceived=_perceived(perceived),
        goal={value: _share(one) for value, one in goal.items()} or None,
        goal_bounds=_bounds(goal),
        directions_differ=differ,
        caution=DIFFERENT_WAYS if differ else None,
    )


def _perceived(found: Perceived) -> PerceivedShares | None:
    if found.n is None:
        return None
    shares = {"better": found.better, "equal": found.as_thought, "worse": found.worse}
    return PerceivedShares(
        n=found.n,
        better=_share(found.better),
        equal=_share(found.as_thought),
        worse=_share(found.worse),
        bounds=_bounds(shares),
    )


def _pairs(wave: WaveData, asked: Asked) -> dict[tuple[float | None, float | None], int]:
    found: dict[tuple[float | None, float | None], int] = {}
    for values, n in wave.pairs.get((asked.start, asked.end), {}).items():
        start, end = (int(value) for value in values)
        if MARK.is_valid(start) and MARK.is_valid(end):
            found[float(start), float(end)] = n
    return found


def _linked(found: ExpectationGap, parameters: Parameters) -> Linked | None:
    if not found.n_pairs:
        return None
    gap = found.gap
    if gap is None:
        return Linked(found.n_pairs, mean_difference=found.mean_gap)
    numbers = (gap.better, gap.equal, gap.worse)
    # Nobody may be told that (nearly) all of a few went one way (D.4 rule 3).
    told = not any(bounded_share(one / gap.n, gap.n, parameters).bound for one in numbers)
    better, equal, worse = numbers if told else (None, None, None)
    return Linked(
        pairs=found.n_pairs,
        mean_expectation=gap.mean_first,
        mean_outcome=gap.mean_second,
        mean_difference=found.mean_gap,
        low=gap.low,
        high=gap.high,
        better=better,
        equal=equal,
        worse=worse,
        wilcoxon_p=found.wilcoxon.p_normal if found.wilcoxon else None,
        d_z=gap.d_z,
    )


def _goal(wave: WaveData, question: str | None) -> dict[str, ShareOf]:
    """Shares of the four answers on the goal; who does not know is left out."""
    if question is None:
        return {}
    given = wave.values.get(question, {})
    return published_shares({v: given.get(v, 0) for v in ("1", "2", "3", "4")}, wave.parameters)


def _share(one: ShareOf | None) -> float | None:
    return one.share if one is not None else None


def _bounds(shares: Mapping[str, ShareOf | None]) -> dict[str, str]:
    return {name: one.bound for name, one in shares.items() if one is not None and one.bound}
