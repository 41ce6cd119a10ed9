"""Benjamini-Hochberg: many comparisons at once without false alarms (method.md D.5, case 15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TOLERANCE = 1e-12  # p * m / i is not exact in floating point (D.17 point 4)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """An adjusted p-value and whether it is small enough."""

    p: float | None
    rejected: bool


def benjamini_hochberg(p_values: Sequence[float | None], q: float = 0.05) -> tuple[Adjusted, ...]:
    """Return the adjusted p-values in the order given; None was not tested and does not count.

    Written by hand, with its source, because the untested (None) have to keep their place:
    Benjamini & Hochberg 1995, adjusted p = smallest over j >= i of p(j) m / j, at most 1.
    Raises ValueError for a p outside 0-1.

    >>> [round(one.p, 3) for one in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    if any(p is not None and not 0 <= p <= 1 for p in p_values):
        raise ValueError("a p-value lies between 0 and 1")
    tested = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    found = [Adjusted(None, False)] * len(p_values)
    running = 1.0
    for rank in range(len(tested), 0, -1):
        p, place = tested[rank - 1]
        running = min(running, p * len(tested) / rank)
        found[place] = Adjusted(running, running <= q + TOLERANCE)
    return tuple(found)
