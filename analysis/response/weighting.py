"""Weighted means next to the plain one: post-stratification and raking (method.md D.9, case 09).

Weights and errors equal those of R's survey 4.1 (`postStratify`, `rake`, `svymean`). Nothing in
scipy or statsmodels offers linearised errors with a finite population, hence by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.estimates.calibration import (
    Margin,
    Sample,
    Weights,
    post_stratified,
    raked,
    unit_weights,
)
from analysis.estimates.intervals import Interval
from analysis.estimates.linearised import linearised_mean
from analysis.parameters import DEFAULT, Parameters

UNWEIGHTED, POST_STRATIFIED, RAKED = "ongewogen", "poststratificatie", "raking"


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """A mean 0-10 under weights with mean 1; `kish` = 1 + CV², `n_effective` = n / kish.

    `weights` lists (categories, weight); empty for the unweighted mean.
    """

    mean: float
    se: float | None
    interval: Interval | None
    kish: float
    n_effective: float
    lowest: float
    highest: float
    weights: tuple[tuple[tuple[str, ...], float], ...] = ()


@dataclass(frozen=True, slots=True)
class Weighting:
    """The plain mean and, when the conditions of D.9 hold, the weighted ones.

    `chosen` is the one to report beside the plain mean, `reason` (Dutch) says why; `differs`
    that the choice moves the mean by more than half the margin.
    """

    unweighted: WeightedMean
    post_stratified: WeightedMean | None
    raked: WeightedMean | None
    chosen: str
    reason: str
    differs: bool


def weighting(
    sample: Sample, margins: Sequence[Margin], population: int, parameters: Parameters = DEFAULT
) -> Weighting:
    """Return the plain, post-stratified (first margin) and raked (all margins) mean.

    Shapes: `sample` holds entries of one category per margin, a score 0-10 and a number of
    people; `margins` the people per category. Weighting stays off below the conditions of D.9.
    Raises ValueError without answers or when categories and margins do not match in number.

    >>> sample = Sample.of([(("a",), 5.0, 30), (("b",), 7.5, 20)])
    >>> found = weighting(sample, [Margin("doelgroep", {"a": 100, "b": 100})], 200)
    >>> found.unweighted.mean, found.post_stratified.mean
    (6.0, 6.25)
    """
    if not sample.n:
        raise ValueError("there are no answers to weight")
    if any(len(entry) != len(margins) for entry in sample.categories):
        raise ValueError("every answer needs one category per margin")
    plain = _mean(sample, unit_weights(sample), (), population, parameters)
    refusal = _refusal(sample, margins[:1], parameters)
    if refusal:
        return Weighting(plain, None, None, UNWEIGHTED, refusal, False)
    first = _mean(sample, post_stratified(sample, margins[0]), margins[:1], population, parameters)
    second, refusal = _raked_mean(sample, margins, population, parameters)
    chosen, name = (first, POST_STRATIFIED) if second is None or refusal else (second, RAKED)
    return Weighting(
        plain,
        first,
        second,
        name,
        refusal or "Er is gewogen naar de samenstelling van de uitgenodigde groep.",
        _differs(plain, chosen),
    )


def _refusal(sample: Sample, margins: Sequence[Margin], parameters: Parameters) -> str | None:
    """Return why these margins cannot be used, or None."""
    if sample.n < parameters.weighting_minimum_n:
        return f"Niet gewogen: minder dan {parameters.weighting_minimum_n} antwoorden."
    for place, margin in enumerate(margins):
        found: Counter[str] = Counter()
        for entry, count in zip(sample.categories, sample.counts, strict=True):
            found[entry[place]] += int(count)
        small = [c for c, size in margin.people.items() if size and found[c] < _least(parameters)]
        if small:
            return f"Niet gewogen naar {margin.name}: te weinig antwoorden in een groep."
    return None


def _least(parameters: Parameters) -> int:
    """Return the answers every category needs."""
    return parameters.weighting_category_minimum


def _raked_mean(
    sample: Sample, margins: Sequence[Margin], population: int, parameters: Parameters
) -> tuple[WeightedMean | None, str | None]:
    """Return the raked mean, or None or a mean that may not be chosen with the reason."""
    if len(margins) < 2:
        return None, None
    refusal = _refusal(sample, margins, parameters)
    if refusal:
        return None, refusal
    weights = raked(sample, margins, parameters)
    if weights is None:
        return None, "Niet gewogen naar alle kenmerken: de berekening kwam niet tot rust."
    found = _mean(sample, weights, margins, population, parameters)
    if found.kish > parameters.kish_maximum:
        return found, "Alleen gewogen naar het eerste kenmerk: de gewichten liepen te ver uiteen."
    return found, None


def _mean(
    sample: Sample,
    weights: Mapping[str, Weights],
    margins: Sequence[Margin],
    population: int,
    parameters: Parameters,
) -> WeightedMean:
    """Return the mean under the last of the named weights."""
    estimate = linearised_mean(sample, weights, margins, population, parameters.confidence)
    final = estimate.weights
    table = {
        entry[: len(margins)]: float(weight)
        for entry, weight in zip(sample.categories, final, strict=True)
    }
    return WeightedMean(
        estimate.mean,
        estimate.se,
        estimate.interval,
        estimate.kish,
        sample.n / estimate.kish,
        float(final.min()),
        float(final.max()),
        tuple(sorted(table.items())) if margins else (),
    )


def _differs(plain: WeightedMean, chosen: WeightedMean) -> bool:
    """Tell whether weighting moves the mean by more than half the margin of the plain mean."""
    if plain.interval is None:
        return plain.mean != chosen.mean
    half_margin = (plain.interval.high - plain.interval.low) / 4
    return abs(plain.mean - chosen.mean) > half_margin
