"""The only place that calls the solver (HiGHS, through scipy).

scipy.optimize takes a second to import; it is imported at the first question, so that a page that
only needs `visibility` does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.disclosure.primary import DisclosureError
from analysis.disclosure.search.problem import Flags, Vector


@dataclass(frozen=True, slots=True)
class Solution:
    """The smallest value, where it is reached, and what it loses per unit of each upper bound."""

    value: float
    point: Vector
    prices: Vector


@dataclass(frozen=True, slots=True)
class Limits:
    """Linear limits: upper @ x <= most, equal @ x == exactly, 0 <= x <= ceiling.

    The two matrices are numpy arrays or sparse arrays of scipy (which has no types).
    """

    upper: Any
    most: Vector
    equal: Any
    exactly: Vector
    ceiling: Vector | float


def smallest(goal: Vector, limits: Limits, whole: bool = False) -> Solution | None:
    """Minimise `goal @ x`; None when it has no bottom. With `whole`, whole numbers, no prices.

    Raises DisclosureError when nothing fits the limits: the figures contradict each other.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - see the module's first lines

    ceiling = np.broadcast_to(limits.ceiling, goal.shape)
    held: dict[str, Any] = {}
    if len(limits.most):
        held |= {"A_ub": limits.upper, "b_ub": limits.most}
    if len(limits.exactly):
        held |= {"A_eq": limits.equal, "b_eq": limits.exactly}
    bounds: Any = np.column_stack([np.zeros(len(goal)), ceiling])
    solved = linprog(goal, **held, bounds=bounds, method="highs", integrality=1 if whole else 0)
    if solved.status == 3:
        return None
    if solved.x is None or solved.fun is None:
        raise DisclosureError(f"the published figures contradict each other: {solved.message}")
    priced = len(limits.most) and not whole
    prices = np.asarray(solved.ineqlin.marginals) if priced else np.zeros(len(limits.most))
    return Solution(float(solved.fun), np.asarray(solved.x), prices)


def smallest_each(goals: Vector, limits: Limits) -> list[Solution]:
    """Minimise every row of `goals` on its own, in one call of the solver.

    One programme with a copy of the limits per goal; a call costs more than the small programmes
    of a table. The limits must have a ceiling. Raises DisclosureError as `smallest` does.
    """
    from scipy.sparse import csc_array, eye_array, kron  # noqa: PLC0415 - idem

    count = len(goals)
    copies = Limits(
        upper=kron(eye_array(count), csc_array(limits.upper), format="csc"),
        most=np.tile(limits.most, count),
        equal=kron(eye_array(count), csc_array(limits.equal), format="csc"),
        exactly=np.tile(limits.exactly, count),
        ceiling=np.tile(np.broadcast_to(limits.ceiling, goals.shape[1:]), count),
    )
    found = smallest(goals.ravel(), copies)
    if found is None:
        raise AssertionError("a problem with a ceiling cannot be without end")
    points = found.point.reshape(goals.shape)
    prices = found.prices.reshape(count, len(limits.most))
    return [
        Solution(float(goal @ point), point, price)
        for goal, point, price in zip(goals, points, prices, strict=True)
    ]


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
