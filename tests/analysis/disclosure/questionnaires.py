"""Simulated questionnaires: who sent a sheet, who scored in each cell, and what happened after.

People are simulated one by one; the attacker is told which answers and periods of presence occur,
and that who has a score sent a sheet. Everything follows from the seed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from analysis.disclosure import KNOWN, TOTAL, Figure, Released, release, totals
from analysis.disclosure.breakdowns import Categories, Release
from tests.analysis.disclosure.attacker import Attacker, Kind, Seen

AGES: Categories = (("a", ("1",)), ("b", ("2",)), ("c", ("3",)), ("d", ("4",)))
ANSWERS = ("", "1", "2", "3", "4")
SHEETS = "K3"
SMALL_NUMBERS = (0, 1, 2, 3, 4, 4, 5, 6, 8, 9, 12, 20)
ALWAYS = 99
Decide = Callable[[Sequence[Figure], Categories, Sequence[Release]], Release]


def each_alone(figures: Sequence[Figure], categories: Categories, _: object) -> Release:
    """Each figure judged as if there were no other and nothing before."""
    return tuple(found for one in figures for found in release([one], categories))


@dataclass(frozen=True)
class Person:
    """Somebody who sent a sheet, with scores in some cells, from one edition to another."""

    answer: str
    cells: frozenset[str]
    first: int
    last: int = ALWAYS

    def counts(self, figure: str, edition: int) -> bool:
        there = self.first <= edition <= self.last
        return there and (figure == SHEETS or figure in self.cells)


@dataclass
class Questionnaire:
    """One questionnaire, released as `decide` does."""

    seed: int
    decide: Decide = release
    people: list[Person] = field(default_factory=list)
    told: dict[int, Release] = field(default_factory=dict)
    edition: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.figures = [*(f"R{cell}" for cell in range(self.random.randint(1, 3))), SHEETS]
        for answer in ANSWERS:
            self._join(answer, self.random.choice(SMALL_NUMBERS))

    def run(self) -> Questionnaire:
        """Release two or three editions; one of which a number moved by a few is left out.

        Sometimes an edition tells the numbers of everybody and no breakdown.
        """
        for _ in range(self.random.randint(2, 3)):
            figures = [self._figure(name) for name in self.figures]
            if not self._moved_by_a_few(figures):
                only_numbers = self.random.random() < 0.2
                before = list(self.told.values())
                self.told[self.edition] = (
                    totals(figures) if only_numbers else self.decide(figures, AGES, before)
                )
            self.edition += 1
            self._change()
        return self

    def losses(self) -> list[str]:
        """Small groups known to within 4 people, and small sets of people found to the person."""
        kinds = self._kinds()
        seen = [
            Seen(name, members, n)
            for edition, told in self.told.items()
            for one in told
            for name, members, n in self._seen(kinds, edition, one)
        ]
        within = [
            (self._members(kinds, name, (answer,), edition), sheets)
            for edition in self.told
            for answer in ANSWERS
            for sheets in [self._members(kinds, SHEETS, (answer,), edition)]
            for name in self.figures[:-1]
        ]
        targets = [
            (f"{edition} {figure} {group}", members)
            for edition in self.told
            for figure in self.figures
            for group, answers in AGES
            for members in [self._members(kinds, figure, answers, edition)]
            if 0 < sum(kinds[kind] for kind in members) < 5
        ]
        attacker = Attacker(kinds, seen, within)
        narrow = [one for one in attacker.ranges_of(targets) if one.high - one.low < 4]
        return [*map(str, narrow), *(str(o) for o in attacker.small_kinds(kinds) if o.exact)]

    def _seen(
        self, kinds: Counter[Kind], edition: int, one: Released
    ) -> list[tuple[str, frozenset[Kind], int | None]]:
        """What is told of a figure; "hidden" says of sheets that there are some, unless all are."""
        names = set(one.shown)
        if one.figure.name == SHEETS and one.shown - {TOTAL}:
            names |= one.hidden
        groups = {**dict(AGES), TOTAL: ANSWERS, KNOWN: ANSWERS[1:]}
        found = []
        for name in sorted(names):
            members = self._members(kinds, one.figure.name, groups[name], edition)
            n = sum(kinds[kind] for kind in members) if name in one.shown else None
            found.append((f"{edition} {one.figure.name} {name}", members, n))
        return found

    def _kinds(self) -> Counter[Kind]:
        """People per kind; a score that nobody has is a possible kind as well."""
        found: Counter[Kind] = Counter()
        for person in self.people:
            for name in self.figures:
                has = name == SHEETS or name in person.cells
                found[name, person.answer, str(person.first), str(person.last)] += has
        return found

    def _members(
        self, kinds: Counter[Kind], figure: str, answers: Sequence[str], edition: int
    ) -> frozenset[Kind]:
        return frozenset(
            kind
            for kind in kinds
            if kind[0] == figure and kind[1] in answers and int(kind[2]) <= edition <= int(kind[3])
        )

    def _figure(self, name: str) -> Figure:
        n = Counter(one.answer for one in self.people if one.counts(name, self.edition))
        return Figure(name, tuple((answer, n[answer]) for answer in ANSWERS))

    def _moved_by_a_few(self, figures: Sequence[Figure]) -> bool:
        """Then Tabel 1 keeps what it showed, and so do the breakdowns."""
        now = {one.name: sum(n for _, n in one.people) for one in figures}
        return any(
            0 < abs(now[one.figure.name] - sum(n for _, n in one.figure.people)) < 5
            for told in self.told.values()
            for one in told
        )

    def _change(self) -> None:
        event = self.random.choice(("leave", "leave", "move", "drip", "join"))
        if event == "join":
            self._join(self.random.choice("1234"), self.random.choice((5, 6, 9)))
        elif event == "drip":
            for _ in range(self.random.choice((1, 5, 7, 14))):
                self._join(self.random.choice("1234"), 1)
        else:
            self._leave(moving=event == "move")

    def _leave(self, moving: bool) -> None:
        there = [place for place, one in enumerate(self.people) if one.last == ALWAYS]
        number = min(len(there), self.random.choice((1, 2, 5, 8)))
        for place in self.random.sample(there, number):
            gone = self.people[place]
            self.people[place] = replace(gone, last=self.edition - 1)
            if moving:
                answer = self.random.choice("1234")
                self.people.append(replace(gone, answer=answer, first=self.edition))

    def _join(self, answer: str, number: int) -> None:
        for _ in range(number):
            scored = [name for name in self.figures[:-1] if self.random.random() < 0.93]
            self.people.append(Person(answer, frozenset(scored), self.edition))
