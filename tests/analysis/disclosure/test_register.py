import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import (
    FIRST,
    DisclosureError,
    Group,
    Register,
    Sum,
    Table,
    breakdown,
    cross_table,
    filtered,
)

CELLS = {("PRE", "a"): 6, ("PRE", "b"): 0, ("POST", "a"): 7, ("POST", "b"): 9}


def observed() -> Register:
    return Register().observe("w1", CELLS)


def people(table: Table) -> dict[str, int]:
    return {group.name: group.n for group in table.groups}


def test_a_cross_table_holds_cells_totals_and_every_sum_between_them() -> None:
    table = cross_table("t", observed().cells(["w1"]), 0, 1)
    assert people(table) == {
        "PRE/a": 6,
        "PRE/b": 0,
        "PRE/totaal": 6,
        "POST/a": 7,
        "POST/b": 9,
        "POST/totaal": 16,
        "totaal/a": 13,
        "totaal/b": 9,
        "totaal/totaal": 22,
    }
    assert set(table.sums) == {
        Sum("PRE/totaal", ("PRE/a", "PRE/b")),
        Sum("POST/totaal", ("POST/a", "POST/b")),
        Sum("totaal/totaal", ("totaal/a", "totaal/b")),
        Sum("totaal/a", ("POST/a", "PRE/a")),
        Sum("totaal/b", ("POST/b", "PRE/b")),
        Sum("totaal/totaal", ("POST/totaal", "PRE/totaal")),
    }


def test_a_total_consists_of_the_people_of_its_cells() -> None:
    table = cross_table("t", observed().cells(["w1"]), 0, 1)
    atoms = {group.name: group.atoms for group in table.groups}
    assert atoms["PRE/totaal"] == atoms["PRE/a"] | atoms["PRE/b"]
    assert atoms["totaal/a"] == atoms["PRE/a"] | atoms["POST/a"]
    assert not atoms["PRE/a"] & atoms["POST/a"]


def test_rolling_up_keeps_the_groups_over_all_rows() -> None:
    table = cross_table("t", observed().cells(["w1"]), 0, 1)
    smaller = table.rolled_up()
    assert smaller is not None
    assert smaller.name == "t (opgeteld)"
    assert people(smaller) == {"totaal/a": 13, "totaal/b": 9, "totaal/totaal": 22}
    assert smaller.sums == (Sum("totaal/totaal", ("totaal/a", "totaal/b")),)
    assert smaller.rolled_up() is None
    assert breakdown("t", observed().cells(["w1"]), 0).rolled_up() is None


def test_a_breakdown_adds_up_to_its_total() -> None:
    table = breakdown("t", observed().cells(["w1"]), 0)
    assert people(table) == {"POST": 16, "PRE": 6, "totaal": 22}
    assert table.sums == (Sum("totaal", ("POST", "PRE")),)


def test_a_filter_keeps_only_the_cells_asked_for() -> None:
    cells = filtered(observed().cells(["w1"]), 1, ["a"])
    assert people(breakdown("t", cells, 0)) == {"POST": 7, "PRE": 6, "totaal": 13}


def test_a_category_may_not_be_called_total() -> None:
    cells = Register().observe("w1", {("totaal",): 5}).cells(["w1"])
    with pytest.raises(DisclosureError, match=r"^a category may not be called 'totaal'$"):
        breakdown("t", cells, 0)


def test_two_groups_of_one_name_are_refused() -> None:
    group = Group("a", frozenset(), 0)
    with pytest.raises(DisclosureError, match=r"^table t holds a group twice$"):
        Table("t", (group, group))


def test_waves_add_up_and_stay_apart() -> None:
    register = observed().observe("w2", {("PRE", "a"): 3})
    assert register.cells(["w2"])[("PRE", "a")][1] == 3
    assert register.cells(["w1"])[("PRE", "a")][1] == 6
    assert register.cells(["w1", "w2"])[("PRE", "a")][1] == 9


def test_a_wave_nobody_observed_is_refused_by_name() -> None:
    with pytest.raises(DisclosureError, match=r"^wave never observed: w2, w3$"):
        observed().cells(["w1", "w3", "w2"])


def test_those_who_left_are_people_of_their_own_in_what_was_published() -> None:
    register = observed()
    register = register.with_release(breakdown("t", register.cells(["w1"]), 0), ())
    later = register.observe("w1", {**CELLS, ("PRE", "a"): 4})
    now = later.cells(["w1"])[("PRE", "a")]
    released = {g.name: g for g in later.releases[0].table.groups}
    assert now[1] == 4
    assert now[0] < released["PRE"].atoms
    assert sum(later.counts[atom] for atom in released["PRE"].atoms) == 6
    assert sum(later.counts[atom] for atom in released["totaal"].atoms) == 22
    assert sum(later.counts[atom] for atom in released["POST"].atoms) == 16


def published(register: Register) -> Register:
    return register.with_release(breakdown("t", register.cells(["w1"]), 0), ())


