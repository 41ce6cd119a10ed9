"""Provider stars: results against what the mix of clients let expect (method.md D.12).

With 2-5 providers the average consists of the same providers, and the figure is gross: stars are
a reason to talk, never an automatic consequence. That sentence belongs beside every table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from scipy.stats import chi2

from analysis.parameters import DEFAULT, Parameters

# A ratio that is exactly a border on paper must not fall below it in floating point.
BAND_TOLERANCE = 1e-12

Status = Literal["getoond", "te weinig trajecten"]


class StarsError(ValueError):
    """Raised when results contradict each other: more successes than finished trajects."""


@dataclass(frozen=True, slots=True)
class ProviderResult:
    """Finished and successful trajects of one provider in one stratum."""

    provider: str
    stratum: str
    finished: int
    succeeded: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if not 0 <= self.succeeded <= self.finished:
            raise StarsError(
                f"{self.provider}/{self.stratum}: {self.succeeded} of {self.finished} cannot be"
            )


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Mean mark (1-10) the clients gave a provider, and how many clients gave one."""

    clients: int
    mark: float | None


@dataclass(frozen=True, slots=True)
class StratumRate:
    """Success rate (0-1) of all providers together in one stratum; None without trajects."""

    stratum: str
    finished: int
    succeeded: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class ProviderStars:
    """One provider: counts, ratio of results to expectation, and stars (None: too few trajects)."""

    provider: str
    finished: int
    succeeded: int
    raw_percentage: float | None
    expected: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    ratio_shrunk: float
    band: int
    satisfaction_below_norm: bool
    stars: int | None
    differs: bool
    status: Status


@dataclass(frozen=True, slots=True)
class StarTable:
    """Strata and providers, each in the order of their names."""

    strata: tuple[StratumRate, ...]
    providers: tuple[ProviderStars, ...]


def poisson_interval(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of a Poisson mean after observing `count` events.

    Chi-square form: low = chi2(a/2; 2c)/2, high = chi2(1-a/2; 2c+2)/2 with a = 1 - confidence
    (Garwood 1936). Raises ValueError for a negative count.

    >>> tuple(round(bound, 3) for bound in poisson_interval(5))
    (1.623, 11.668)
    """
    if count < 0:
        raise ValueError(f"a count cannot be negative: {count}")
    tail = (1 - confidence) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


def band_of(ratio: float, parameters: Parameters = DEFAULT) -> int:
    """Return the number of stars that belongs to a shrunken ratio. Source: D.12.

    >>> [band_of(ratio) for ratio in (1.40, 1.15, 0.85, 0.60, 0.59)]
    [5, 4, 3, 2, 1]
    """
    bands = sorted(parameters.star_bands, reverse=True)
    reached = (stars for start, stars in bands if ratio >= start - BAND_TOLERANCE)
    return next(reached, bands[-1][1])


def provider_stars(
    results: Iterable[ProviderResult],
    satisfaction: Mapping[str, Satisfaction] | None = None,
    parameters: Parameters = DEFAULT,
) -> StarTable:
    """Rate every provider in `results`; rows of one provider and stratum are added up.

    Expected successes E = sum over strata of finished x success rate of all providers together;
    ratio O/E (None when E = 0) with its exact Poisson interval; shrunken ratio
    (O + k)/(E + k). Providers need `star_minimum_finished` trajects. Raises StarsError for
    impossible counts. Source: D.12 and D.17 point 6.

    >>> rows = [ProviderResult("A", "klein", 20, 15), ProviderResult("B", "klein", 20, 5)]
    >>> [(p.provider, p.expected, p.stars) for p in provider_stars(rows).providers]
    [('A', 10.0, 4), ('B', 10.0, 2)]
    """
    rows = tuple(results)
    strata = _strata(rows)
    rates = {stratum.stratum: stratum.rate or 0.0 for stratum in strata}
    marks = satisfaction or {}
    providers = tuple(
        _provider(name, [row for row in rows if row.provider == name], rates, marks, parameters)
        for name in sorted({row.provider for row in rows})
    )
    return StarTable(strata, providers)


def _strata(rows: tuple[ProviderResult, ...]) -> tuple[StratumRate, ...]:
    totals: dict[str, tuple[int, int]] = {}
    for row in rows:
        finished, succeeded = totals.get(row.stratum, (0, 0))
        totals[row.stratum] = (finished + row.finished, succeeded + row.succeeded)
    return tuple(
        StratumRate(name, finished, succeeded, succeeded / finished if finished else None)
        for name, (finished, succeeded) in sorted(totals.items())
    )


def _provider(
    name: str,
    rows: list[ProviderResult],
    rates: Mapping[str, float],
    marks: Mapping[str, Satisfaction],
    parameters: Parameters,
) -> ProviderStars:
    finished = sum(row.finished for row in rows)
    succeeded = sum(row.succeeded for row in rows)
    expected = sum(row.finished * rates[row.stratum] for row in rows)
    low, high = poisson_interval(succeeded, parameters.confidence)
    shrunk = (succeeded + parameters.star_shrinkage) / (expected + parameters.star_shrinkage)
    band = band_of(shrunk, parameters)
    unhappy = _below_norm(marks.get(name), parameters)
    enough = finished >= parameters.star_minimum_finished
    return ProviderStars(
        provider=name,
        finished=finished,
        succeeded=succeeded,
        raw_percentage=100 * succeeded / finished if finished else None,
        expected=expected,
        ratio=succeeded / expected if expected else None,
        ratio_low=low / expected if expected else None,
        ratio_high=high / expected if expected else None,
        ratio_shrunk=shrunk,
        band=band,
        satisfaction_below_norm=unhappy,
        stars=max(1, band - unhappy) if enough else None,
        differs=bool(expected) and not low / expected <= 1 <= high / expected,
        status="getoond" if enough else "te weinig trajecten",
    )


def _below_norm(satisfaction: Satisfaction | None, parameters: Parameters) -> bool:
    if satisfaction is None or satisfaction.mark is None:
        return False
    enough = satisfaction.clients >= parameters.star_minimum_satisfaction
    return enough and satisfaction.mark < parameters.star_satisfaction_norm
