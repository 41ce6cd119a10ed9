"""The smallest and largest value of a hidden figure that fits everything published (D.4 rule 5).

Linear programmes, solved by HiGHS through scipy. Points found on the way are whole numbers of
people that fit all that is known: two of them that lie far enough apart on a secret prove that
it is safe, so most secrets need no programme of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.disclosure.search.problem import TOLERANCE, Flags, Problem, Secret, Vector, rows
from analysis.disclosure.search.solver import Limits, smallest, smallest_each


@dataclass(frozen=True, slots=True)
class Extreme:
    """The largest value of a figure, where it is reached, and its sensitivity to the bounds."""

    value: float
    point: Vector
    prices: Vector


@dataclass(slots=True)
class Range:
    """Lowest and highest value of a secret, and how hiding more groups would widen it.

    `gain[g]` is the most the width can grow when group g is hidden as well (dual prices), the
    base of the cut that keeps the search from trying an unsafe pattern twice.
    """

    low: float
    high: float
    gain: Vector

    @property
    def width(self) -> float:
        """Return high - low."""
        return self.high - self.low


@dataclass(slots=True)
class Points:
    """Whole-number points that fit what is known, reused from one pattern to the next."""

    found: list[Vector] = field(default_factory=list)

    def fitting(self, problem: Problem, hidden: Flags) -> Vector:
        """Return the points that fit a pattern, one a row; the truth always does."""
        points = np.array([problem.truth, *self.found])
        people = points @ problem.groups.T
        low, high = problem.bounds(hidden)
        fits = np.all((people >= low - TOLERANCE) & (people <= high + TOLERANCE), axis=1)
        return np.asarray(points[fits], dtype=np.float64)


def largest(problem: Problem, hidden: Flags, goal: Vector, whole: bool = False) -> Extreme:
    """Return the largest value of `goal @ x` over all x that fit the pattern.

    With `whole` only whole numbers of people count (and there are no prices). Raises
    DisclosureError when nothing fits, which means that the figures contradict each other.
    """
    found = smallest(-goal, _limits(problem, hidden), whole)
    if found is None:
        raise AssertionError("a problem with a ceiling cannot be without end")
    return Extreme(-found.value, found.point, -found.prices)


def largest_each(problem: Problem, hidden: Flags, goals: Vector) -> list[Extreme]:
    """Return the largest value for every row of `goals`, in one call of the solver."""
    found = smallest_each(-goals, _limits(problem, hidden))
    return [Extreme(-one.value, one.point, -one.prices) for one in found]


def _limits(problem: Problem, hidden: Flags) -> Limits:
    return Limits(
        upper=problem.upper_rows(),
        most=problem.upper_values(hidden),
        equal=problem.known,
        exactly=problem.known @ problem.truth,
        ceiling=problem.truth + problem.limit,
    )


def secret_ranges(
    problem: Problem, hidden: Flags, secrets: list[Secret], points: Points
) -> list[Range]:
    """Return the range of each secret under a pattern and keep the whole-number points found."""
    goals = np.array([secret.members for secret in secrets])
    found = largest_each(problem, hidden, np.vstack([goals, -goals]))
    for extreme in found:
        keep(points, extreme.point)
    size, half = len(problem.n), len(secrets)
    ranges = []
    for up, down in zip(found[:half], found[half:], strict=True):
        prices = up.prices + down.prices
        gain = prices[:size] * problem.limit + prices[size : 2 * size] * problem.slack_down
        ranges.append(Range(-down.value, up.value, gain))
    return ranges


def whole_width(problem: Problem, hidden: Flags, secret: Secret, points: Points) -> float:
    """Return the width of a secret when only whole numbers of people are possible."""
    width = 0.0
    for goal in (secret.members, -secret.members):
        extreme = largest(problem, hidden, goal, whole=True)
        keep(points, extreme.point)
        width += extreme.value
    return width


def keep(points: Points, point: Vector) -> None:
    """Add a point when it is whole: half a person proves nothing."""
    whole = np.round(point)
    if np.all(np.abs(point - whole) < TOLERANCE):
        points.found.append(whole)


def widest(known: Vector, truth: Vector, members: Vector) -> tuple[float, float]:
    """Return the lowest and highest value of `members @ x` with x >= 0 and known @ x as it is.

    No limit on how far a value may lie from the truth; infinite when nothing bounds it.
    """
    free = Limits(rows(len(truth), []), np.zeros(0), known, known @ truth, np.inf)
    low, high = (smallest(sign * members, free) for sign in (1.0, -1.0))
    # Adding 0.0 turns -0.0 into 0.0.
    return 0.0 + low.value if low else -np.inf, 0.0 - high.value if high else np.inf
