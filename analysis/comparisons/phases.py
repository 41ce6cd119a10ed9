"""Trend over the phases of a trajectory, across different people (method.md D.6, case 06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from analysis.cells import Scores
from analysis.estimates.paired import PairedDifference, Pairs, paired_difference
from analysis.estimates.welch import NO_DIFFERENCE, Difference, Summary, summary, welch
from analysis.parameters import DEFAULT, Parameters

RISING, FALLING, NO_TREND = "stijgend", "dalend", "geen aantoonbare trend"
COMPARED_PHASES: Mapping[str, tuple[str, ...]] = {
    "info": ("PRE", "AANVANG", "TIJDENS"),
    "bejegening": ("AANVANG", "TIJDENS"),
    "wachttijd": ("PRE", "AANVANG"),
}


@dataclass(frozen=True, slots=True)
class Kendall:
    """Kendall's tau-b with its normal approximation; None when one side does not vary."""

    tau: float | None
    z: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class PhaseTrend:
    """Figures per phase in order, the association with the order, and last minus first.

    `kendall` is only there with three phases or more; `p` is the value that decided.
    `paired` is there when enough people answered in both the first and the last phase.
    """

    phases: tuple[tuple[str, Summary], ...]
    kendall: Kendall
    last_minus_first: Difference
    p: float | None
    direction: str
    paired: PairedDifference | None = None


def kendall_tau_b(table: NDArray[np.float64]) -> Kendall:
    """Return tau-b of a table of counts, rows and columns in ascending order.

    Shape: phases x different scores. The variance has the full tie correction, so z equals
    that of `scipy.stats.kendalltau(method="asymptotic")`, computed from the table instead of
    from rows. Source: Kendall 1970.

    >>> kendall_tau_b(np.array([[2.0, 0.0], [0.0, 2.0]])).tau
    1.0
    """
    n = table.sum()
    ahead = np.zeros_like(table)
    ahead[:-1, :-1] = table[::-1, ::-1].cumsum(0).cumsum(1)[::-1, ::-1][1:, 1:]
    behind = np.zeros_like(table)
    behind[:-1, 1:] = table[::-1].cumsum(0).cumsum(1)[::-1][1:, :-1]
    s = float((table * (ahead - behind)).sum())
    rows, columns = table.sum(1), table.sum(0)
    pairs = n * (n - 1) / 2
    free = (pairs - (rows * (rows - 1)).sum() / 2) * (pairs - (columns * (columns - 1)).sum() / 2)
    if free <= 0:
        return Kendall(None, None, None)
    z = s / sqrt(_variance_of_s(float(n), rows, columns))
    return Kendall(float(s / sqrt(free)), z, float(2 * ndtr(-abs(z))))


def _variance_of_s(n: float, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> float:
    """Return the variance of concordant minus discordant pairs with ties on both sides."""

    def ties(counts: NDArray[np.float64]) -> tuple[float, float, float]:
        """Return the three tie sums of one side."""
        two = counts * (counts - 1)
        return (
            float(two.sum()),
            float((two * (counts - 2)).sum()),
            float((two * (2 * counts + 5)).sum()),
        )

    row2, row3, row_var = ties(rows)
    column2, column3, column_var = ties(columns)
    variance = (n * (n - 1) * (2 * n + 5) - row_var - column_var) / 18
    variance += row2 * column2 / (2 * n * (n - 1))
    if n > 2:
        variance += row3 * column3 / (9 * n * (n - 1) * (n - 2))
    return variance


def phase_trend(
    phases: Sequence[tuple[str, Scores]],
    linked: Pairs | None = None,
    parameters: Parameters = DEFAULT,
) -> PhaseTrend:
    """Return the trend over phases given in order; a phase without scores drops out.

    With three phases or more Kendall's p decides, with two Welch's. `linked` holds (first
    phase, last phase) of people who answered both; it is used from 20 people. Phases below the
    disclosure minimum have to be left out before showing: see `shown_phases`.

    >>> from analysis.cells import scores_from
    >>> low, high = scores_from([2.5, 5.0, 2.5, 0.0]), scores_from([7.5, 10.0, 7.5, 5.0])
    >>> phase_trend([("AANVANG", low), ("TIJDENS", high)]).direction
    'stijgend'
    """
    filled = [(name, scores) for name, scores in phases if scores.n]
    summaries = tuple((name, summary(scores)) for name, scores in filled)
    ends = NO_DIFFERENCE
    if len(filled) > 1:
        ends = welch(summaries[-1][1], summaries[0][1], parameters.confidence)
    kendall = Kendall(None, None, None)
    if len(filled) > 2:
        kendall = kendall_tau_b(_phase_table([scores for _, scores in filled]))
    p, sign = (kendall.p, kendall.tau) if len(filled) > 2 else (ends.p, ends.difference)
    paired = None
    if linked and sum(linked.values()) >= parameters.trend_paired_minimum:
        paired = paired_difference(linked, parameters.confidence)
    return PhaseTrend(summaries, kendall, ends, p, _direction(p, sign, parameters), paired)


def shown_phases(
    phases: Sequence[tuple[str, Scores]], parameters: Parameters = DEFAULT
) -> list[tuple[str, Scores]]:
    """Return the phases with enough answers to take part in a published trend.

    >>> from analysis.cells import scores_from
    >>> shown_phases([("PRE", scores_from([5.0]))])
    []
    """
    return [(name, one) for name, one in phases if one.n >= parameters.disclosure_minimum]


def _phase_table(scores: Sequence[Scores]) -> NDArray[np.float64]:
    """Return the table phases x different scores of counts."""
    columns = {
        value: place for place, value in enumerate(sorted({v for s in scores for v in s.values}))
    }
    table = np.zeros((len(scores), len(columns)))
    for row, one in enumerate(scores):
        for value, count in zip(one.values, one.counts, strict=True):
            table[row, columns[value]] = count
    return table


def _direction(p: float | None, sign: float | None, parameters: Parameters) -> str:
    """Return the word for the trend; without enough evidence there is none."""
    if p is None or not sign or p > parameters.trend_significance:
        return NO_TREND
    return RISING if sign > 0 else FALLING
