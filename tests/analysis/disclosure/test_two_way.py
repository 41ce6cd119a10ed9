from itertools import combinations

import numpy as np
import pytest

from analysis.disclosure import (
    DisclosureError,
    count_rule_holds,
    hidden_ranges,
    suppress_two_way,
)
from analysis.disclosure.cycles import Cell, bridges
from analysis.parameters import DEFAULT, Parameters

PHASES = {
    "PRE": (6, 9, 21),
    "AANVANG": (3, 7, 18),
    "TIJDENS": (15, 12, 40),
    "EINDE": (8, 2, 16),
    "POST": (5, 6, 11),
}
BRIDGE = {
    "PRE": (3, 4, 6, 12),
    "AANVANG": (4, 3, 2, 15),
    "TIJDENS": (9, 14, 4, 3),
    "EINDE": (7, 8, 3, 4),
}


def table(rows: dict[str, tuple[int, ...]]) -> dict[Cell, int]:
    return {(row, "abcdefgh"[i]): n for row, ns in rows.items() for i, n in enumerate(ns)}


def is_safe(counts: dict[Cell, int], hidden: frozenset[Cell]) -> bool:
    if not count_rule_holds(counts, hidden):
        return False
    ranges = hidden_ranges(counts, hidden).values()
    return all(high - low >= 4 - 1e-6 for low, high in ranges)


def cheapest_by_trying_all(counts: dict[Cell, int]) -> int | None:
    small = frozenset(cell for cell, n in counts.items() if 0 < n < 5)
    others = [cell for cell, n in counts.items() if n >= 5]
    patterns = sorted(
        (sum(counts[cell] for cell in (*small, *more)), sorted((*small, *more)))
        for size in range(len(others) + 1)
        for more in combinations(others, size)
    )
    return next((cost for cost, cells in patterns if is_safe(counts, frozenset(cells))), None)


@pytest.mark.parametrize(("rows", "cost"), [(PHASES, 20), (BRIDGE, 36)])
def test_the_worked_tables_are_hidden_at_the_lowest_cost(
    rows: dict[str, tuple[int, ...]], cost: int
) -> None:
    found = suppress_two_way(table(rows))
    assert found.cost == cost
    assert found.hidden is not None
    assert is_safe(table(rows), found.hidden)


@pytest.mark.parametrize("seed", range(12))
def test_the_cost_equals_that_of_trying_every_pattern(seed: int) -> None:
    random = np.random.default_rng(seed)
    numbers = random.choice([0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 20], size=(3, 3)).tolist()
    counts = table({f"r{i}": tuple(row) for i, row in enumerate(numbers)})
    found = suppress_two_way(counts)
    assert found.cost == cheapest_by_trying_all(counts)
    if found.hidden is not None:
        assert is_safe(counts, found.hidden)
        assert found.primary <= found.hidden


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    found = suppress_two_way(table({"x": (5, 0), "y": (9, 30)}))
    assert (found.hidden, found.cost, found.primary) == (frozenset(), 0, frozenset())


def test_a_row_total_below_the_minimum_leaves_no_safe_pattern() -> None:
    found = suppress_two_way(table({"x": (2, 1), "y": (9, 30)}))
    assert (found.hidden, found.cost) == (None, None)
    assert found.primary == {("x", "a"), ("x", "b")}


def test_a_wider_range_costs_more() -> None:
    wide = Parameters(audit_width=12)
    found = suppress_two_way(table(PHASES), wide)
    assert found.hidden is not None
    assert found.cost is not None
    assert found.cost > 20
    ranges = hidden_ranges(table(PHASES), found.hidden).values()
    assert min(high - low for low, high in ranges) >= 12 - 1e-6


def test_a_line_may_have_to_hold_three_hidden_cells() -> None:
    three = Parameters(complementary_members=3)
    found = suppress_two_way(table(PHASES), three)
    assert found.hidden is not None
    assert count_rule_holds(table(PHASES), found.hidden, three)
    assert not count_rule_holds(table(PHASES), found.hidden, Parameters(complementary_members=4))


def test_a_wrong_count_is_refused() -> None:
    with pytest.raises(DisclosureError):
        suppress_two_way({("x", "a"): -2})


def test_the_count_rule_looks_at_rows_and_at_columns() -> None:
    counts = table({"x": (3, 7), "y": (8, 2)})
    block = frozenset(counts)
    assert count_rule_holds(counts, block)
    assert count_rule_holds(counts, frozenset())
    assert count_rule_holds(counts, frozenset({("x", "a"), ("x", "b")})) is False
    assert not count_rule_holds(counts, frozenset({("x", "a"), ("y", "a")}))
    four = table({"x": (2, 2), "y": (8, 9)})
    assert count_rule_holds(four, frozenset(four)) is False
    five = table({"x": (2, 3), "y": (8, 9)})
    assert count_rule_holds(five, frozenset(five))
    assert not count_rule_holds(five, frozenset(five), Parameters(complementary_members=3))


def test_the_count_rule_alone_lets_a_bridge_through() -> None:
    counts = table(BRIDGE)
    small = frozenset(cell for cell, n in counts.items() if n < DEFAULT.disclosure_minimum)
    assert count_rule_holds(counts, small)
    assert hidden_ranges(counts, small)[("AANVANG", "c")] == (2.0, 2.0)
    found = bridges(small, BRIDGE, "abcd")
    assert [bridge.cell for bridge in found] == [("AANVANG", "c")]


@pytest.mark.parametrize("seed", range(20))
def test_a_bridge_is_exactly_what_the_linear_programme_finds_computable(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = [f"r{i}" for i in range(4)], list("abcd")
    counts = {(row, column): 50 for row in rows for column in columns}
    hidden = [cell for cell in counts if random.random() < 0.4]
    exact = {c for c, (low, high) in hidden_ranges(counts, hidden).items() if high - low < 0.5}
    assert {bridge.cell for bridge in bridges(hidden, rows, columns)} == exact


@pytest.mark.parametrize("seed", range(10))
def test_a_bridge_stays_until_one_of_its_remedies_is_hidden(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = [f"r{i}" for i in range(3)], list("abcd")
    every = {(row, column) for row in rows for column in columns}
    hidden = {cell for cell in every if random.random() < 0.35}
    for bridge in bridges(hidden, rows, columns):
        assert not bridge.remedies & hidden
        without = {found.cell for found in bridges(every - bridge.remedies, rows, columns)}
        assert bridge.cell in without
        assert bridge.remedies
    assert bridges(every, rows, columns) == ()


def test_ranges_stand_in_the_order_of_the_table() -> None:
    counts = table({"x": (3, 7), "y": (8, 2)})
    assert list(hidden_ranges(counts, list(reversed(counts)))) == list(counts)
