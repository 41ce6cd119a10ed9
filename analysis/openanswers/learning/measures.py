"""Accuracy, F1 and their bootstrap intervals for predicted against gold labels.

Source: F1 as the harmonic mean of precision and recall; macro over classes, micro over decisions;
percentile bootstrap over answers (Efron and Tibshirani 1993, chapter 13).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 20261122
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A measure with its 95 % bootstrap interval and the number of answers; all from 0 to 1."""

    value: float
    low: float
    high: float
    n: int


def confusion(
    gold: Sequence[str], predicted: Sequence[str], classes: Sequence[str]
) -> NDArray[np.int64]:
    """Return the counts with gold classes as rows and predicted classes as columns.

    The result has shape (len(classes), len(classes)). Raises ValueError for a label that is not
    in `classes` or for sequences of different length.

    Example:
        >>> confusion(["a", "a", "b"], ["a", "b", "b"], ["a", "b"]).tolist()
        [[1, 1], [0, 1]]

    """
    table = np.zeros((len(classes), len(classes)), dtype=np.int64)
    for right, said in zip(gold, predicted, strict=True):
        table[classes.index(right), classes.index(said)] += 1
    return table


def f1(hits: float, false: float, missed: float) -> float:
    """Return F1 from counts; 0 when there is nothing to find and nothing was found.

    Example:
        >>> f1(3, 1, 1)
        0.75

    """
    total = 2 * hits + false + missed
    return 2 * hits / total if total else 0.0


def macro_f1(table: NDArray[np.int64], classes: int) -> float:
    """Return the mean F1 of the first `classes` classes of a square confusion matrix.

    Example:
        >>> macro_f1(np.array([[2, 0], [0, 2]]), 2)
        1.0

    """
    hits = np.diag(table)
    false, missed = table.sum(axis=0) - hits, table.sum(axis=1) - hits
    return float(np.mean([f1(hits[i], false[i], missed[i]) for i in range(classes)]))


def bootstrap(rows: Counts, measure: Callable[[Counts], float]) -> Estimate:
    """Return `measure` of `rows` (one row an answer) with its percentile bootstrap interval.

    `rows` has shape (n, k); `measure` takes such an array and returns a number from 0 to 1. Raises
    ValueError when there are no rows.

    Example:
        >>> bootstrap(np.array([[1.0], [1.0]]), lambda rows: float(rows.mean()))
        Estimate(value=1.0, low=1.0, high=1.0, n=2)

    """
    if not len(rows):
        raise ValueError("nothing to measure")
    random = np.random.default_rng(SEED)
    picks = random.integers(0, len(rows), size=(RESAMPLES, len(rows)))
    values = [measure(rows[pick]) for pick in picks]
    low, high = np.percentile(values, [2.5, 97.5])
    return Estimate(measure(rows), float(low), float(high), len(rows))
