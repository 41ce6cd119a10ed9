"""Figures that a municipality gives of itself: which of their lines would tell of a few people.

Numbers of people follow the same rules as answers (D.4 rule 6): a part of fewer than the minimum
is hidden, and so is what follows from it by subtraction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.disclosure.one_dimension import suppress_one_dimension
from analysis.disclosure.primary import split_tells
from analysis.parameters import DEFAULT, Parameters


@dataclass(frozen=True, slots=True)
class PeopleLine:
    """One line of a figure that counts people.

    label and period: together its name. people: how many of them. whole: of how many, where that
    is told beside it. part_of: the label of the line that it is a part of, "" for none. exclusive:
    nobody is in two of such lines, so together they are their `whole`.
    """

    label: str
    period: str
    people: int
    whole: float | None = None
    part_of: str = ""
    exclusive: bool = False

    @property
    def name(self) -> str:
        """The label and the period, as `hidden_lines` returns them."""
        return f"{self.label}\n{self.period}"


def hidden_lines(lines: Iterable[PeopleLine], parameters: Parameters = DEFAULT) -> frozenset[str]:
    """Return the names of the lines of one figure that are hidden. Source: D.4 rules 1, 3, 4, 7.

    Those that are too small or tell of a few, and all from which they follow. The parts of a
    hidden line would add up to it, so they are hidden too, and theirs, until nothing is added.

    >>> parts = [PeopleLine(name, "2026", n, part_of="uit") for name, n in (("werk", 3), ("ov", 9))]
    >>> sorted(name.split()[0] for name in hidden_lines([PeopleLine("uit", "2026", 12), *parts]))
    ['ov', 'werk']
    """
    given = tuple(lines)
    groups = _parts(given)
    hidden = frozenset(line.name for line in given if _tells_of_a_few(line, parameters))
    while True:
        found = hidden.union(
            *(_unsafe(whole, parts, hidden, parameters) for whole, parts in groups.items())
        )
        if found == hidden:
            return hidden
        hidden = found


@dataclass(frozen=True, slots=True)
class _Whole:
    """What lines are parts of: a named line, else a number, else nothing that is shown."""

    period: str
    number: float | None
    name: str


def _parts(lines: Iterable[PeopleLine]) -> dict[_Whole, dict[str, int]]:
    """Return the lines by the whole they belong to."""
    found: dict[_Whole, dict[str, int]] = defaultdict(dict)
    for line in lines:
        name = _folded(f"{line.part_of}\n{line.period}") if line.part_of else ""
        number = line.whole if line.exclusive and not name else None
        found[_Whole(line.period, number, name)][line.name] = line.people
    return found


def _unsafe(
    whole: _Whole, parts: Mapping[str, int], hidden: frozenset[str], parameters: Parameters
) -> frozenset[str]:
    """Return what must be hidden of these parts. A whole that has a name is taken for shown."""
    if whole.name in map(_folded, hidden):
        return frozenset(parts)
    total_shown = whole.number is not None or bool(whole.name)
    return suppress_one_dimension(parts, total_shown, parameters, hidden).hidden


def _tells_of_a_few(line: PeopleLine, parameters: Parameters) -> bool:
    if not line.whole or line.exclusive:
        return False
    return split_tells(line.people, line.whole, parameters)


def _folded(name: str) -> str:
    """Two spellings that a reader takes for one are one."""
    return " ".join(name.casefold().split())
