"""How many counts of positive people fit what is published of a cell (method.md D.17 point 11).

Where a share is only told as '≤ 10 %' or '≥ 90 %', the mean and its interval beside it may have one
solution. So whoever publishes such a cell asks here first, with its own way of making figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor

from analysis.disclosure.primary import bounded_share
from analysis.parameters import DEFAULT, Parameters

HALF = 0.5
EXACT = 1e-9  # a number that is whole but for floating point

Histogram = dict[float, int]


def rounded_mean(mean: float) -> float:
    """Return the mean with one decimal, halves up.

    >>> rounded_mean(8.125)
    8.1
    """
    return floor(mean * 10 + HALF + EXACT) / 10


def outward(low: float, high: float) -> tuple[float, float]:
    """Return an interval rounded outward to half points, within 0-10.

    >>> outward(7.1, 9.1)
    (7.0, 9.5)
    """
    return max(0.0, floor(low * 2 + EXACT) / 2), min(10.0, ceil(high * 2 - EXACT) / 2)


def counts_that_fit(
    n: int,
    bound: str,
    fits: Callable[[Histogram], bool],
    answers: Sequence[float],
    parameters: Parameters = DEFAULT,
) -> frozenset[int]:
    """Return how many of `n` people can be positive, given the bound and all published figures.

    `fits` tells whether a histogram of scores would be published the same; `answers` are scores
    that every person can have. More scores are possible, so a reader has at least these solutions.

    >>> sorted(counts_that_fit(12, "≥ 90 %", lambda _: True, (0, 2.5, 5, 7.5, 10)))
    [11, 12]
    """
    lower = _few([score for score in answers if score < parameters.positive_from])
    upper = _few([score for score in answers if score >= parameters.positive_from])
    return frozenset(
        positive
        for positive in range(n + 1)
        if bounded_share(positive / n, n, parameters).bound == bound
        and any(
            fits({**low, **high})
            for low in _histograms(n - positive, lower)
            for high in _histograms(positive, upper)
        )
    )


def _few(scores: Sequence[float]) -> list[float]:
    """Return the first, the middle and the last score: enough to try, and soon tried."""
    return sorted({scores[0], scores[len(scores) // 2], scores[-1]})


def _histograms(people: int, scores: Sequence[float]) -> Iterator[Histogram]:
    """Yield every way in which so many people divide over the scores."""
    first, *others = scores
    if not others:
        yield {first: people}
        return
    for here in range(people + 1):
        for rest in _histograms(people - here, others):
            yield {first: here, **rest}
