from dataclasses import replace

import numpy as np
import pytest

from analysis.disclosure import (
    FIRST,
    DisclosureError,
    Group,
    Reason,
    Register,
    Table,
    breakdown,
    cross_table,
    filtered,
    hidden_ranges,
    holds,
    publish,
    suppress_two_way,
)
from analysis.parameters import DEFAULT, Parameters

CASE = {
    ("PRE", "a"): 6,
    ("PRE", "s"): 9,
    ("PRE", "o"): 21,
    ("AANVANG", "a"): 3,
    ("AANVANG", "s"): 7,
    ("AANVANG", "o"): 18,
    ("TIJDENS", "a"): 15,
    ("TIJDENS", "s"): 12,
    ("TIJDENS", "o"): 40,
    ("EINDE", "a"): 8,
    ("EINDE", "s"): 2,
    ("EINDE", "o"): 16,
    ("POST", "a"): 5,
    ("POST", "s"): 6,
    ("POST", "o"): 11,
}


def register_of(**groups: int) -> Register:
    return Register().observe("w", {(name,): n for name, n in groups.items()})


def groups_table(register: Register, name: str = "t") -> Table:
    return breakdown(name, register.cells(["w"]), 0)


def test_what_is_large_enough_is_shown() -> None:
    register = register_of(a=5, b=0, c=22)
    decision, after = publish(groups_table(register), register)
    assert decision.shown == {"a": 5, "c": 22, "totaal": 27}
    assert decision.empty == {"b"}
    assert decision.hidden == {}
    assert not decision.withheld
    assert [release.hidden for release in after.releases] == [frozenset()]


def test_a_small_group_takes_the_cheapest_other_with_it() -> None:
    register = register_of(a=14, b=3, c=22)
    decision, _ = publish(groups_table(register), register)
    assert decision.hidden == {"b": Reason.TOO_FEW, "a": Reason.COMPLEMENTARY}
    assert decision.shown == {"c": 22, "totaal": 39}


def test_four_and_one_do_not_protect_each_other_when_zeros_are_shown() -> None:
    register = register_of(a=4, b=1, c=9, d=30)
    decision, _ = publish(groups_table(register), register)
    assert set(decision.hidden) == {"a", "b", "c"}
    enough = register_of(a=4, b=2, c=9, d=30)
    decision, _ = publish(groups_table(enough), enough)
    assert set(decision.hidden) == {"a", "b"}


def test_a_table_that_names_no_sums_is_judged_the_same() -> None:
    register = register_of(a=4, b=1, c=9, d=30)
    bare = Table("t", groups_table(register).groups)
    assert set(publish(bare, register)[0].hidden) == {"a", "b", "c"}


def test_a_group_hidden_earlier_is_known_to_hold_somebody() -> None:
    register = register_of(a=2, b=3, c=20)
    groups = {group.name: group for group in groups_table(register).groups}
    _, register = publish(Table("parts", (groups["a"], groups["b"])), register)
    both = Table("sum", (Group("ab", groups["a"].atoms | groups["b"].atoms, 5),))
    decision, after = publish(both, register)
    assert set(decision.hidden) == {"ab"}, "1 to 4 is too narrow for either part"
    assert holds(after)
    assert not holds(register.with_release(both, ()))


def test_a_total_below_the_minimum_is_hidden_with_everything_under_it() -> None:
    register = register_of(a=1, b=0, c=2)
    decision, _ = publish(groups_table(register), register)
    assert set(decision.hidden) == {"a", "c", "totaal"}
    assert decision.empty == {"b"}


def test_a_cross_table_costs_at_most_half_as_much_again_as_the_optimum() -> None:
    register = Register().observe("w", CASE)
    decision, _ = publish(cross_table("t", register.cells(["w"]), 0, 1), register)
    cost = sum(n for cell, n in CASE.items() if "/".join(cell) in decision.hidden)
    optimum = suppress_two_way(CASE).cost
    assert optimum is not None
    assert cost <= DEFAULT.cost_factor * optimum
    assert not any("totaal" in name for name in decision.hidden)
    hidden = [cell for cell in CASE if "/".join(cell) in decision.hidden]
    assert all(high - low >= 4 for low, high in hidden_ranges(CASE, hidden).values())


