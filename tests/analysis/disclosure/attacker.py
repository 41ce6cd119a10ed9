"""A reader who adds and subtracts: everything published, as one linear programme.

Written apart from the gate and sharing none of its code. The attacker sees what a reader sees
(shown numbers, zeros, and which figures are hidden) and knows more than a reader could: exactly
which combinations of background, wave and period of presence occur at all. He does not know how
many people each of them holds; that is what he tries to find out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

Kind = tuple[str, ...]  # wave, row, column, first and last version in which the person was there


BATCH = 20


@dataclass(frozen=True)
class Seen:
    """A figure as the attacker sees it: whose it is, and its n; None when it is hidden."""

    name: str
    kinds: frozenset[Kind]
    n: int | None


@dataclass(frozen=True)
class Loot:
    """A target with what the attacker now knows: lowest and highest possible number."""

    name: str
    low: float
    high: float

    @property
    def exact(self) -> bool:
        return self.high - self.low < 0.5


class Attacker:
    def __init__(
        self,
        kinds: Iterable[Kind],
        seen: Iterable[Seen],
        within: Iterable[tuple[frozenset[Kind], frozenset[Kind]]] = (),
    ) -> None:
        """`within`: the people of the first set are among those of the second, and he knows it."""
        self.kinds = sorted(kinds)
        self.seen = tuple(seen)
        shown = [figure for figure in self.seen if figure.n is not None]
        hidden = [figure for figure in self.seen if figure.n is None]
        self.sums = np.array([self.row(figure.kinds) for figure in shown])
        self.totals = np.array([float(figure.n) for figure in shown])
        present = [-self.row(figure.kinds) for figure in hidden]
        inside = [self.row(part) - self.row(whole) for part, whole in within]
        self.most = np.array([*present, *inside])  # rows that are at most ...
        self.limits = np.array([-1.0] * len(present) + [0.0] * len(inside))

    def row(self, kinds: frozenset[Kind]) -> np.ndarray:
        return np.array([float(kind in kinds) for kind in self.kinds])

    def ranges_of(self, targets: Iterable[tuple[str, frozenset[Kind]]]) -> list[Loot]:
        """Find the lowest and highest number of people of each target that fits what is seen."""
        found: list[Loot] = []
        waiting = list(targets)
        while waiting:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            goals = np.array([self.row(kinds) for _, kinds in batch])
            low, high = self._smallest(goals), -self._smallest(-goals)
            # Whole people only: a range of 2.3 to 6.4 is 3 to 6.
            found += [
                Loot(name, float(np.ceil(least - 1e-6)), float(np.floor(most + 1e-6)))
                for (name, _), least, most in zip(batch, low, high, strict=True)
            ]
        return found

    def _smallest(self, goals: np.ndarray) -> np.ndarray:
        """Minimise each row of `goals`: programmes side by side, which only saves calls."""
        count, copies = len(goals), sparse.eye_array(len(goals))
        most, sums = len(self.most), len(self.sums)
        answer = linprog(
            goals.ravel(),
            A_ub=sparse.kron(copies, self.most, format="csc") if most else None,
            b_ub=np.tile(self.limits, count) if most else None,
            A_eq=sparse.kron(copies, self.sums, format="csc") if sums else None,
            b_eq=np.tile(self.totals, count) if sums else None,
            bounds=(0, 10_000),
            method="highs",
        )
        assert answer.x is not None, answer.message
        return np.sum(goals * answer.x.reshape(goals.shape), axis=1)

    def hidden_figures(self) -> list[Loot]:
        """Attack every hidden figure."""
        hidden = {figure.kinds: figure.name for figure in self.seen if figure.n is None}
        return self.ranges_of((name, kinds) for kinds, name in hidden.items())

    def small_kinds(self, people: Mapping[Kind, int]) -> list[Loot]:
        """Attack every small set of people, also those that no table names."""
        small = [kind for kind in self.kinds if 0 < people[kind] < 5]
        return self.ranges_of(("|".join(kind), frozenset({kind})) for kind in small)

    def computable_means(self) -> list[str]:
        """Name the hidden figures that are a weighted sum of shown ones: their mean follows."""
        hidden = [figure for figure in self.seen if figure.n is None]
        rank = np.linalg.matrix_rank(self.sums) if len(self.sums) else 0
        return [
            figure.name
            for figure in hidden
            if len(self.sums)
            and np.linalg.matrix_rank(np.vstack([self.sums, self.row(figure.kinds)])) == rank
        ]

    def close_pairs(self) -> list[str]:
        """Name pairs of shown figures of which one holds the other and 1 to 4 people more."""
        shown = [figure for figure in self.seen if figure.n is not None]
        return [
            f"{small.name} in {large.name}"
            for small in shown
            for large in shown
            if small.kinds < large.kinds and 0 < (large.n or 0) - (small.n or 0) < 5
        ]
