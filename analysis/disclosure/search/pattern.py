"""The cheapest set of groups to hide so that every secret stays uncertain.

Exact, by row generation: a small integer programme proposes the cheapest pattern, linear
programmes look for a secret that is still too narrow, and their dual prices give a row that
forbids the pattern and everything that is no better. Method: Fischetti & Salazar-Gonzalez 2001
(complementary cell suppression); solver HiGHS.
"""

from __future__ import annotations

import numpy as np

from analysis.disclosure.search.problem import TOLERANCE, Flags, Problem, Secret, Vector, rows
from analysis.disclosure.search.ranges import Points, secret_ranges, whole_width
from analysis.disclosure.search.solver import cheapest_flags

MAX_ROUNDS = 500
ROWS_PER_ROUND = 12
NOBODY = 0.5  # people: hiding that there is nobody costs less than anything, but not nothing

Row = tuple[Vector, float]  # row @ hidden >= floor


def cheapest_pattern(problem: Problem, audited: bool = True) -> Flags | None:
    """Return which groups to hide (flags), or None when no pattern is safe.

    Without `audited` only the rules of the problem count, not the secrets.

    The cost of a pattern is the number of people in its hidden groups. Raises DisclosureError
    when the published figures contradict each other.
    """
    points = Points()
    cuts: list[Row] = []
    for _ in range(MAX_ROUNDS):
        hidden = _proposal(problem, cuts)
        if hidden is None:
            return None
        new = unsafe_rows(problem, hidden, points) if audited else []
        if not new:
            return hidden
        cuts.extend(new)
    return None


def unsafe_rows(problem: Problem, hidden: Flags, points: Points) -> list[Row]:
    """Return a row for (some of) the secrets that a pattern leaves too narrow; [] when safe."""
    active = [s for s in problem.secrets if s.group is None or hidden[s.group]]
    waiting = _open(problem, hidden, active, points)
    found: list[Row] = []
    while waiting and len(found) < ROWS_PER_ROUND:
        judged, waiting = waiting[:ROWS_PER_ROUND], waiting[ROWS_PER_ROUND:]
        ranges = secret_ranges(problem, hidden, judged, points)
        for secret, wide in zip(judged, ranges, strict=True):
            if wide.width < secret.width - TOLERANCE:
                found.append(_cut(problem, hidden, secret, wide.width, wide.gain))
            elif _open(problem, hidden, [secret], points):
                width = whole_width(problem, hidden, secret, points)
                if width < secret.width - TOLERANCE:
                    found.append(_another(hidden, secret))
        waiting = _open(problem, hidden, waiting, points)
    return found


def _open(problem: Problem, hidden: Flags, secrets: list[Secret], points: Points) -> list[Secret]:
    """Return the secrets that the points found so far do not prove safe."""
    if not secrets:
        return []
    values = points.fitting(problem, hidden) @ np.array([s.members for s in secrets]).T
    width = values.max(axis=0) - values.min(axis=0)
    return [s for s, found in zip(secrets, width, strict=True) if found < s.width - TOLERANCE]


def _cut(problem: Problem, hidden: Flags, secret: Secret, width: float, gain: Vector) -> Row:
    """Return the row: width now + what further hiding can add >= the width that is needed."""
    start = width - float(gain @ hidden)  # the bound as a function of the whole pattern
    need = secret.width - start
    row = np.clip(gain, 0.0, max(need, 0.0))
    row[row < TOLERANCE] = 0.0
    if secret.group is None:
        return row, need
    # Only when the group is hidden: row @ h >= need * h[group] (start is never above 0 then).
    row[secret.group] -= need
    return row, 0.0


def _another(hidden: Flags, secret: Secret) -> Row:
    """Return the row: hide at least one group more (when the secret's group is hidden)."""
    row = (~hidden).astype(np.float64)
    if secret.group is None:
        return row, 1.0
    row[secret.group] -= 1.0
    return row, 0.0


def _proposal(problem: Problem, cuts: list[Row]) -> Flags | None:
    """Return the cheapest pattern that keeps all rows; None when there is none."""
    size = len(problem.n)
    matrix = np.vstack([problem.rules, rows(size, [row for row, _ in cuts])])
    floors = np.concatenate([problem.rule_floor, [floor for _, floor in cuts]])
    return cheapest_flags(
        np.maximum(problem.n, NOBODY),
        matrix,
        floors - TOLERANCE,
        problem.must_hide,
        ~problem.must_show,
    )
