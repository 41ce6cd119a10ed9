"""The only place that calls the solver (HiGHS, through scipy).

scipy.optimize takes a second to import; it is imported at the first question, so that a page that
only needs `visibility` does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.primary import DisclosureError
from analysis.disclosure.problem import Flags, Vector


@dataclass(frozen=True, slots=True)
class Solution:
    """The smallest value, where it is reached, and what it loses per unit of each upper bound."""

    value: float
    point: Vector
    prices: Vector


@dataclass(frozen=True, slots=True)
class Limits:
    """Linear limits: upper @ x <= most, equal @ x == exactly, 0 <= x <= ceiling."""

    upper: Vector
    most: Vector
    equal: Vector
    exactly: Vector
    ceiling: Vector | float


def smallest(goal: Vector, limits: Limits, whole: bool = False) -> Solution | None:
    """Minimise `goal @ x`; None when it has no bottom. With `whole`, whole numbers, no prices.

    Raises DisclosureError when nothing fits the limits: the figures contradict each other.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - see the module's first lines

    ceiling = np.broadcast_to(limits.ceiling, goal.shape)
    solved = linprog(
        goal,
        A_ub=limits.upper if len(limits.upper) else None,
        b_ub=limits.most if len(limits.upper) else None,
        A_eq=limits.equal if len(limits.equal) else None,
        b_eq=limits.exactly if len(limits.equal) else None,
        bounds=[(0.0, float(most)) for most in ceiling],
        method="highs",
        integrality=1 if whole else 0,
    )
    if solved.status == 3:
        return None
    if solved.x is None or solved.fun is None:
        raise DisclosureError(f"the published figures contradict each other: {solved.message}")
    priced = len(limits.upper) and not whole
    prices = np.asarray(solved.ineqlin.marginals) if priced else np.zeros(len(limits.upper))
    return Solution(float(solved.fun), np.asarray(solved.x), prices)


def cheapest_flags(
    cost: Vector, matrix: Vector, floors: Vector, low: Flags, high: Flags
) -> Flags | None:
    """Return flags with the least `cost @ flags` and matrix @ flags >= floors, or None.

    low, high: flags that must be set, flags that may be set. Raises DisclosureError when the
    solver gives up.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - idem

    solved = milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(low.astype(np.float64), high.astype(np.float64)),
        constraints=LinearConstraint(matrix, floors, np.inf) if len(floors) else None,
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is not None:
        return np.asarray(solved.x > 0.5, dtype=np.bool_)
    if solved.status == 2:
        return None
    raise DisclosureError(f"no pattern found: {solved.message}")
