"""Simulated waves with late answers, corrections and withdrawals, published through the gate.

People are simulated one by one, so that what a figure consists of is known without asking the
register. All randomness comes from the seed.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace

from analysis.disclosure import Reason, Register, breakdown, cross_table, filtered, publish
from analysis.disclosure.gate import Decision
from analysis.disclosure.tables import TOTAL, Table
from tests.analysis.disclosure.attacker import Attacker, Kind, Seen

SMALL_NUMBERS = (0, 0, 1, 2, 3, 4, 4, 5, 6, 8, 9, 12, 15, 20, 30, 40)


@dataclass(frozen=True)
class Person:
    wave: str
    row: str
    column: str
    first: int
    last: int = 10**6

    @property
    def kind(self) -> Kind:
        return (self.wave, self.row, self.column, str(self.first), str(self.last))

    def there(self, wave: str, version: int) -> bool:
        return self.wave == wave and self.first <= version <= self.last


@dataclass(frozen=True)
class Published:
    """A decision, and whose each of its figures was at that moment (people by position)."""

    decision: Decision
    members: dict[str, frozenset[int]]


@dataclass
class Fieldwork:
    seed: int
    largest: tuple[int, int] = (6, 8)
    complementary: bool = True
    people: list[Person] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    register: Register = field(default_factory=Register)
    version: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        rows = self.random.randint(2, self.largest[0])
        columns = self.random.randint(2, self.largest[1])
        self.rows = [f"r{i}" for i in range(rows)]
        self.columns = [f"c{i}" for i in range(columns)]

    def run(self) -> Fieldwork:
        """Hold a wave, publish, and let two to four random things happen after it."""
        self.hold_wave("w1")
        self.publish_cross("w1")
        events = [self.withdraw, self.correct, self.answer_late, self.second_wave, self.filters]
        for event in self.random.sample(events, self.random.randint(2, 4)):
            event()
        return self

    def hold_wave(self, wave: str) -> None:
        for row in self.rows:
            for column in self.columns:
                n = self.random.choice(SMALL_NUMBERS)
                self.people += [Person(wave, row, column, self.version)] * n
        self.observe(wave)

    def withdraw(self) -> None:
        self.version += 1
        self._leave(self.random.choice((1, 1, 2, 5)))
        self.observe("w1")
        self.publish_cross("w1")

    def correct(self) -> None:
        """Move a few people to another row: out of one cell, into another."""
        self.version += 1
        for person in self._leave(self.random.choice((1, 2))):
            row = self.random.choice(self.rows)
            self.people.append(Person("w1", row, person.column, self.version))
        self.observe("w1")
        self.publish_cross("w1")

    def answer_late(self) -> None:
        self.version += 1
        for _ in range(self.random.choice((1, 3, 12))):
            row, column = self.random.choice(self.rows), self.random.choice(self.columns)
            self.people.append(Person("w1", row, column, self.version))
        self.observe("w1")
        self.publish_cross("w1")

    def second_wave(self) -> None:
        """Publish a second wave, and then the total over the year."""
        self.hold_wave("w2")
        self.publish_cross("w2")
        self.publish_cross("w1", "w2")

    def filters(self) -> None:
        """Publish rows alone, and rows of a few columns only."""
        cells = self.register.cells(["w1"])
        self._publish(breakdown("rows", cells, 0), ("w1",))
        chosen = self.random.sample(self.columns, self.random.randint(1, len(self.columns)))
        table = breakdown("filter", filtered(cells, 1, chosen), 0)
        self._publish(table, ("w1",), frozenset(chosen))

    def observe(self, wave: str) -> None:
        every: dict[tuple[str, ...], Counter[str]] = {
            (row, column): Counter() for row in self.rows for column in self.columns
        }
        for person in self.people:
            if person.there(wave, self.version):
                every[person.row, person.column][str(person.first)] += 1
        self.register = self.register.observe(wave, every)

    def publish_cross(self, *waves: str) -> None:
        table = cross_table("cross", self.register.cells(waves), 0, 1)
        self._publish(table, waves)

    def _leave(self, number: int) -> list[Person]:
        """Let a few people of the first wave leave, whenever they came in."""
        there = [i for i, p in enumerate(self.people) if p.there("w1", self.version)]
        leaving = self.random.sample(there, min(number, len(there)))
        for index in leaving:
            self.people[index] = replace(self.people[index], last=self.version - 1)
        return [self.people[index] for index in leaving]

    def _publish(
        self, table: Table, waves: tuple[str, ...], columns: frozenset[str] | None = None
    ) -> None:
        chosen = columns or frozenset(self.columns)
        if self.complementary:
            decision, self.register = publish(table, self.register)
        else:
            decision = _only_small(table)
        there = [
            (index, p)
            for index, p in enumerate(self.people)
            if p.column in chosen and any(p.there(wave, self.version) for wave in waves)
        ]
        while decision is not None:
            names = {*decision.shown, *decision.empty, *decision.hidden}
            members = {name: _members(name, there) for name in names}
            if not decision.withheld:
                self.published.append(Published(decision, members))
            decision = decision.rolled_up  # type: ignore[assignment]

    def kinds(self) -> Counter[Kind]:
        return Counter(person.kind for person in self.people)

    def attacker(self) -> Attacker:
        """Return an attacker who has seen everything published."""
        seen = [
            Seen(name, frozenset(self.people[i].kind for i in members), _number(one.decision, name))
            for one in self.published
            for name, members in one.members.items()
        ]
        return Attacker(self.kinds(), seen)


def _members(name: str, there: list[tuple[int, Person]]) -> frozenset[int]:
    row, _, column = name.partition("/")
    return frozenset(
        index for index, p in there if row in (TOTAL, p.row) and column in ("", TOTAL, p.column)
    )


def _number(decision: Decision, name: str) -> int | None:
    if name in decision.hidden:
        return None
    return 0 if name in decision.empty else decision.shown[name]


def _only_small(table: Table) -> Decision:
    """Publish a table with only its small groups hidden: what many dashboards do."""
    return Decision(
        table.name,
        {group.name: group.n for group in table.groups if group.n >= 5},
        frozenset(group.name for group in table.groups if group.n == 0),
        {group.name: Reason.TOO_FEW for group in table.groups if 0 < group.n < 5},
        withheld=False,
    )