def test_those_who_came_are_people_of_their_own() -> None:
    before = published(observed())
    register = before.observe("w1", {**CELLS, ("PRE", "b"): {"late": 5}, ("PRE", "a"): 6})
    atoms, n = register.cells(["w1"])[("PRE", "b")]
    assert (len(atoms), n) == (2, 5)
    assert sorted(register.counts[atom] for atom in atoms) == [0, 5]
    assert register.releases == before.releases, "they were not in what was published"


def test_who_left_is_who_the_caller_says_has_left() -> None:
    register = published(Register().observe("w1", {("PRE",): 5}))
    register = published(register.observe("w1", {("PRE",): {FIRST: 5, "late": 3}}))
    register = register.observe("w1", {("PRE",): {FIRST: 5, "late": 1}})
    atoms, n = register.cells(["w1"])[("PRE",)]
    assert n == 6
    assert sorted(register.counts[atom] for atom in atoms) == [1, 5]
    first, second = (release.table.groups[0].atoms for release in register.releases)
    assert first < atoms
    assert len(second - atoms) == 1
    assert sum(register.counts[atom] for atom in second) == 8


def test_who_comes_after_publication_may_not_hide_behind_a_number() -> None:
    register = published(Register().observe("w1", {("PRE",): 5}))
    for count in (6, {FIRST: 6}, {FIRST: 6, "late": 2}):
        with pytest.raises(
            DisclosureError,
            match=r"^w1/PRE/ grew by 1 after it was published: "
            "count those who came under a label of their own$",
        ):
            register.observe("w1", {("PRE",): count})


def test_who_left_may_not_come_back_unseen() -> None:
    register = published(Register().observe("w1", {("PRE",): 5}))
    register = register.observe("w1", {("PRE",): 4})
    with pytest.raises(DisclosureError, match="grew by 1"):
        register.observe("w1", {("PRE",): 5})


def test_before_publication_numbers_may_go_up_and_down() -> None:
    register = Register().observe("w1", {("PRE",): 5})
    for n in (9, 2, 7):
        register = register.observe("w1", {("PRE",): n})
        assert list(register.counts.values()) == [n]


def test_a_cell_that_is_left_out_is_empty_now() -> None:
    assert observed().observe("w1", {}).cells(["w1"])[("PRE", "a")][1] == 0


def test_nothing_changes_when_the_counts_are_the_same() -> None:
    assert observed().observe("w1", CELLS) == observed()


def test_a_wrong_count_is_refused() -> None:
    with pytest.raises(DisclosureError):
        Register().observe("w1", {("PRE",): -1})


def test_an_outdated_table_cannot_be_published() -> None:
    register = observed()
    table = breakdown("t", register.cells(["w1"]), 0)
    later = register.observe("w1", {**CELLS, ("PRE", "a"): 9, ("POST", "a"): 1})
    with pytest.raises(DisclosureError, match=r"^t/POST is outdated: 16 people$"):
        later.with_release(table, ())


def test_people_nobody_counted_cannot_be_published() -> None:
    table = Table("t", (Group("a", frozenset({("w9", "x")}), 3),))
    with pytest.raises(DisclosureError, match=r"^people nobody counted: \('w9', 'x'\)$"):
        observed().with_release(table, ())


def test_a_release_remembers_what_was_hidden_and_the_old_register_stays() -> None:
    register = observed()
    table = breakdown("t", register.cells(["w1"]), 0)
    later = register.with_release(table, ["PRE"]).with_release(table, [])
    assert [release.hidden for release in later.releases] == [{"PRE"}, frozenset()]
    assert register.releases == ()


def test_the_places_of_people_are_the_same_in_every_version() -> None:
    register = observed()
    before = register.cells(["w1"])[("PRE", "a")][0]
    register = published(register)
    register = register.observe("w1", {**CELLS, ("PRE", "a"): {FIRST: 6, "late": 3}})
    register = register.observe("w1", {**CELLS, ("PRE", "a"): {FIRST: 1, "late": 1}})
    after = register.cells(["w1"])[("PRE", "a")][0]
    assert before != after
    assert register.places(before) == register.places(after) == {("w1", "PRE", "a")}


def test_an_empty_cell_has_a_place() -> None:
    atoms, n = observed().cells(["w1"])[("PRE", "b")]
    assert n == 0
    assert observed().places(atoms) == {("w1", "PRE", "b")}
    assert observed().inhabited(atoms) == frozenset()


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=8))
def test_a_cell_always_holds_what_was_last_observed(steps: list[tuple[int, bool]]) -> None:
    register, labels = Register(), {FIRST: 30}
    for step, (n, public) in enumerate(steps):
        labels = {label: min(people, n) for label, people in labels.items()} | {str(step): n}
        register = register.observe("w1", {("PRE",): labels})
        register = published(register) if public else register
    atoms, n = register.cells(["w1"])[("PRE",)]
    assert n == sum(labels.values()) == sum(register.counts[atom] for atom in atoms)
    assert min(register.counts.values()) >= 0
    for release in register.releases:
        assert all(
            group.n == sum(register.counts[atom] for atom in group.atoms)
            for group in release.table.groups
        )
