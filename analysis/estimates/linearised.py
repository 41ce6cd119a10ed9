"""A weighted mean with its linearised standard error, as `svymean` of R's survey (D.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.estimates.calibration import LAST, Margin, Sample, Weights, places
from analysis.estimates.intervals import Interval, t_quantile, usable_population

PROJECTIONS = 10  # alternations over the margins of a raked design, as R's survey does


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A weighted mean; `se` and `interval` are None without spread or below 2 people."""

    mean: float
    se: float | None
    interval: Interval | None
    kish: float
    weights: NDArray[np.float64]


def linearised_mean(
    sample: Sample,
    weights: Mapping[str, Weights],
    margins: Sequence[Margin],
    population: int | None,
    confidence: float = 0.95,
) -> Estimate:
    """Return the mean under `weights["alle"]` with t(n - 1) interval and finite population.

    The influence values w (y - mean) / sum(w) are freed of what the margins explain, each with
    the weights it was last fitted with; their variance is n/(n-1) (1 - n/N) sum of squares.
    Source: Lumley, survey 4.1, `svyrecvar`; Deville & Särndal 1992.

    >>> sample = Sample.of([(("a",), 5.0, 1), (("a",), 7.5, 1)])
    >>> linearised_mean(sample, {"alle": np.ones(2)}, [], None).se
    1.25
    """
    final, counts, n = weights[LAST], sample.counts, sample.n
    total = float((final * counts).sum())
    mean = float((final * counts * sample.scores).sum()) / total
    kish = n * float((final**2 * counts).sum()) / total**2
    influence = _residuals(sample, final * (sample.scores - mean) / total, weights, margins)
    known = usable_population(n, population)
    left = 1.0 if known is None else 1 - n / known
    if n < 2 or np.ptp(sample.scores) == 0:
        return Estimate(mean, None, None, kish, final)
    centred = influence - float((influence * counts).sum()) / n
    se = sqrt(left * n / (n - 1) * float((centred**2 * counts).sum()))
    margin = t_quantile(n - 1, confidence) * se
    return Estimate(
        mean, se, Interval(max(0.0, mean - margin), min(10.0, mean + margin)), kish, final
    )


def _residuals(
    sample: Sample,
    influence: NDArray[np.float64],
    weights: Mapping[str, Weights],
    margins: Sequence[Margin],
) -> NDArray[np.float64]:
    """Return the influence values with the means per category of every margin taken out."""
    where = [places(sample, margin, position) for position, margin in enumerate(margins)]
    if not where:
        return influence
    inside = np.all([place >= 0 for place in where], axis=0)
    for _ in range(PROJECTIONS if len(margins) > 1 else 1):
        for margin, place in zip(margins, where, strict=True):
            own, kept = weights[margin.name], place[inside]
            held = np.bincount(kept, sample.counts[inside])
            sums = np.bincount(kept, (influence / own * sample.counts)[inside])
            means = np.divide(sums, held, out=np.zeros_like(sums), where=held > 0)
            explained = np.zeros_like(influence)
            explained[inside] = (own[inside]) * means[kept]
            influence = influence - explained
    return influence