def test_a_second_table_may_not_give_the_first_away() -> None:
    register = Register().observe("w", {("PRE", "a"): 3, ("PRE", "b"): 9, ("POST", "a"): 20})
    decision, register = publish(breakdown("all", register.cells(["w"]), 1), register)
    assert decision.shown == {"a": 23, "b": 9, "totaal": 32}
    only_late = filtered(register.cells(["w"]), 0, ["POST"])
    decision, after = publish(breakdown("late", only_late, 1), register)
    assert "a" in decision.hidden, "23 - 20 would show the 3 people of PRE"
    assert holds(after)


def test_a_withdrawal_of_one_person_cannot_be_seen_in_a_new_version() -> None:
    register = register_of(a=14, b=22)
    _, register = publish(groups_table(register), register)
    register = register.observe("w", {("a",): 13, ("b",): 22})
    decision, after = publish(groups_table(register, "again"), register)
    assert set(decision.hidden) == {"a", "totaal"}
    assert decision.shown == {"b": 22}
    assert holds(after)


def test_five_new_answers_are_enough_for_a_new_version() -> None:
    register = register_of(a=14, b=22)
    _, register = publish(groups_table(register), register)
    four = register.observe("w", {("a",): {FIRST: 14, "late": 4}, ("b",): 22})
    assert "a" in publish(groups_table(four), four)[0].hidden
    five = register.observe("w", {("a",): {FIRST: 14, "late": 5}, ("b",): 22})
    assert publish(groups_table(five), five)[0].shown == {"a": 19, "b": 22, "totaal": 41}


def test_a_version_is_compared_with_every_earlier_one_whoever_left() -> None:
    register = register_of(a=20)
    figure = Table("v1", groups_table(register).groups[:1])
    decision, register = publish(figure, register)
    assert decision.shown == {"a": 20}
    register = register.observe("w", {("a",): {FIRST: 15, "late": 6}})
    figure = Table("v3", groups_table(register).groups[:1])
    decision, _ = publish(figure, register)
    assert set(decision.hidden) == {"a"}, "6 came, 5 left: one of them can subtract himself"


def test_the_same_table_twice_says_the_same() -> None:
    register = register_of(a=14, b=3, c=22, d=30)
    first, register = publish(groups_table(register), register)
    second, register = publish(groups_table(register), register)
    assert (first.shown, first.hidden) == (second.shown, second.hidden)
    assert holds(register)


@pytest.mark.parametrize("rest", [{"c": 2, "d": 1}, {"c": 1}, {"c": 4}, {"c": 2, "d": 2}])
def test_a_rest_that_no_table_names_may_not_be_computable(rest: dict[str, int]) -> None:
    register = register_of(a=14, b=14, **rest)
    groups = {group.name: group for group in groups_table(register).groups}
    table = Table("t", tuple(groups[name] for name in ("a", "b", "totaal")))
    decision, _ = publish(table, register)
    assert decision.hidden, "total - 14 - 14 would leave a few people"


def test_a_rest_of_five_people_is_no_secret() -> None:
    register = register_of(a=14, b=14, c=3, d=2)
    groups = {group.name: group for group in groups_table(register).groups}
    table = Table("t", tuple(groups[name] for name in ("a", "b", "totaal")))
    assert publish(table, register)[0].hidden == {}


@pytest.mark.parametrize("turned", [False, True])
def test_nested_groups_may_have_to_differ_by_more(turned: bool) -> None:
    register = register_of(a=20, b=7)
    groups = {group.name: group for group in groups_table(register).groups}
    pair = (groups["a"], groups["totaal"])
    table = Table("t", pair[::-1] if turned else pair)
    assert publish(table, register)[0].hidden == {}
    batches = Parameters(nested_difference=10)
    assert set(publish(table, register, batches)[0].hidden) == {"a"}
    assert publish(table, register, Parameters(nested_difference=7))[0].hidden == {}


def test_groups_beside_each_other_may_differ_by_one() -> None:
    register = register_of(a=20, b=21)
    assert publish(groups_table(register), register)[0].hidden == {}


def test_new_answers_may_have_to_come_in_batches_of_ten() -> None:
    batches = Parameters(nested_difference=10)
    register = register_of(a=14)
    table = Table("v1", groups_table(register).groups[:1])
    _, register = publish(table, register, batches)
    register = register.observe("w", {("a",): 8})
    seven = register.observe("w", {("a",): {FIRST: 8, "late": 13}})
    table = Table("v2", groups_table(seven).groups[:1])
    assert set(publish(table, seven, batches)[0].hidden) == {"a"}
    ten = register.observe("w", {("a",): {FIRST: 8, "late": 16}})
    table = Table("v2", groups_table(ten).groups[:1])
    assert publish(table, ten, batches)[0].hidden == {}


