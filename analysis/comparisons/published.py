"""Comparisons as they may be shown (method.md D.4 rules 1-3, D.17 point 11).

With 5-9 people on a side only numbers, means and their difference leave. Where the share of a
side may only be shown as a bound, nothing beside it may give the exact number of positive people
away: differences are then rounded, intervals widened to half points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from analysis.cells import Scores
from analysis.comparisons.parties import (
    Comparison,
    PartyScores,
    unpublished_comparisons,
)
from analysis.comparisons.phases import PhaseTrend, phase_trend, shown_phases
from analysis.comparisons.waves import WaveCell, WaveTrend
from analysis.disclosure import bounded_share, visibility
from analysis.estimates.welch import Summary
from analysis.parameters import DEFAULT, Parameters

HALF = 0.5


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """Party a against party b on one row; None where it may not be shown or is not defined.

    `rounded` tells that a disclosure rule rounded the figures.
    """

    row: str
    a: str
    b: str
    tested: bool
    n_a: int | None = None
    n_b: int | None = None
    mean_a: float | None = None
    mean_b: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_bh: float | None = None
    cliffs_delta: float | None = None
    size: str | None = None
    hedges_g: float | None = None
    share_difference: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    shown: bool | None = None
    finding: str | None = None
    rounded: bool = False


def has_bound(scores: Scores, parameters: Parameters = DEFAULT) -> bool:
    """Tell whether the share positive of these people is shown, and only as a bound.

    >>> from analysis.cells import scores_from
    >>> has_bound(scores_from([7.5] * 12)), has_bound(scores_from([7.5] * 6 + [2.5] * 6))
    (True, False)
    """
    if not visibility(scores.n, parameters).has_distribution:
        return False
    share = scores.at_least(parameters.positive_from) / scores.n
    return bounded_share(share, scores.n, parameters).bound is not None


def outward(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """Return an interval with its ends on half points, never smaller than it was.

    >>> outward(5.1, 7.5), outward(None, None)
    ((5.0, 7.5), (None, None))
    """
    return (
        None if low is None else floor(low / HALF) * HALF,
        None if high is None else ceil(high / HALF) * HALF,
    )


def shown_comparisons(
    pairs: Sequence[tuple[PartyScores, PartyScores]], parameters: Parameters = DEFAULT
) -> tuple[ShownComparison, ...]:
    """Return every comparison of a wave, tested together, as it may be shown.

    >>> from analysis.cells import scores_from
    >>> g = PartyScores("R07", "G", scores_from([10.0, 7.5, 7.5, 10.0, 7.5]))
    >>> c = PartyScores("R07", "C", scores_from([2.5, 5.0, 2.5, 5.0, 2.5] * 4))
    >>> [(one.n_a, one.difference, one.p) for one in shown_comparisons([(g, c)])]
    [(5, 5.0, None)]
    """
    found = unpublished_comparisons(pairs, parameters)
    return tuple(
        _shown(one, (a.scores, b.scores), parameters)
        for one, (a, b) in zip(found, pairs, strict=True)
    )


def _shown(
    one: Comparison, scores: tuple[Scores, Scores], parameters: Parameters
) -> ShownComparison:
    if not one.tested:
        return ShownComparison(one.topic, one.a, one.b, tested=False)
    bounds = [has_bound(side, parameters) for side in scores]
    few = ShownComparison(
        one.topic,
        one.a,
        one.b,
        tested=True,
        n_a=one.n_a,
        n_b=one.n_b,
        mean_a=_rounded(one.mean_a, 1) if bounds[0] else one.mean_a,
        mean_b=_rounded(one.mean_b, 1) if bounds[1] else one.mean_b,
        difference=_rounded(one.welch.difference, 1) if any(bounds) else one.welch.difference,
        rounded=any(bounds),
    )
    if not all(visibility(side.n, parameters).has_distribution for side in scores):
        return few
    whole = replace(
        few,
        low=one.welch.low,
        high=one.welch.high,
        p=one.welch.p,
        p_bh=one.p_bh,
        cliffs_delta=one.delta,
        size=one.size,
        hedges_g=one.hedges_g,
        shown=one.shown,
        finding=one.verdict,
    )
    return _coarse(whole) if few.rounded else _with_shares(whole, one)


def _with_shares(whole: ShownComparison, one: Comparison) -> ShownComparison:
    return replace(
        whole,
        share_difference=one.share_difference,
        share_low=one.newcombe.low if one.newcombe else None,
        share_high=one.newcombe.high if one.newcombe else None,
    )


def _coarse(whole: ShownComparison) -> ShownComparison:
    low, high = outward(whole.low, whole.high)
    return replace(
        whole,
        low=low,
        high=high,
        p=_rounded(whole.p, 2),
        p_bh=_rounded(whole.p_bh, 2),
        cliffs_delta=_rounded(whole.cliffs_delta, 1),
        hedges_g=_rounded(whole.hedges_g, 1),
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """People and mean of one phase."""

    phase: str
    n: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class ShownPhases:
    """The phases with enough answers and what they say together."""

    aspect: str
    party: str
    phases: tuple[ShownPhase, ...]
    tau_b: float | None = None
    p: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    direction: str | None = None
    rounded: bool = False


def shown_phase_trend(
    aspect: str,
    party: str,
    phases: Sequence[tuple[str, Scores]],
    parameters: Parameters = DEFAULT,
) -> ShownPhases:
    """Return the trend over the phases that may be shown, in the order given.

    >>> from analysis.cells import scores_from
    >>> low, high = scores_from([2.5, 5.0] * 6), scores_from([7.5, 5.0] * 6)
    >>> shown_phase_trend("bejegening", "C", [("AANVANG", low), ("TIJDENS", high)]).direction
    'stijgend'
    """
    kept = shown_phases(phases, parameters)
    found: PhaseTrend = phase_trend(kept, None, parameters)
    bound = any(has_bound(scores, parameters) for _, scores in kept)
    lines = tuple(
        ShownPhase(
            name, one.n, _rounded(one.mean, 1) if has_bound(scores, parameters) else one.mean
        )
        for (name, one), (_, scores) in zip(found.phases, kept, strict=True)
    )
    ends = found.last_minus_first
    difference = _rounded(ends.difference, 1) if bound else ends.difference
    few = ShownPhases(aspect, party, lines, difference=difference, rounded=bound)
    enough = all(visibility(scores.n, parameters).has_distribution for _, scores in kept)
    if len(kept) < 2 or not enough:
        return few
    low, high = outward(ends.low, ends.high) if bound else (ends.low, ends.high)
    return replace(
        few,
        tau_b=_rounded(found.kendall.tau, 1) if bound else found.kendall.tau,
        p=_rounded(found.p, 2) if bound else found.p,
        low=low,
        high=high,
        direction=found.direction,
    )


@dataclass(frozen=True, slots=True)
class ShownTrend:
    """One cell in two waves; `series_broken` when other questions were asked: then nothing else.

    `mix_changed`: other people answered, or otherwise (D.7); then `weighted_difference` is that
    with the target groups of the earlier wave in both, where it may be worked out.
    """

    cell: str
    series_broken: bool = False
    n_before: int | None = None
    n_now: int | None = None
    mean_before: float | None = None
    mean_now: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p_bh: float | None = None
    verdict: str | None = None
    smallest_detectable: float | None = None
    rounded: bool = False
    mix_changed: bool | None = None
    weighted_difference: float | None = None


def shown_trend(
    cell: WaveCell,
    found: WaveTrend,
    scores: tuple[Scores, Scores],
    parameters: Parameters = DEFAULT,
) -> ShownTrend:
    """Return the trend of a cell as it may be shown; `scores` are those before and now.

    >>> from analysis.cells import scores_from
    >>> from analysis.comparisons.waves import wave_trends
    >>> from analysis.estimates.welch import summary
    >>> a, b = scores_from([5.0, 2.5] * 4), scores_from([7.5, 5.0] * 10)
    >>> one = WaveCell("R07-C", summary(a), summary(b))
    >>> shown_trend(one, wave_trends([one])[0], (a, b)).verdict is None
    True
    """
    bounds = [has_bound(side, parameters) for side in scores]
    sides = [
        _side(side, bound, parameters)
        for side, bound in zip((cell.earlier, cell.later), bounds, strict=True)
    ]
    change = found.difference
    any_bound = any(bounds)
    few = ShownTrend(
        cell.code,
        n_before=sides[0][0],
        n_now=sides[1][0],
        mean_before=sides[0][1],
        mean_now=sides[1][1],
        difference=_rounded(change.difference, 1) if any_bound else change.difference,
        rounded=any_bound,
    )
    if change.difference is None:
        return replace(few, verdict=found.verdict)
    if not all(visibility(side.n, parameters).has_distribution for side in scores):
        return few
    low, high = outward(change.low, change.high) if any_bound else (change.low, change.high)
    return replace(
        few,
        low=low,
        high=high,
        p_bh=_rounded(found.p_bh, 2) if any_bound else found.p_bh,
        verdict=found.verdict,
        smallest_detectable=_rounded(found.detectable, 1) if any_bound else found.detectable,
    )


def _side(one: Summary, bound: bool, parameters: Parameters) -> tuple[int | None, float | None]:
    if not one.n:
        return 0, None
    if not visibility(one.n, parameters).has_mean:
        return None, None
    return one.n, _rounded(one.mean, 1) if bound else one.mean
