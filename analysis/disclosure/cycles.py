"""Hidden cells of a two-way table as a graph: a bridge is a cell that anybody can compute.

Rows and columns are nodes, hidden cells are edges. A cell that is on no cycle is fixed by the
totals (D.4 rule 5); it is found without a solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Cell = tuple[str, str]  # (row, column)
Node = tuple[str, str]  # ("row" or "column", name)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A hidden cell that is exactly computable, and the cells of which one must be hidden too."""

    cell: Cell
    remedies: frozenset[Cell]


def bridges(
    hidden: Iterable[Cell], rows: Iterable[str], columns: Iterable[str]
) -> tuple[Bridge, ...]:
    """Return the bridges among the hidden cells, in order of their names.

    A bridge stays a bridge until one of its remedies is hidden: cells in a row on one side of the
    bridge and a column on the other. Source: D.4 rule 5.

    >>> cells = [("PRE", "a"), ("PRE", "b"), ("POST", "a")]
    >>> [bridge.cell for bridge in bridges(cells, ["PRE", "POST"], ["a", "b"])]
    [('POST', 'a'), ('PRE', 'a'), ('PRE', 'b')]
    >>> bridges([*cells, ("POST", "b")], ["PRE", "POST"], ["a", "b"])
    ()
    """
    edges, all_rows, all_columns = frozenset(hidden), tuple(rows), tuple(columns)
    found = []
    for cell in sorted(edges):
        near = _reached(("row", cell[0]), edges - {cell})
        if ("column", cell[1]) in near:
            continue
        remedies = {
            (row, column)
            for row in all_rows
            for column in all_columns
            if (("row", row) in near) != (("column", column) in near)
        }
        found.append(Bridge(cell, frozenset(remedies - edges)))
    return tuple(found)


def _reached(start: Node, edges: frozenset[Cell]) -> frozenset[Node]:
    """Return the nodes that can be reached from `start` over `edges`."""
    neighbours: Mapping[Node, list[Node]] = _neighbours(edges)
    seen, waiting = {start}, [start]
    while waiting:
        for node in neighbours.get(waiting.pop(), []):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return frozenset(seen)


def _neighbours(edges: frozenset[Cell]) -> dict[Node, list[Node]]:
    found: dict[Node, list[Node]] = {}
    for row, column in edges:
        found.setdefault(("row", row), []).append(("column", column))
        found.setdefault(("column", column), []).append(("row", row))
    return found
