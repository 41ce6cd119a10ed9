"""The hiding problem in numbers: what a reader knows, and what must stay uncertain.

A reader knows that every atom holds at least 0 people, the people of every shown group, and that
a hidden group has at least `least` people (1 where zeros are shown). A *pattern* says which of
the new groups are hidden. `limit` keeps the search close to the truth: a figure that can vary at
all can vary by `limit`, and small numbers keep the solver exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Secret:
    """A set of atoms that must stay uncertain by `width` people; always, or if hidden.

    `group` is the position of the new group it belongs to (then it only counts when that group
    is hidden), or None for something that must stay hidden whatever is chosen.
    """

    members: Vector
    width: int
    group: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Matrices over atoms: `known` (shown earlier), `floor` (hidden earlier), `groups` (new).

    `within`: rows that are at most 0 (people of one set, minus those of a set that holds them).
    truth: people per atom. n: people per new group. must_hide, must_show: flags per new group.
    rules and rule_floor: rows over the pattern that must reach a floor (rules @ hidden >= floor).
    """

    truth: Vector
    known: Vector
    floor: Vector
    groups: Vector
    n: Vector
    must_hide: Flags
    must_show: Flags
    secrets: tuple[Secret, ...]
    rules: Vector
    rule_floor: Vector
    least: int
    limit: int
    within: Vector = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def slack_down(self) -> Vector:
        """Return how far each new group may lie below the truth when it is hidden."""
        return np.minimum(self.limit, np.maximum(self.n - self.least, 0.0))

    def bounds(self, hidden: Flags) -> tuple[Vector, Vector]:
        """Return lowest and highest people per new group that a reader can think."""
        return self.n - self.slack_down * hidden, self.n + self.limit * hidden

    def upper_rows(self) -> Vector:
        """Return the rows A of A x <= b: groups, minus groups, minus those hidden, within."""
        within = self.within.reshape(-1, len(self.truth))
        return np.vstack([self.groups, -self.groups, -self.floor, within])

    def upper_values(self, hidden: Flags) -> Vector:
        """Return b of A x <= b for a pattern."""
        low, high = self.bounds(hidden)
        return np.concatenate(
            [high, -low, np.full(len(self.floor), -1.0), np.zeros(len(self.within))]
        )


def rows(width: int, found: list[Any]) -> Vector:
    """Return a matrix of `found` rows with `width` columns, also when there are none.

    >>> rows(3, []).shape
    (0, 3)
    """
    return np.array(found, dtype=np.float64).reshape(len(found), width)
