"""The one gate: no number leaves before it is judged with everything published earlier.

Stricter than the rules for one table (D.17 point 2): a hidden figure is taken to be at least 1
because zeros are shown; totals may be hidden too; the audit runs over the union of all tables,
waves, filters and corrections in the register; and a set of 1-4 people that no table names may
not be pinned down by combining tables either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from analysis.disclosure.primary import Reason, Visibility, visibility
from analysis.disclosure.register import Register
from analysis.disclosure.search.pattern import cheapest_pattern, unsafe_rows
from analysis.disclosure.search.problem import Flags, Problem, Secret, Vector, rows
from analysis.disclosure.search.ranges import Points
from analysis.disclosure.tables import Atom, Group, Table
from analysis.parameters import DEFAULT, Parameters


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table may show. Names are those of its groups.

    shown: n of the groups that may be shown (what else they may show: `visibility(n)`).
    empty: groups without answers ("geen antwoorden"). hidden: why each other group is hidden.
    withheld: nothing of the table may be shown; then `shown` and `empty` are empty too, because
    even "no answers" would say something. rolled_up: the decision on the rolled-up alternative,
    published instead of a withheld table when that is safe.
    """

    table: str
    shown: Mapping[str, int]
    empty: frozenset[str]
    hidden: Mapping[str, Reason]
    withheld: bool
    rolled_up: Decision | None = None


def publish(
    table: Table, register: Register, parameters: Parameters = DEFAULT
) -> tuple[Decision, Register]:
    """Decide what a table may show, and return that with the register that now holds it.

    Hides as few people as possible (exact). A table for which no pattern is safe is withheld;
    its rolled-up alternative is tried instead. Raises DisclosureError when a group does not have
    the people the register counts. Source: D.4 rules 1, 4-7, D.17 point 2.

    >>> from analysis.disclosure.tables import breakdown
    >>> register = Register().observe("2026", {("a",): 14, ("b",): 3, ("c",): 22, ("d",): 0})
    >>> decision, register = publish(breakdown("t", register.cells(["2026"]), 0), register)
    >>> dict(decision.shown), sorted(decision.hidden), sorted(decision.empty)
    ({'c': 22, 'totaal': 39}, ['a', 'b'], ['d'])
    """
    pattern = cheapest_pattern(_problem(table, register, parameters))
    if pattern is not None:
        hidden = [g.name for g, flag in zip(table.groups, pattern, strict=True) if flag]
        return _shown(table, frozenset(hidden), parameters), register.with_release(table, hidden)
    withheld = Decision(
        table.name, {}, frozenset(), {g.name: Reason.WITHHELD for g in table.groups}, withheld=True
    )
    smaller = table.rolled_up()
    if smaller is None:
        return withheld, register
    alternative, register = publish(smaller, register, parameters)
    return replace(withheld, rolled_up=alternative), register


def holds(register: Register, parameters: Parameters = DEFAULT) -> bool:
    """Tell whether everything published is still safe together: the audit of the union.

    To run after counts changed, and before a register that was stored elsewhere is trusted.

    >>> holds(Register().observe("2026", {("a",): 3}))
    True
    """
    problem = _problem(Table("audit", ()), register, parameters)
    return not unsafe_rows(problem, np.zeros(0, dtype=np.bool_), Points())


