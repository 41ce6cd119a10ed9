"""Tables as sets of people: what lets the gate see that two figures overlap.

Every figure belongs to a `Group`: a set of *atoms*. An atom is a set of people that is never cut
further (one wave, one combination of background features), written as a tuple of words. Two
groups of different tables, filters or waves are compared through the atoms they share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure.primary import DisclosureError

Atom = tuple[str, ...]
TOTAL = "totaal"


@dataclass(frozen=True, slots=True)
class Group:
    """A figure to publish: its name on screen, the atoms it consists of, its people."""

    name: str
    atoms: frozenset[Atom]
    n: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What a reader can see: the group `whole` is the sum of the groups `parts`."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Groups that are published together; `margin` names those of the rolled-up alternative.

    `zeros_shown`: a group without people is always shown as such, so that "hidden" says that there
    is somebody (D.4 rule 1). Otherwise it may be hidden too where it would tell of others.
    """

    name: str
    groups: tuple[Group, ...]
    sums: tuple[Sum, ...] = ()
    margin: frozenset[str] = frozenset()
    zeros_shown: bool = True

    def __post_init__(self) -> None:
        """Refuse two groups under one name: nobody could tell which one is hidden."""
        if len({group.name for group in self.groups}) < len(self.groups):
            raise DisclosureError(f"table {self.name} holds a group twice")

    def rolled_up(self) -> Table | None:
        """Return the table with only the margin groups; None when there is nothing to roll up."""
        groups = tuple(group for group in self.groups if group.name in self.margin)
        if not groups or len(groups) == len(self.groups):
            return None
        sums = tuple(s for s in self.sums if {s.whole, *s.parts} <= self.margin)
        return Table(f"{self.name} (opgeteld)", groups, sums)


Cells = Mapping[Atom, tuple[frozenset[Atom], int]]


def breakdown(name: str, cells: Cells, axis: int) -> Table:
    """Return a table with a group per word on position `axis` of the cells, and their total.

    `cells` maps categories to (atoms, people), as `Register.cells` gives them.

    >>> cells = {("PRE", "a"): (frozenset({("1",)}), 6), ("PRE", "b"): (frozenset({("2",)}), 7)}
    >>> [(group.name, group.n) for group in breakdown("doelgroep", cells, 1).groups]
    [('a', 6), ('b', 7), ('totaal', 13)]
    """
    words = _words(cells, axis)
    parts = [_group(word, cells, {axis: word}) for word in words]
    return Table(name, (*parts, _group(TOTAL, cells, {})), (Sum(TOTAL, tuple(words)),))


def cross_table(name: str, cells: Cells, row: int, column: int) -> Table:
    """Return cells `row/column`, row totals, column totals and the total, with all their sums.

    The rolled-up alternative is the column totals: the groups over all rows (phases).

    >>> cells = {("PRE", "a"): (frozenset({("1",)}), 6), ("POST", "a"): (frozenset({("2",)}), 7)}
    >>> [group.name for group in cross_table("fase", cells, 0, 1).groups]
    ['POST/a', 'POST/totaal', 'PRE/a', 'PRE/totaal', 'totaal/a', 'totaal/totaal']
    """
    rows, columns = [*_words(cells, row), TOTAL], [*_words(cells, column), TOTAL]
    groups = [
        _group(f"{r}/{c}", cells, {k: v for k, v in ((row, r), (column, c)) if v != TOTAL})
        for r in rows
        for c in columns
    ]
    sums = [Sum(f"{r}/{TOTAL}", tuple(f"{r}/{c}" for c in columns[:-1])) for r in rows]
    sums += [Sum(f"{TOTAL}/{c}", tuple(f"{r}/{c}" for r in rows[:-1])) for c in columns]
    margin = frozenset(f"{TOTAL}/{c}" for c in columns)
    return Table(name, tuple(groups), tuple(sums), margin)


def filtered(cells: Cells, axis: int, words: Iterable[str]) -> Cells:
    """Return the cells whose word on position `axis` is one of `words`.

    >>> filtered({("PRE",): (frozenset(), 0), ("POST",): (frozenset(), 0)}, 0, ["PRE"])
    {('PRE',): (frozenset(), 0)}
    """
    wanted = frozenset(words)
    return {cell: found for cell, found in cells.items() if cell[axis] in wanted}


def _words(cells: Cells, axis: int) -> list[str]:
    words = sorted({cell[axis] for cell in cells})
    if TOTAL in words:
        raise DisclosureError(f"a category may not be called {TOTAL!r}")
    return words


def _group(name: str, cells: Cells, wanted: Mapping[int, str]) -> Group:
    inside: Sequence[Atom] = [
        cell for cell in cells if all(cell[axis] == word for axis, word in wanted.items())
    ]
    atoms = frozenset(atom for cell in inside for atom in cells[cell][0])
    return Group(name, atoms, sum(cells[cell][1] for cell in inside))
