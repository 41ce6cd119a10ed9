"""A single two-way table with all its totals shown (D.4 rule 5 as written).

The publishing gate is stricter (D.17 point 2): it takes hidden cells as at least 1, may hide
totals too, and looks at everything published before. This module serves one table on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from analysis.disclosure.cycles import Cell, bridges
from analysis.disclosure.primary import checked_count, primary_hidden
from analysis.disclosure.search.pattern import cheapest_pattern
from analysis.disclosure.search.problem import Flags, Problem, Secret, Vector, rows
from analysis.disclosure.search.ranges import widest
from analysis.parameters import DEFAULT, Parameters

Counts = Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class TwoWay:
    """The cheapest safe pattern; `hidden` and `cost` are None when no pattern is safe."""

    primary: frozenset[Cell]
    hidden: frozenset[Cell] | None
    cost: int | None


def suppress_two_way(counts: Counts, parameters: Parameters = DEFAULT) -> TwoWay:
    """Return the cheapest set of cells to hide in a table whose totals are all shown.

    `counts` maps (row, column) to people. Every row and column with a hidden cell gets at least
    two of them with `complementary_sum` people, and every hidden cell a range of at least
    `audit_width`. Cost: people in hidden cells. Exact; on ties any pattern of that cost. Zeros
    are shown and protect nothing. Raises DisclosureError for a wrong count.

    >>> table = {(r, c): n for r, ns in (("x", (3, 7)), ("y", (8, 2))) for c, n in zip("ab", ns)}
    >>> suppress_two_way(table).cost
    20
    """
    cells = {cell: checked_count(n) for cell, n in counts.items()}
    names = tuple(cells)
    primary = _primary(cells, parameters)
    problem = _problem(cells, primary, parameters)
    pattern = _without_bridges(problem, names)
    if pattern is None:
        return TwoWay(primary, None, None)
    hidden = frozenset(name for name, flag in zip(names, pattern, strict=True) if flag)
    return TwoWay(primary, hidden, sum(cells[name] for name in hidden))


def count_rule_holds(
    counts: Counts, hidden: frozenset[Cell], parameters: Parameters = DEFAULT
) -> bool:
    """Tell whether every row and column with a hidden cell has enough of them (D.4 rule 5).

    The count rule alone is not safe: a bridge passes it.

    >>> count_rule_holds({("x", "a"): 3, ("x", "b"): 7}, frozenset({("x", "a")}))
    False
    """
    for axis in (0, 1):
        for line in {cell[axis] for cell in hidden}:
            inside = [counts[cell] for cell in hidden if cell[axis] == line]
            if len(inside) < parameters.complementary_members:
                return False
            if sum(inside) < parameters.complementary_sum:
                return False
    return True


def hidden_ranges(counts: Counts, hidden: Iterable[Cell]) -> dict[Cell, tuple[float, float]]:
    """Return smallest and largest people of each hidden cell, all other cells and totals known.

    Order as in `counts`. Source: D.4 rule 5, linear programmes.

    >>> table = {(r, c): n for r, ns in (("x", (3, 7)), ("y", (8, 2))) for c, n in zip("ab", ns)}
    >>> hidden_ranges(table, table)[("x", "a")]
    (1.0, 10.0)
    """
    unknown = frozenset(hidden)
    names = tuple(counts)
    truth = np.array([counts[name] for name in names], dtype=np.float64)
    shown = [[float(name == other) for other in names] for name in names if name not in unknown]
    known = np.vstack([_totals(names), rows(len(names), shown)])
    unit = np.eye(len(names))
    return {
        name: widest(known, truth, unit[index])
        for index, name in enumerate(names)
        if name in unknown
    }


def _primary(cells: Counts, parameters: Parameters) -> frozenset[Cell]:
    found = primary_hidden({str(i): n for i, n in enumerate(cells.values())}, parameters)
    return frozenset(cell for i, cell in enumerate(cells) if str(i) in found)


def _totals(names: tuple[Cell, ...]) -> Vector:
    """Return a row per table row and per table column: the sums that are shown."""
    lines = chain.from_iterable(
        ((axis, word) for word in dict.fromkeys(name[axis] for name in names)) for axis in (0, 1)
    )
    return rows(len(names), [[float(n[axis] == word) for n in names] for axis, word in lines])


def _problem(cells: Counts, primary: frozenset[Cell], parameters: Parameters) -> Problem:
    names = tuple(cells)
    size = len(names)
    truth = np.array([cells[name] for name in names], dtype=np.float64)
    totals, unit = _totals(names), np.eye(size)
    rules = [
        row
        for line in totals
        for cell in np.flatnonzero(line)
        for row in (
            line - unit[cell] * parameters.complementary_members,
            line * truth - unit[cell] * parameters.complementary_sum,
        )
    ]
    return Problem(
        truth=truth,
        known=totals,
        floor=rows(size, []),
        groups=unit,
        n=truth,
        must_hide=np.array([name in primary for name in names], dtype=np.bool_),
        must_show=truth == 0,
        secrets=tuple(Secret(unit[i], parameters.audit_width, i) for i in range(size)),
        rules=rows(size, rules),
        rule_floor=np.zeros(len(rules)),
        least=0,
        limit=parameters.audit_width,
    )


def _without_bridges(problem: Problem, names: tuple[Cell, ...]) -> Flags | None:
    """Return the cheapest pattern, forbidding every bridge the graph shows on the way.

    The linear programmes of `cheapest_pattern` would find the same bridges, but a row from the
    graph is stronger and costs no solver.
    """
    position = {name: index for index, name in enumerate(names)}
    table_rows, columns = ({name[axis] for name in names} for axis in (0, 1))
    while True:
        pattern = cheapest_pattern(problem, audited=False)
        if pattern is None:
            return None
        hidden = [name for name, flag in zip(names, pattern, strict=True) if flag]
        found = bridges(hidden, table_rows, columns)
        if not found:
            return cheapest_pattern(problem)
        extra = []
        for bridge in found:
            row = np.zeros(len(names))
            row[[position[cell] for cell in bridge.remedies if cell in position]] = 1.0
            row[position[bridge.cell]] = -1.0
            extra.append(row)
        rules = np.vstack([problem.rules, extra])
        problem = replace(problem, rules=rules, rule_floor=np.zeros(len(rules)))