def _shown(table: Table, hidden: frozenset[str], parameters: Parameters) -> Decision:
    few = {g.name for g in table.groups if visibility(g.n, parameters) is Visibility.HIDDEN}
    return Decision(
        table=table.name,
        shown={g.name: g.n for g in table.groups if g.n and g.name not in hidden},
        empty=frozenset(g.name for g in table.groups if not g.n and g.name not in hidden),
        hidden={
            g.name: Reason.TOO_FEW if g.name in few else Reason.COMPLEMENTARY
            for g in table.groups
            if g.name in hidden
        },
        withheld=False,
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """Groups of earlier releases: shown (zeros included), hidden, and those that hold somebody."""

    shown: tuple[Group, ...]
    hidden: tuple[Group, ...]
    filled: tuple[Group, ...]


def _past(register: Register) -> _Past:
    shown: dict[frozenset[Atom], Group] = {}
    hidden: dict[frozenset[Atom], Group] = {}
    filled: dict[frozenset[Atom], Group] = {}
    for release in register.releases:
        for group in release.table.groups:
            (hidden if group.name in release.hidden else shown)[group.atoms] = group
            if group.name in release.hidden and release.table.zeros_shown:
                filled[group.atoms] = group
    return _Past(tuple(shown.values()), tuple(hidden.values()), tuple(filled.values()))


def _problem(table: Table, register: Register, parameters: Parameters) -> Problem:
    past = _past(register)
    everything = (*past.shown, *past.hidden, *table.groups)
    atoms = sorted(register.inhabited(atom for group in everything for atom in group.atoms))
    position = {atom: index for index, atom in enumerate(atoms)}

    def matrix(groups: tuple[Group, ...]) -> Vector:
        found = np.zeros((len(groups), len(atoms)))
        for row, group in enumerate(groups):
            found[row, [position[atom] for atom in register.inhabited(group.atoms)]] = 1.0
        return found

    new, (must_hide, must_show) = matrix(table.groups), _flags(table, parameters)
    truth = np.array([register.counts[atom] for atom in atoms], dtype=np.float64)
    rules = [*_sum_rules(table, parameters), *_nested_rules(table, past, register, parameters)]
    return Problem(
        truth=truth,
        known=matrix(past.shown),
        floor=matrix(past.filled),
        groups=new,
        n=np.array([group.n for group in table.groups], dtype=np.float64),
        must_hide=must_hide,
        must_show=must_show,
        secrets=_secrets(new, matrix(past.hidden), truth, parameters),
        rules=rows(len(table.groups), [row for row, _ in rules]),
        rule_floor=np.array([floor for _, floor in rules]),
        least=1 if table.zeros_shown else 0,
        limit=2 * parameters.audit_width,
        within=_within(register, position),
    )


def _flags(table: Table, parameters: Parameters) -> tuple[Flags, Flags]:
    """Return which groups must be hidden, and which must be shown."""
    judged = [visibility(group.n, parameters) for group in table.groups]
    hidden = [one is Visibility.HIDDEN for one in judged]
    shown = [one is Visibility.EMPTY and table.zeros_shown for one in judged]
    return np.array(hidden, dtype=np.bool_), np.array(shown, dtype=np.bool_)


def _within(register: Register, position: Mapping[Atom, int]) -> Vector:
    """Return a row per known "these are among those" of which the whole is in the problem."""
    found = []
    for one in register.within:
        part, whole = register.inhabited(one.part), register.inhabited(one.whole)
        if not whole <= position.keys() or not part & position.keys():
            continue
        row = np.zeros(len(position))
        row[[position[atom] for atom in part & position.keys()]] += 1.0
        row[[position[atom] for atom in whole]] -= 1.0
        found.append(row)
    return rows(len(position), found)


def _secrets(
    new: Vector, hidden_before: Vector, truth: Vector, parameters: Parameters
) -> tuple[Secret, ...]:
    """Return hidden groups, new and old, and every small set of people that no table names."""
    width = parameters.audit_width
    named = {tuple(row) for row in (*new, *hidden_before)}
    # An unnamed set may be empty for all a reader knows; it is safe when he cannot tell that it
    # is below the minimum, so its range must reach from 0 to the minimum. That a set is empty is
    # no secret.
    small = [
        Secret(unit, parameters.disclosure_minimum, None)
        for unit, people in zip(np.eye(len(truth)), truth, strict=True)
        if 0 < people < parameters.disclosure_minimum and tuple(unit) not in named
    ]
    return (
        *(Secret(row, width, index) for index, row in enumerate(new) if row @ truth),
        *(Secret(row, width, None) for row in hidden_before if row @ truth),
        *small,
    )


def _sum_rules(table: Table, parameters: Parameters) -> list[tuple[Vector, float]]:
    """Return, per sum a reader can see, rows that save the audit most of its rounds.

    Under one sum at least two groups are hidden or none; and when the whole is shown, the hidden
    parts can vary by their people minus 1 each, which must reach the width.
    """
    position = {group.name: index for index, group in enumerate(table.groups)}
    people = {group.name: group.n for group in table.groups}
    found: list[tuple[Vector, float]] = []
    for total in table.sums:
        line = [position[name] for name in (total.whole, *total.parts)]
        room = np.zeros(len(table.groups))
        room[[position[name] for name in total.parts]] = [
            min(parameters.audit_width, people[name] - 1) for name in total.parts
        ]
        room[position[total.whole]] = parameters.audit_width
        for name in total.parts:
            wide = room.copy()
            wide[position[name]] -= parameters.audit_width
            found.append((wide, 0.0))
        for index in line:
            pair = np.zeros(len(table.groups))
            pair[line] = 1.0
            pair[index] = -1.0
            found.append((pair, 0.0))
    return found


def _nested_rules(
    table: Table, past: _Past, register: Register, parameters: Parameters
) -> list[tuple[Vector, float]]:
    """Return rows that hide one of two groups whose difference is a few people (D.4 rule 7)."""
    found: list[tuple[Vector, float]] = []
    for index, group in enumerate(table.groups):
        for other_index, other in enumerate((*table.groups, *past.shown)):
            if not _too_close(group, other, register, parameters):
                continue
            row = np.zeros(len(table.groups))
            row[index] = 1.0
            if other_index < len(table.groups):
                row[other_index] = 1.0
            found.append((row, 1.0))
    return found


def _too_close(one: Group, other: Group, register: Register, parameters: Parameters) -> bool:
    """Tell whether two groups differ by a few people, one inside the other or the same in time.

    Two versions of one figure count as nested whichever people left or came: a reader who was one
    of them subtracts himself.
    """
    if not 0 < abs(one.n - other.n) < parameters.nested_difference:
        return False
    first, second = register.inhabited(one.atoms), register.inhabited(other.atoms)
    if first <= second or second <= first:
        return True
    return register.places(one.atoms) == register.places(other.atoms)
