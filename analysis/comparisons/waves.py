"""Trend between waves of the same cell, asked with the same questions (method.md D.7, case 07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from analysis.cells import Scores
from analysis.estimates.multiplicity import benjamini_hochberg
from analysis.estimates.paired import PairedDifference, Pairs, paired_difference
from analysis.estimates.welch import NO_DIFFERENCE, Difference, Summary, smallest_detectable, welch
from analysis.parameters import DEFAULT, Parameters

HIGHER, LOWER, NO_CHANGE = "hoger", "lager", "geen aantoonbaar verschil"
NOT_TESTED = "niet getoetst"
CHANGED_MIX = "samenstelling veranderd"


@dataclass(frozen=True, slots=True)
class WaveCell:
    """One cell in two waves; `linked` holds (earlier, later) of people who answered in both."""

    code: str
    earlier: Summary
    later: Summary
    linked: Pairs | None = None


@dataclass(frozen=True, slots=True)
class WaveTrend:
    """Later minus earlier. `detectable` is the smallest difference that could be found.

    `difference` comes from `paired` when enough people answered in both waves.
    """

    code: str
    difference: Difference
    detectable: float | None
    p_bh: float | None = None
    verdict: str = NOT_TESTED
    paired: PairedDifference | None = None


def party_of(code: str) -> str:
    """Return the party letter of a cell code.

    >>> party_of("R03-C")
    'C'
    """
    return code.rpartition("-")[2]


def wave_trends(
    cells: Sequence[WaveCell], parameters: Parameters = DEFAULT
) -> tuple[WaveTrend, ...]:
    """Return the trend of every cell, adjusted (Benjamini-Hochberg) per party of the wave.

    A cell below the disclosure minimum in a wave is not tested and does not count (D.17).

    >>> found = wave_trends([WaveCell("R03-C", Summary(24, 6.1, 2.1), Summary(28, 7.9, 1.8))])
    >>> found[0].verdict
    'hoger'
    """
    found = [_trend(cell, parameters) for cell in cells]
    by_party: dict[str, list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        by_party[party_of(cell.code)].append(place)
    for places in by_party.values():
        adjusted = benjamini_hochberg(
            [found[place].difference.p for place in places], parameters.false_discovery_rate
        )
        for place, one in zip(places, adjusted, strict=True):
            found[place] = _judged(replace(found[place], p_bh=one.p), one.rejected)
    return tuple(found)


def _trend(cell: WaveCell, parameters: Parameters) -> WaveTrend:
    """Return one cell before the adjustment."""
    if min(cell.earlier.n, cell.later.n) < parameters.disclosure_minimum:
        return WaveTrend(cell.code, NO_DIFFERENCE, None)
    detectable = smallest_detectable(cell.later, cell.earlier, parameters.detectable_factor)
    if _overlap(cell) >= parameters.wave_overlap_share and cell.linked is not None:
        paired = paired_difference(cell.linked, parameters.confidence)
        return WaveTrend(cell.code, _as_difference(paired), detectable, paired=paired)
    return WaveTrend(cell.code, welch(cell.later, cell.earlier, parameters.confidence), detectable)


def _overlap(cell: WaveCell) -> float:
    """Return the share of the smaller wave that answered in both."""
    linked = sum(cell.linked.values()) if cell.linked else 0
    return linked / min(cell.earlier.n, cell.later.n)


def _as_difference(paired: PairedDifference) -> Difference:
    """Return a paired difference in the form of an unpaired one."""
    se = None if paired.sd is None else paired.sd / paired.n**0.5
    df = paired.n - 1 if paired.t is not None else None
    return Difference(paired.difference, se, df, paired.t, paired.p, paired.low, paired.high)


def _judged(trend: WaveTrend, rejected: bool) -> WaveTrend:
    """Return the trend with its word."""
    change = trend.difference.difference
    if change is None:
        return trend
    if not rejected:
        return replace(trend, verdict=NO_CHANGE)
    return replace(trend, verdict=HIGHER if change > 0 else LOWER)


def changed_mix(
    phone_shares: tuple[float, float],
    group_shares: Sequence[Mapping[str, float]],
    parameters: Parameters = DEFAULT,
) -> bool:
    """Tell whether the answers of two waves come from another mix of people (D.7).

    `phone_shares`: share of phone answers per wave (0-1); `group_shares`: share of each
    doelgroep (0-1) in the earlier and the later wave.

    >>> changed_mix((0.10, 0.35), [{}, {}])
    True
    """
    earlier, later = group_shares
    shifts = [abs(later.get(g, 0) - earlier.get(g, 0)) for g in {*earlier, *later}]
    phone = abs(phone_shares[1] - phone_shares[0])
    return (
        phone > parameters.wave_phone_shift + 1e-12
        or max(shifts, default=0) > parameters.wave_mix_shift + 1e-12
    )


def weighted_difference(earlier: Mapping[str, Scores], later: Mapping[str, Scores]) -> float | None:
    """Return later - earlier with the group mix of the earlier wave in both, None if it cannot.

    Shown next to the plain difference when the mix has changed. A group without answers in the
    later wave has no weight to lend its mean to: then there is no weighted difference.

    >>> from analysis.cells import scores_from
    >>> a, b = scores_from([5.0]), scores_from([7.5])
    >>> weighted_difference({"x": a}, {"x": b, "y": b})
    2.5
    """
    total = sum(one.n for one in earlier.values())
    change = 0.0
    for group, before in earlier.items():
        after = later.get(group)
        if not before.n:
            continue
        if after is None or after.mean is None or before.mean is None:
            return None
        change += before.n / total * (after.mean - before.mean)
    return change if total else None


@dataclass(frozen=True, slots=True)
class RunChart:
    """The means of a cell over waves with their median: no regression line (D.7)."""

    waves: tuple[tuple[str, float], ...]
    median: float


def run_chart(
    waves: Sequence[tuple[str, Summary]], parameters: Parameters = DEFAULT
) -> RunChart | None:
    """Return the run chart from four waves with enough answers on, before that None.

    >>> waves = [(str(y), Summary(20, m, 1.0)) for y, m in ((23, 5.0), (24, 6.0), (25, 7.0))]
    >>> run_chart(waves) is None
    True
    """
    shown = tuple(
        (name, one.mean)
        for name, one in waves
        if one.n >= parameters.disclosure_minimum and one.mean is not None
    )
    if len(shown) < parameters.run_chart_waves:
        return None
    return RunChart(shown, median(mean for _, mean in shown))
