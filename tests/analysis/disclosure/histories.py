"""Small histories of who was there when, made to find a register that guesses wrong.

Two cells, three releases, and people who come and go between them; in cell a some come for the
second release and leave again. Every release publishes a figure or the whole table of a, b and
a + b. The attacker knows which periods of presence occur.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from analysis.disclosure import Group, Register, Sum, Table, publish
from tests.analysis.disclosure.attacker import Attacker, Kind, Seen

CELLS = ("a", "b")
RELEASES = (1, 2, 3)
PERIODS = ((1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3))
PEOPLE = (1, 2, 3, 5, 6, 12, 20)

Present = Mapping[tuple[str, int, int], int]  # cell, first and last release: people
Labels = Mapping[str, int]
Caller = Callable[[Present, str, int, Labels], Labels]


def by_arrival(present: Present, cell: str, now: int, before: Labels) -> Labels:
    """Count as the register asks: by the release in which people came."""
    found: Counter[str] = Counter()
    for (where, first, last), n in present.items():
        if where == cell and first <= now <= last:
            found[str(first)] += n
    return found


def exchanged(present: Present, cell: str, now: int, before: Labels) -> Labels:
    """Give newcomers the label of somebody who just left, which no number shows."""
    there: list[tuple[int, str]] = []  # last release and label, one per person
    for release in RELEASES[:now]:
        free = [label for last, label in there if last == release - 1]
        there = [one for one in there if one[0] >= release]
        for (where, first, last), n in sorted(present.items()):
            if where == cell and first == release:
                there += [(last, free.pop() if free else str(first)) for _ in range(n)]
    return Counter(label for _, label in there)


def oldest_leave(present: Present, cell: str, now: int, before: Labels) -> Labels:
    """Guess from numbers alone that the first to come are the first to go."""
    return _guess(present, cell, now, before, sorted(before))


def newest_leave(present: Present, cell: str, now: int, before: Labels) -> Labels:
    """Guess from numbers alone that the last to come are the first to go."""
    return _guess(present, cell, now, before, sorted(before, reverse=True))


def _guess(
    present: Present, cell: str, now: int, before: Labels, order: Iterable[str]
) -> Mapping[str, int]:
    gone = sum(before.values()) - sum(by_arrival(present, cell, now, before).values())
    if gone <= 0:
        return {**before, str(now): -gone}
    found = dict(before)
    for label in order:
        leaving = min(gone, found[label])
        found[label] -= leaving
        gone -= leaving
    return found


@dataclass
class History:
    """One history, published as one caller counts it."""

    seed: int
    caller: Caller
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.people = {
            (cell, first, last): self.random.choice(PEOPLE)
            for cell in CELLS
            for first, last in self.random.sample(PERIODS, self.random.randint(1, 3))
        }
        self.people["a", 2, 2] = self.random.choice(PEOPLE)

    def run(self) -> History:
        register, labels = Register(), {cell: dict[str, int]() for cell in CELLS}
        for now in RELEASES:
            for cell in CELLS:
                labels[cell] = dict(self.caller(self.people, cell, now, labels[cell]))
            register = register.observe("w", {(cell,): labels[cell] for cell in CELLS})
            for table in self._tables(register):
                decision, register = publish(table, register)
                shown = {**decision.shown, **dict.fromkeys(decision.empty, 0)}
                for group in () if decision.withheld else table.groups:
                    kinds = self._kinds(group.name, now)
                    self.seen.append(Seen(f"{group.name}{now}", kinds, shown.get(group.name)))
        return self

    def _tables(self, register: Register) -> list[Table]:
        cells = register.cells(["w"])
        (a, n), (b, m) = (cells[cell,] for cell in CELLS)
        groups = {"a": Group("a", a, n), "b": Group("b", b, m), "ab": Group("ab", a | b, n + m)}
        whole = Table("all", tuple(groups.values()), (Sum("ab", CELLS),))
        figures = [Table(group.name, (group,)) for group in groups.values()]
        return self.random.sample([whole, *figures], self.random.randint(1, 2))

    def _kinds(self, name: str, now: int) -> frozenset[Kind]:
        return frozenset(
            (cell, str(first), str(last))
            for cell, first, last in self.people
            if cell in name and first <= now <= last
        )

    def losses(self) -> list[str]:
        """Return all an attacker gets out of what was published; [] when nothing."""
        people = {(cell, str(a), str(b)): n for (cell, a, b), n in self.people.items()}
        attacker = Attacker(people, self.seen)
        return [
            *(str(loot) for loot in attacker.hidden_figures() if loot.high - loot.low < 4),
            *(str(loot) for loot in attacker.small_kinds(people) if loot.exact),
            *attacker.computable_means(),
            *attacker.close_pairs(),
        ]
