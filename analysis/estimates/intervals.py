"""Intervals for means and proportions, with and without finite-population correction (D.3).

A population N is used only when 1 <= n <= N: with n > N the register and the answers do not
describe the same people and the correction is left out. With n = N the interval is the point.
Only `scipy.special` is imported: `scipy.stats` would triple the start-up time of every page.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from scipy.special import betaincinv, stdtrit

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval in the unit of its figure."""

    low: float
    high: float


@lru_cache(maxsize=4096)
def t_quantile(df: float, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided critical value of Student's t.

    >>> round(t_quantile(9), 6)
    2.262157
    """
    return float(stdtrit(df, (1 + confidence) / 2))


def z_quantile(confidence: float = CONFIDENCE) -> float:
    """Return the two-sided critical value of the normal distribution.

    >>> round(z_quantile(), 6)
    1.959964
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def usable_population(n: int, population: int | None) -> int | None:
    """Return N when it can correct a sample of n people, else None.

    >>> usable_population(5, 4) is None, usable_population(5, 5)
    (True, 5)
    """
    return population if population is not None and n <= population else None


def standard_error(n: int, sd: float, population: int | None = None) -> float:
    """Return sd / sqrt(n) * sqrt(1 - n / N), as `svymean` of R's survey.

    >>> round(standard_error(10, 2.9136889562, 140), 6)
    0.887873
    """
    known = usable_population(n, population)
    correction = 1.0 if known is None else 1 - n / known
    return sd / sqrt(n) * sqrt(correction)


def mean_interval(
    n: int,
    mean: float,
    sd: float | None,
    population: int | None = None,
    confidence: float = CONFIDENCE,
) -> Interval | None:
    """Return mean ± t(n - 1) * standard error, cut off to 0-10; None below n = 2 or with sd 0.

    Units: the score 0-10. Source: method.md D.3; equal to `confint(svymean(), df=degf())`.
    With N known and n = N the interval is the mean itself.

    >>> found = mean_interval(10, 6.125, 2.9136889562, 140)
    >>> round(found.low, 4), round(found.high, 4)
    (4.1165, 8.1335)
    """
    if sd is None or sd == 0 or n < 2:
        return None
    margin = t_quantile(n - 1, confidence) * standard_error(n, sd, population)
    return Interval(max(0.0, mean - margin), min(10.0, mean + margin))


def _check_counts(positive: int, n: int) -> None:
    """Refuse counts that cannot be."""
    if n < 1 or not 0 <= positive <= n:
        raise ValueError(f"{positive} of {n} is not a proportion")


def effective_n(n: int, population: int | None) -> float | None:
    """Return n* = n (N - 1) / (N - n), or None without usable N or when n = N (no chance left).

    >>> round(effective_n(48, 250), 4)
    59.1683
    """
    known = usable_population(n, population)
    if known is None or known == n:
        return None
    return n * (known - 1) / (known - n)


def wilson(
    positive: int, n: int, population: int | None = None, confidence: float = CONFIDENCE
) -> Interval:
    """Return Wilson's score interval of a share 0-1; with N known on the effective n*.

    Source: Brown, Cai & DasGupta 2001; with N the score test inverted with the hypergeometric
    variance (O'Neill 2021, arXiv 2109.12464), see method.md D.3. Raises ValueError when
    `positive` of `n` is not a proportion.

    >>> found = wilson(31, 48, 250)
    >>> round(found.low, 4), round(found.high, 4)
    (0.5185, 0.7554)
    """
    _check_counts(positive, n)
    share = positive / n
    if usable_population(n, population) == n:
        return Interval(share, share)
    size = effective_n(n, population) or float(n)
    z = z_quantile(confidence)
    centre = size * share + z * z / 2
    half = z * sqrt(size * share * (1 - share) + z * z / 4)
    low = 0.0 if positive == 0 else (centre - half) / (size + z * z)
    high = 1.0 if positive == n else (centre + half) / (size + z * z)
    return Interval(low, high)


def clopper_pearson(positive: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact binomial interval of a share 0-1 (conservative).

    >>> round(clopper_pearson(0, 12).high, 6)
    0.264648
    """
    _check_counts(positive, n)
    tail = (1 - confidence) / 2
    low = 0.0 if positive == 0 else float(betaincinv(positive, n - positive + 1, tail))
    high = 1.0 if positive == n else float(betaincinv(positive + 1, n - positive, 1 - tail))
    return Interval(low, high)


def hypergeometric(
    positive: int, n: int, population: int, confidence: float = CONFIDENCE
) -> Interval:
    """Return the exact interval of a share of N people: every K of N that the data do not refuse.

    K is refused when P(X >= x) or P(X <= x) is at most (1 - confidence) / 2; both move one way
    with K, so the ends are found by halving. Used as the check
    of `wilson` with N (case 03). Raises ValueError when n > N.

    >>> hypergeometric(1, 9, 22).high * 22
    8.0
    """
    from scipy.stats import hypergeom  # noqa: PLC0415  -- slow to import, only for this check

    _check_counts(positive, n)
    if n > population:
        raise ValueError(f"n {n} is larger than the population {population}")
    tail = (1 - confidence) / 2
    rising = range(positive, population - n + positive + 1)
    falling = rising[::-1]
    low = bisect_right(rising, tail, key=lambda k: hypergeom.sf(positive - 1, population, k, n))
    high = bisect_right(falling, tail, key=lambda k: hypergeom.cdf(positive, population, k, n))
    return Interval(rising[low] / population, falling[high] / population)
