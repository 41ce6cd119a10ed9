"""Welch's comparison of two means, without finite-population correction (method.md D.3, D.5-D.7).

Written by hand because `scipy.stats` gives no interval from summary figures and takes seconds
to import; the distribution functions are scipy's.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, inf, sqrt

from scipy.special import stdtr, stdtrit

from analysis.cells import Scores


@dataclass(frozen=True, slots=True)
class Summary:
    """Number of people, mean and standard deviation (n - 1) of one group, on 0-10."""

    n: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference a - b of two means; None where it is not defined (n < 2, no spread at all)."""

    difference: float | None
    se: float | None = None
    df: float | None = None
    t: float | None = None
    p: float | None = None
    low: float | None = None
    high: float | None = None


NO_DIFFERENCE = Difference(None)


def summary(scores: Scores) -> Summary:
    """Return n, mean and sd of a histogram of scores.

    >>> from analysis.cells import scores_from
    >>> summary(scores_from([5.0, 7.5])).mean
    6.25
    """
    return Summary(scores.n, scores.mean, scores.sd)


def welch(a: Summary, b: Summary, confidence: float = 0.95) -> Difference:
    """Return a - b with Welch's t interval and two-sided p (Satterthwaite degrees of freedom).

    Without a mean on one side everything is None; with fewer than 2 people on one side or no
    spread at all only the difference is given. Source: Welch 1947, as R `t.test`.

    >>> found = welch(Summary(28, 7.9, 1.8), Summary(24, 6.1, 2.1))
    >>> round(found.df, 4), round(found.p, 6)
    (45.6632, 0.00194)
    """
    if a.mean is None or b.mean is None:
        return NO_DIFFERENCE
    difference = a.mean - b.mean
    if a.sd is None or b.sd is None or min(a.n, b.n) < 2 or a.sd == b.sd == 0:
        return Difference(difference)
    error_a, error_b = a.sd / sqrt(a.n), b.sd / sqrt(b.n)
    se = hypot(error_a, error_b)
    if se == 0:  # a spread too small for a floating-point number
        return Difference(difference)
    part_a, part_b = (error_a / se) ** 2, (error_b / se) ** 2
    df = 1 / (part_a**2 / (a.n - 1) + part_b**2 / (b.n - 1))
    margin = float(stdtrit(df, (1 + confidence) / 2)) * se
    t = difference / se
    p = float(2 * stdtr(df, -abs(t)))
    return Difference(difference, se, df, t, p, difference - margin, difference + margin)


def smallest_detectable(a: Summary, b: Summary, factor: float = 2.8) -> float | None:
    """Return factor * standard error: the smallest difference that could have been found.

    The default 2.8 = 1.96 + 0.84 belongs to a power of 80 % at 5 %. Source: method.md D.7.

    >>> round(smallest_detectable(Summary(28, 7.9, 1.8), Summary(24, 6.1, 2.1)), 3)
    1.532
    """
    se = welch(a, b).se
    return None if se is None else factor * se


def excludes_zero(low: float | None, high: float | None) -> bool:
    """Tell whether an interval lies wholly on one side of zero; without limits it does not.

    >>> excludes_zero(0.2, 1.0), excludes_zero(None, None)
    (True, False)
    """
    lower, upper = (-inf if low is None else low), (inf if high is None else high)
    return lower > 0 or upper < 0
