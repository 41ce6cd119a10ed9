"""Cronbach's alpha of the questions of a cell, from answer patterns (method.md D.2, case 16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.scales import Pattern, Scale, score


@dataclass(frozen=True, slots=True)
class Reliability:
    """Alpha over the people who answered every question; None where it is not defined.

    `item_rest` holds per question the correlation with the mean of the other questions.
    """

    n: int
    questions: int
    alpha: float | None
    item_rest: tuple[float | None, ...]


def reliability(patterns: Mapping[Pattern, int], scales: Sequence[Scale]) -> Reliability:
    """Return Cronbach's alpha k/(k-1) (1 - sum of variances / variance of the sum).

    Shapes: patterns of k answers with their counts; people with a missing answer are left out.
    Alpha is None with k < 2, fewer than 2 people or no variance. Source: Cronbach 1951.

    >>> from analysis.scales import SCALES
    >>> found = reliability({(1, 2): 1, (3, 3): 1, (5, 4): 1}, [SCALES["SQ"]] * 2)
    >>> round(found.alpha, 4)
    0.8889
    """
    complete = [
        ([score(v, s) for v, s in zip(pattern, scales, strict=True) if v is not None], count)
        for pattern, count in patterns.items()
        if all(s.is_valid(v) for v, s in zip(pattern, scales, strict=True))
    ]
    k = len(scales)
    n = sum(count for _, count in complete)
    if n < 2 or k < 2:
        return Reliability(n, k, None, (None,) * k)
    return _from_scores(
        np.array([values for values, _ in complete], dtype=float),
        np.array([count for _, count in complete], dtype=float),
    )


def _from_scores(scores: NDArray[np.float64], counts: NDArray[np.float64]) -> Reliability:
    """Return the reliability of a pattern x question array with pattern counts."""
    n, k = counts.sum(), scores.shape[1]
    centred = scores - (counts @ scores) / n
    covariance = (centred * counts[:, None]).T @ centred / (n - 1)
    total = float(covariance.sum())
    alpha = k / (k - 1) * (1 - float(np.trace(covariance)) / total) if total > 1e-12 else None
    rest = tuple(_item_rest(covariance, place) for place in range(k))
    return Reliability(int(n), k, alpha, rest)


def _item_rest(covariance: NDArray[np.float64], place: int) -> float | None:
    """Return the correlation of one question with the sum of the others."""
    others = np.delete(np.arange(len(covariance)), place)
    own = covariance[place, place]
    rest = covariance[np.ix_(others, others)].sum()
    if own <= 1e-12 or rest <= 1e-12:
        return None
    return float(covariance[place, others].sum() / np.sqrt(own * rest))