def test_a_year_total_may_not_give_a_wave_away() -> None:
    register = Register().observe("w1", {("a",): 20, ("b",): 9}).observe("w2", {("a",): 3})
    _, register = publish(breakdown("w1", register.cells(["w1"]), 0), register)
    year, after = publish(breakdown("year", register.cells(["w1", "w2"]), 0), register)
    assert "a" in year.hidden
    assert "totaal" in year.hidden
    assert holds(after)


def test_a_table_that_cannot_be_safe_is_withheld_and_rolled_up() -> None:
    register = Register().observe("w", {("r1", "a"): 2, ("r1", "b"): 3, ("r2", "a"): 20})
    rows = Table("rows", breakdown("rows", register.cells(["w"]), 0).groups)
    _, register = publish(rows, register)
    decision, after = publish(cross_table("t", register.cells(["w"]), 0, 1), register)
    assert decision.withheld
    assert (decision.shown, decision.empty) == ({}, frozenset())
    assert set(decision.hidden.values()) == {Reason.WITHHELD}
    assert decision.rolled_up is not None
    assert decision.rolled_up.table == "t (opgeteld)"
    assert [release.table.name for release in after.releases][-1] in ("rows", "t (opgeteld)")
    assert holds(after)


def test_a_withheld_table_without_alternative_leaves_the_register_as_it_was() -> None:
    register = register_of(a=2, b=3, c=20)
    groups = {group.name: group for group in groups_table(register).groups}
    both = Group("ab", groups["a"].atoms | groups["b"].atoms, 5)
    decision, register = publish(Table("sum", (both,)), register)
    assert decision.shown == {"ab": 5}
    parts = Table("parts", (groups["a"], groups["b"]))
    decision, after = publish(parts, register)
    assert decision.withheld
    assert decision.rolled_up is None
    assert after is register


def test_the_audit_of_the_union_sees_a_register_that_leaks() -> None:
    register = register_of(a=14, b=3, c=22)
    table = groups_table(register)
    assert holds(register.with_release(table, {"a", "b"}))
    assert not holds(register.with_release(table, {"b"}))


def test_people_nobody_counted_are_refused_by_name() -> None:
    table = Table("t", (Group("a", frozenset({("w9", "x")}), 15),))
    with pytest.raises(DisclosureError, match=r"^people nobody counted: \('w9', 'x'\)$"):
        publish(table, register_of(a=14))


def test_an_empty_cell_protects_nobody_also_where_no_table_shows_it() -> None:
    """A reader may know that nobody is in a; then b + c less a + b is c."""
    register = register_of(a=0, b=20, c=3)
    cells = register.cells(["w"])
    first, second = (
        Group(x + y, cells[x,][0] | cells[y,][0], cells[x,][1] + cells[y,][1])
        for x, y in ("ab", "bc")
    )
    _, register = publish(Table("first", (first,)), register)
    decision, after = publish(Table("second", (second,)), register)
    assert set(decision.hidden) == {"bc"}
    assert holds(after)


def test_figures_that_contradict_each_other_are_refused() -> None:
    register = register_of(a=14, b=3)
    table = Table("t", (replace(groups_table(register).groups[0], n=15),))
    with pytest.raises(DisclosureError, match="outdated"):
        publish(table, register)


def test_an_organisation_may_ask_for_more() -> None:
    strict = Parameters(disclosure_minimum=10, distribution_minimum=20)
    register = register_of(a=9, b=22, c=40)
    decision, _ = publish(groups_table(register), register, strict)
    assert decision.hidden == {"a": Reason.TOO_FEW, "b": Reason.COMPLEMENTARY}


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_hidden_that_could_be_shown(seed: int) -> None:
    """Showing any one hidden group that is not small makes the table unsafe."""
    random = np.random.default_rng(seed)
    numbers = random.choice([0, 1, 3, 4, 6, 9, 12, 20], size=(3, 3))
    cells = {(f"r{i}", f"c{j}"): int(numbers[i, j]) for i in range(3) for j in range(3)}
    register = Register().observe("w", cells)
    table = cross_table("t", register.cells(["w"]), 0, 1)
    decision, after = publish(table, register)
    assert holds(after)
    extra = [name for name, why in decision.hidden.items() if why is Reason.COMPLEMENTARY]
    for name in extra:
        assert not holds(register.with_release(table, set(decision.hidden) - {name}))
