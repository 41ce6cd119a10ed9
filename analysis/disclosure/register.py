"""Everything published so far: the register against which every new table is audited.

A register never changes; every step returns a new one. It knows each wave as it was last seen,
so that a correction, a late answer or a withdrawal becomes a set of people of its own: those who
were in the former figure and are not in the new one, or the other way round.

Why the caller counts people by arrival. From 20, then 26, then 20 people in a cell nobody can
tell who left: six of the first twenty, or the six who came. A reader who knows computes what a
register that guesses wrong takes to be hidden. So those who come after a figure was published are
counted apart, under a label of their own (the date of the release, say), and keep that label.

Why that is enough. A reader learns of a cell only its numbers n1, n2, ... per release. The people
under one label can only become fewer, and the atoms here are "left after release k", which spans
every falling series. Whatever the reader knows about who was there when, his possible series hold
every falling one: if the number fell after release k somebody left then; had he come later than
the first release, somebody must have left before him, because the number did not rise; and so on
back to the first. What the gate thinks possible is therefore possible for the reader too, also
when people under one label were exchanged unseen. A rise and a fall together break this chain;
that is why a label that grows after publication is refused. An atom without people is no way
out: a reader may know that it is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from analysis.disclosure.primary import DisclosureError, checked_count
from analysis.disclosure.tables import Atom, Table

_NOTHING: Mapping[Atom, int] = MappingProxyType({})
_NO_CELLS: Mapping[Atom, frozenset[Atom]] = MappingProxyType({})
FIRST = ""  # the label of people whom the caller does not count by arrival
People = int | Mapping[str, int]  # of a cell: all of them, or per label of arrival


@dataclass(frozen=True, slots=True)
class Release:
    """A published table and the names of the groups that stayed hidden in it."""

    table: Table
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Within:
    """What a reader knows besides numbers: the people of `part` are among those of `whole`."""

    part: frozenset[Atom]
    whole: frozenset[Atom]


@dataclass(frozen=True, slots=True)
class Register:
    """People per atom, the atoms each cell (wave, *categories) consists of now, all releases."""

    counts: Mapping[Atom, int] = field(default_factory=lambda: _NOTHING)
    current: Mapping[Atom, frozenset[Atom]] = field(default_factory=lambda: _NO_CELLS)
    releases: tuple[Release, ...] = ()
    within: tuple[Within, ...] = ()
    perhaps: frozenset[Atom] = frozenset()  # without people, which a reader does not know

    def observe(self, wave: str, cells: Mapping[Atom, People]) -> Register:
        """Return the register with the counts of a wave as they are now.

        `cells` maps categories to people, or to people per label of arrival when some came after
        a figure with this cell was published (a number alone has the label FIRST). What is left
        out is empty now. Raises DisclosureError for a wrong count, and for a label that grew
        after it was published: those who came (or came back) need a label of their own.

        >>> from analysis.disclosure.tables import breakdown
        >>> first = Register().observe("2026", {("PRE",): 14})
        >>> first = first.with_release(breakdown("t", first.cells(["2026"]), 0), ())
        >>> later = first.observe("2026", {("PRE",): {FIRST: 12, "1 March": 6}})
        >>> later.cells(["2026"])[("PRE",)][1], sorted(later.counts.values())
        (18, [2, 6, 12])
        """
        register = self
        known = {cell[1:] for cell in self.current if cell[0] == wave}
        for categories in sorted(known | set(cells)):
            found = cells.get(categories, 0)
            people = found if isinstance(found, Mapping) else {FIRST: found}
            register = register._with_cell((wave, *categories), people)
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

    def inhabited(self, atoms: Iterable[Atom]) -> frozenset[Atom]:
        """Return the atoms that hold somebody, as far as a reader knows (D.4 rule 1).

        An empty one protects nobody, but where he can only see that it is shown as nothing.

        Raises DisclosureError for people nobody counted.

        >>> register = Register().observe("2026", {("PRE",): 5, ("POST",): 0})
        >>> sorted(register.inhabited(register.counts))
        [('2026', 'PRE', '')]
        """
        return frozenset(atom for atom in atoms if self._people((atom,)) or atom in self.perhaps)

    def perhaps_somebody(self, cell: Atom) -> Register:
        """Return the register in which a reader does not know by himself that a cell is empty.

        >>> register = Register().observe("2026", {("PRE",): 0}).perhaps_somebody(("2026", "PRE"))
        >>> sorted(register.inhabited(register.counts))
        [('2026', 'PRE', '')]
        """
        return replace(self, perhaps=self.perhaps | {(*cell, FIRST)})

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

    def among(self, part: Atom, whole: Atom) -> Register:
        """Return the register with: who is in cell `part` now is in cell `whole` too.

        A score needs a sheet, so a number of scores says something of a hidden number of sheets.
        Raises DisclosureError when the first cell has more people.

        >>> register = Register().observe("sheets", {("a",): 8}).observe("scores", {("a",): 6})
        >>> len(register.among(("scores", "a"), ("sheets", "a")).within)
        1
        """
        found = Within(self.current[part], self.current[whole])
        if self._people(found.part) > self._people(found.whole):
            raise DisclosureError(f"{'/'.join(part)} has more people than {'/'.join(whole)}")
        return replace(self, within=(*self.within, found))

    def _people(self, atoms: Iterable[Atom]) -> int:
        try:
            return sum(self.counts[atom] for atom in atoms)
        except KeyError as unknown:
            raise DisclosureError(f"people nobody counted: {unknown}") from None

    def _with_cell(self, cell: Atom, people: Mapping[str, int]) -> Register:
        register = self
        # FIRST is always there, perhaps without people, so that an empty cell has a place too.
        atoms = self.current.get(cell, frozenset()) | {(*cell, label) for label in (FIRST, *people)}
        for atom in sorted(atoms):
            register = register._with_atom(atom, checked_count(people.get(atom[-1], 0)))
        current = MappingProxyType({**self.current, cell: atoms})
        return replace(register, current=current)

    def _with_atom(self, atom: Atom, n: int) -> Register:
        before = self.counts.get(atom, n)
        if n != before and self._is_published(atom):
            return self._without(atom, before - n)
        return replace(self, counts=MappingProxyType({**self.counts, atom: n}))

    def _is_published(self, atom: Atom) -> bool:
        groups = (group for release in self.releases for group in release.table.groups)
        return any(atom in group.atoms for group in groups)

    def _without(self, atom: Atom, leaving: int) -> Register:
        """Split `atom` in those who stay, under its own name, and those who left."""
        if leaving < 0:
            raise DisclosureError(
                f"{'/'.join(atom)} grew by {-leaving} after it was published: "
                "count those who came under a label of their own"
            )
        gone = (*atom, f"af {len(self.counts)}")
        counts = {**self.counts, atom: self.counts[atom] - leaving, gone: leaving}
        releases = tuple(
            replace(release, table=_refined(release.table, atom, gone)) for release in self.releases
        )
        within = tuple(
            Within(_split(one.part, atom, gone), _split(one.whole, atom, gone))
            for one in self.within
        )
        return replace(self, counts=MappingProxyType(counts), releases=releases, within=within)


def _refined(table: Table, atom: Atom, gone: Atom) -> Table:
    """Return the table with the people of `atom` written as those who stayed and who left."""
    groups = tuple(replace(group, atoms=_split(group.atoms, atom, gone)) for group in table.groups)
    return replace(table, groups=groups)


def _split(atoms: frozenset[Atom], atom: Atom, gone: Atom) -> frozenset[Atom]:
    return atoms | {gone} if atom in atoms else atoms
