"""Two answers of the same person: the paired difference second - first (method.md D.6-D.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from scipy.special import bdtr, ndtr, stdtr, stdtrit

from analysis.cells import Scores, scores_from

Pairs = Mapping[tuple[float, float], int]
"""Histogram of linked answers: (first, second) -> number of people."""


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Mean of second - first with its t interval, and the people who rose, stayed and fell."""

    n: int
    mean_first: float | None
    mean_second: float | None
    difference: float | None
    sd: float | None
    low: float | None
    high: float | None
    t: float | None
    p: float | None
    d_z: float | None
    better: int
    equal: int
    worse: int


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Wilcoxon's signed rank sum of the rises (zeros dropped) with both p-values."""

    v: float | None
    p_normal: float | None
    p_exact: float | None


def count_pairs(pairs: Iterable[tuple[float, float]]) -> Pairs:
    """Return the histogram of single pairs.

    >>> count_pairs([(8, 7), (8, 7)])
    {(8.0, 7.0): 2}
    """
    return dict(Counter((float(first), float(second)) for first, second in pairs))


def differences(pairs: Pairs) -> Scores:
    """Return the histogram of second - first.

    >>> differences({(8.0, 7.0): 2}).values
    (-1.0,)
    """
    found: Counter[float] = Counter()
    for (first, second), count in pairs.items():
        found[second - first] += count
    return scores_from(found)


def paired_difference(pairs: Pairs, confidence: float = 0.95) -> PairedDifference:
    """Return the paired difference; None where it is not defined (no pairs, no spread).

    Source: method.md D.8, as R `t.test(second, first, paired = TRUE)`; d_z = mean / sd.

    >>> found = paired_difference({(8.0, 7.0): 2, (6.0, 6.0): 1})
    >>> found.n, round(found.difference, 3), found.worse
    (3, -0.667, 2)
    """
    change = differences(pairs)
    n, mean, sd = change.n, change.mean, change.sd
    steps = list(zip(change.values, change.counts, strict=True))
    better, worse = sum(c for v, c in steps if v > 0), sum(c for v, c in steps if v < 0)
    low = high = t = p = d_z = None
    if mean is not None and sd is not None and sd > 0:
        se = sd / sqrt(n)
        margin = float(stdtrit(n - 1, (1 + confidence) / 2)) * se
        low, high, t, d_z = mean - margin, mean + margin, mean / se, mean / sd
        p = float(2 * stdtr(n - 1, -abs(t)))
    first = fsum(a * c for (a, _), c in pairs.items()) / n if n else None
    second = fsum(b * c for (_, b), c in pairs.items()) / n if n else None
    return PairedDifference(
        n, first, second, mean, sd, low, high, t, p, d_z, better, n - better - worse, worse
    )


def sign_test(up: int, down: int) -> float | None:
    """Return the exact two-sided p of `up` rises against `down` falls, None without either.

    >>> round(sign_test(3, 9), 6)
    0.145996
    """
    n = up + down
    if not n:
        return None
    return min(1.0, 2 * float(bdtr(min(up, down), n, 0.5)))


def signed_rank(change: Scores) -> SignedRank:
    """Return Wilcoxon's signed rank test of differences, zeros dropped, mid-ranks for ties.

    `p_normal` uses the normal approximation with tie and continuity correction (R
    `wilcox.test(exact = FALSE)`); `p_exact` the permutation distribution (R coin, zeros
    dropped), by hand because scipy's exact method does not take ties. Above 200 changes
    `p_exact` is None: the approximation is then exact enough.

    >>> found = signed_rank(scores_from([1.0, 2.0, -1.0, 3.0]))
    >>> found.v, found.p_exact
    (8.5, 0.375)
    """
    sizes: Counter[float] = Counter()
    for value, count in zip(change.values, change.counts, strict=True):
        sizes[abs(value)] += count if value else 0
    sizes = +sizes
    n = sum(sizes.values())
    if not n:
        return SignedRank(None, None, None)
    ranks, below = {}, 0
    for size, count in sorted(sizes.items()):
        ranks[size] = below + (count + 1) / 2
        below += count
    steps = zip(change.values, change.counts, strict=True)
    v = fsum(ranks[value] * count for value, count in steps if value > 0)
    exact = _exact_p(v, [(ranks[s], c) for s, c in sizes.items()]) if n <= 200 else None
    return SignedRank(v, _normal_p(v, n, list(sizes.values())), exact)


def _normal_p(v: float, n: int, ties: list[int]) -> float:
    """Return the two-sided p with tie correction and continuity correction 0.5."""
    variance = n * (n + 1) * (2 * n + 1) / 24 - sum(t**3 - t for t in ties) / 48
    gap = abs(v - n * (n + 1) / 4)
    return min(1.0, float(2 * ndtr(-max(0.0, gap - 0.5) / sqrt(variance))))


def _exact_p(v: float, ranks: list[tuple[float, int]]) -> float:
    """Return the share of all sign patterns at least as far from the middle as `v`."""
    doubled = [round(2 * rank) for rank, count in ranks for _ in range(count)]
    total = sum(doubled)
    chances = np.zeros(total + 1)
    chances[0] = 1.0
    for rank in doubled:  # half the patterns leave a rank out, half add it
        shifted = np.concatenate([np.zeros(rank), chances[: total + 1 - rank]])
        chances = (chances + shifted) / 2
    distance = np.abs(np.arange(total + 1) - total / 2)
    return min(1.0, float(chances[distance >= abs(2 * v - total / 2) - 1e-9].sum()))
