"""Weights that give the answers the composition of the population (method.md D.9).

Weights are per person with mean 1 among the people who take part in the calibration. Somebody
whose category the margin does not know keeps weight 1 and stays outside (D.17 point 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.parameters import DEFAULT, Parameters

Weights = NDArray[np.float64]
LAST = "alle"


@dataclass(frozen=True, slots=True)
class Margin:
    """A background feature and the people per category in the population."""

    name: str
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Histogram of answers: categories (one per margin), score 0-10 and number of people."""

    categories: tuple[tuple[str, ...], ...]
    scores: NDArray[np.float64]
    counts: NDArray[np.float64]

    @classmethod
    def of(cls, entries: Iterable[tuple[tuple[str, ...], float, int]]) -> Sample:
        """Return a sample of (categories, score, people); people of 0 are dropped.

        >>> Sample.of([(("a",), 5.0, 2), (("b",), 7.5, 0)]).n
        2
        """
        kept = [(categories, score, count) for categories, score, count in entries if count]
        return cls(
            tuple(categories for categories, _, _ in kept),
            np.array([score for _, score, _ in kept], dtype=float),
            np.array([count for _, _, count in kept], dtype=float),
        )

    @property
    def n(self) -> int:
        """Return the number of people."""
        return int(self.counts.sum())


def places(sample: Sample, margin: Margin, position: int) -> NDArray[np.intp]:
    """Return per entry the place of its category in the margin, -1 when the margin lacks it.

    >>> places(Sample.of([(("b",), 5.0, 1), (("?",), 5.0, 1)]), Margin("m", {"a": 1, "b": 1}), 0)
    array([ 1, -1])
    """
    order = {category: place for place, category in enumerate(margin.people)}
    return np.array([order.get(entry[position], -1) for entry in sample.categories], dtype=np.intp)


def unit_weights(sample: Sample) -> Mapping[str, Weights]:
    """Return weight 1 for everybody.

    >>> unit_weights(Sample.of([(("a",), 5.0, 2)]))["alle"]
    array([1.])
    """
    return {LAST: np.ones(len(sample.counts))}


def post_stratified(sample: Sample, margin: Margin) -> Mapping[str, Weights]:
    """Return the weights N_h / n_h of the first margin, scaled to mean 1.

    >>> sample = Sample.of([(("a",), 5.0, 30), (("b",), 7.5, 10)])
    >>> post_stratified(sample, Margin("m", {"a": 50, "b": 50}))["m"]
    array([0.66666667, 2.        ])
    """
    place = places(sample, margin, 0)
    weights = _scaled(
        sample, place >= 0, _fitted(sample, place, margin, unit_weights(sample)[LAST])
    )
    return {margin.name: weights, LAST: weights}


def raked(
    sample: Sample,
    margins: Sequence[Margin],
    parameters: Parameters = DEFAULT,
) -> Mapping[str, Weights] | None:
    """Return weights that fit every margin, per margin as it was last fitted; None if they don't.

    Iterative proportional fitting until the largest change is below the tolerance; then, when a
    weight lies outside the trimming limits, clip and rake once more (D.17 point 5).

    >>> sample = Sample.of([(("a", "x"), 5.0, 30), (("b", "y"), 7.5, 10)])
    >>> margins = [Margin("m", {"a": 50, "b": 50}), Margin("k", {"x": 50, "y": 50})]
    >>> raked(sample, margins)["alle"]
    array([0.66666667, 2.        ])
    """
    where = [places(sample, margin, position) for position, margin in enumerate(margins)]
    inside = np.all([place >= 0 for place in where], axis=0)
    where = [np.where(inside, place, -1) for place in where]
    first = _rake(sample, margins, where, unit_weights(sample)[LAST], parameters)
    if first is None:
        return None
    scaled = _scaled(sample, inside, first[LAST])
    clipped = np.where(inside, np.clip(scaled, parameters.trim_low, parameters.trim_high), scaled)
    found = first
    if not np.array_equal(clipped, scaled):
        again = _rake(sample, margins, where, clipped, parameters)
        if again is None:
            return None
        found = again
    return {name: _scaled(sample, inside, weights) for name, weights in found.items()}


def _rake(
    sample: Sample,
    margins: Sequence[Margin],
    where: Sequence[NDArray[np.intp]],
    start: Weights,
    parameters: Parameters,
) -> dict[str, Weights] | None:
    """Fit the margins in turn until nothing changes, or return None."""
    weights, found = start, {}
    for _ in range(parameters.raking_rounds):
        change = 0.0  # over every single step: margins that contradict each other keep pulling
        for margin, place in zip(margins, where, strict=True):
            before, weights = weights, _fitted(sample, place, margin, weights)
            change = max(change, float(np.abs(weights - before).max()))
            found[margin.name] = weights
        if change < parameters.raking_tolerance:
            return {**found, LAST: weights}
    return None


def _fitted(sample: Sample, place: NDArray[np.intp], margin: Margin, weights: Weights) -> Weights:
    """Return weights whose sums per category have the proportions of the margin."""
    inside = place >= 0
    people = np.array(list(margin.people.values()), dtype=float)
    target = people / people.sum() * sample.counts[inside].sum()
    held = np.bincount(place[inside], (weights * sample.counts)[inside], minlength=len(people))
    factor = np.divide(target, held, out=np.ones_like(target), where=held > 0)
    return np.where(inside, weights * factor[place], weights)


def _scaled(sample: Sample, inside: NDArray[np.bool_], weights: Weights) -> Weights:
    """Return weights with mean 1 over the people who take part."""
    if not inside.any():
        return weights
    mean = (weights * sample.counts)[inside].sum() / sample.counts[inside].sum()
    return np.where(inside, weights / mean, weights)
