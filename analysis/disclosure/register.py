"""Everything published so far: the register against which every new table is audited.

A register never changes; every step returns a new one. It knows each wave as it was last seen,
so that a correction, a late answer or a withdrawal becomes a set of people of its own: those who
were in the former figure and are not in the new one, or the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from analysis.disclosure.primary import DisclosureError, checked_count
from analysis.disclosure.tables import Atom, Table

_NOTHING: Mapping[Atom, int] = MappingProxyType({})
_NO_CELLS: Mapping[Atom, frozenset[Atom]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Release:
    """A published table and the names of the groups that stayed hidden in it."""

    table: Table
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Register:
    """People per atom, the atoms each cell (wave, *categories) consists of now, all releases."""

    counts: Mapping[Atom, int] = field(default_factory=lambda: _NOTHING)
    current: Mapping[Atom, frozenset[Atom]] = field(default_factory=lambda: _NO_CELLS)
    releases: tuple[Release, ...] = ()

    def observe(self, wave: str, cells: Mapping[Atom, int]) -> Register:
        """Return the register with the counts of a wave as they are now.

        `cells` maps categories to people. A cell that shrank loses people from its oldest atom;
        one that grew gets an atom of its own; a cell that is left out is empty now. Raises
        DisclosureError for a wrong count.

        >>> first = Register().observe("2026", {("PRE",): 14})
        >>> sorted(first.observe("2026", {("PRE",): 12}).counts.values())
        [2, 12]
        """
        register = self
        known = {cell[1:] for cell in self.current if cell[0] == wave}
        for categories in sorted(known | set(cells)):
            n = checked_count(cells.get(categories, 0))
            register = register._with_cell((wave, *categories), n)
        return register

    def cells(self, waves: Iterable[str]) -> dict[Atom, tuple[frozenset[Atom], int]]:
        """Return per combination of categories its atoms and people, over the given waves.

        Raises DisclosureError for a wave that was never observed.

        >>> Register().observe("2026", {("PRE",): 14}).cells(["2026"])[("PRE",)][1]
        14
        """
        wanted = frozenset(waves)
        missing = wanted - {cell[0] for cell in self.current}
        if missing:
            raise DisclosureError(f"wave never observed: {', '.join(sorted(missing))}")
        found: dict[Atom, frozenset[Atom]] = {}
        for cell, atoms in self.current.items():
            if cell[0] in wanted:
                found[cell[1:]] = found.get(cell[1:], frozenset()) | atoms
        return {cell: (atoms, self._people(atoms)) for cell, atoms in found.items()}

    def places(self, atoms: Iterable[Atom]) -> frozenset[Atom]:
        """Return the cells (wave, *categories) that atoms belong or belonged to.

        >>> register = Register().observe("2026", {("PRE",): 5}).observe("2026", {("PRE",): 8})
        >>> register.places(register.cells(["2026"])[("PRE",)][0])
        frozenset({('2026', 'PRE')})
        """
        return frozenset(
            next(atom[:size] for size in range(len(atom) + 1) if atom[:size] in self.current)
            for atom in atoms
        )

    def with_release(self, table: Table, hidden: Iterable[str]) -> Register:
        """Return the register with one more published table.

        Raises DisclosureError when a group does not have the people of its atoms.

        >>> table = Table("t", ())
        >>> len(Register().with_release(table, ()).releases)
        1
        """
        for group in table.groups:
            if group.n != self._people(group.atoms):
                raise DisclosureError(f"{table.name}/{group.name} is outdated: {group.n} people")
        release = Release(table, frozenset(hidden))
        return replace(self, releases=(*self.releases, release))

    def _people(self, atoms: Iterable[Atom]) -> int:
        try:
            return sum(self.counts[atom] for atom in atoms)
        except KeyError as unknown:
            raise DisclosureError(f"people nobody counted: {unknown}") from None

    def _with_cell(self, cell: Atom, n: int) -> Register:
        atoms = self.current.get(cell)
        if atoms is None:
            return self._with_atom(cell, cell, n, frozenset())
        gone = self._people(atoms) - n
        if gone < 0:
            new = (*cell, f"bij {len(self.counts)}")
            return self._with_atom(new, cell, -gone, atoms)
        register = self
        for atom in sorted(atoms, key=lambda name: (len(name), name)):
            leaving = min(gone, register.counts[atom])
            if leaving:
                register = register._without(cell, atom, leaving)
                gone -= leaving
        return register

    def _with_atom(self, atom: Atom, cell: Atom, n: int, beside: frozenset[Atom]) -> Register:
        counts = {**self.counts, atom: n}
        current = {**self.current, cell: beside | {atom}}
        return replace(self, counts=MappingProxyType(counts), current=MappingProxyType(current))

    def _without(self, cell: Atom, atom: Atom, leaving: int) -> Register:
        """Split `atom` in those who stay and those who left; only the first stay in the cell."""
        gone = (*atom, f"af {len(self.counts)}")
        counts = {**self.counts, atom: self.counts[atom] - leaving, gone: leaving}
        releases = tuple(
            replace(release, table=_refined(release.table, atom, gone)) for release in self.releases
        )
        return replace(self, counts=MappingProxyType(counts), releases=releases)


def _refined(table: Table, atom: Atom, gone: Atom) -> Table:
    """Return the table with the people of `atom` written as those who stayed and who left."""
    groups = tuple(
        replace(group, atoms=group.atoms | {gone}) if atom in group.atoms else group
        for group in table.groups
    )
    return replace(table, groups=groups)
