"""The parts of the search on their own: solver, ranges and the rows that forbid a pattern."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from analysis.disclosure import DisclosureError
from analysis.disclosure.search.pattern import cheapest_pattern, unsafe_rows
from analysis.disclosure.search.problem import Flags, Problem, Secret, Vector, rows
from analysis.disclosure.search.ranges import (
    Points,
    Range,
    keep,
    largest,
    secret_ranges,
    whole_width,
    widest,
)
from analysis.disclosure.search.solver import Limits, cheapest_flags, smallest, smallest_each

NOTHING = np.zeros(0)


def flags(text: str) -> Flags:
    return np.array([letter == "x" for letter in text], dtype=np.bool_)


def one_row(*people: int, width: int = 4, floor: list[list[float]] | None = None) -> Problem:
    """Groups under one shown total; every group is a secret when it is hidden."""
    truth = np.array(people, dtype=np.float64)
    size = len(people)
    return Problem(
        truth=truth,
        known=np.ones((1, size)),
        floor=rows(size, floor or []),
        groups=np.eye(size),
        n=truth,
        must_hide=(truth > 0) & (truth < 5),
        must_show=truth == 0,
        secrets=tuple(Secret(np.eye(size)[i], width, i) for i in range(size)),
        rules=rows(size, []),
        rule_floor=NOTHING,
        least=1,
        limit=8,
    )


def range_of(problem: Problem, hidden: Flags, secret: Secret, points: Points) -> Range:
    (found,) = secret_ranges(problem, hidden, [secret], points)
    return found


def triangle() -> Problem:
    """Three people of whom each pair was hidden earlier: half a person each would fit."""
    truth = np.ones(3)
    return Problem(
        truth=truth,
        known=rows(3, []),
        floor=np.array([[1.0, 1, 0], [0, 1, 1], [1, 0, 1]]),
        groups=rows(3, []),
        n=NOTHING,
        must_hide=flags(""),
        must_show=flags(""),
        secrets=(),
        rules=rows(0, []),
        rule_floor=NOTHING,
        least=1,
        limit=8,
    )


def free(upper: list[list[float]], most: list[float]) -> Limits:
    return Limits(np.array(upper), np.array(most), rows(2, []), NOTHING, np.inf)


def test_the_solver_says_where_the_smallest_value_is_and_what_a_bound_costs() -> None:
    found = smallest(np.array([-1.0, -2.0]), free([[1, 1], [0, 1]], [10, 4]))
    assert found is not None
    assert found.value == pytest.approx(-14)
    assert found.point == pytest.approx([6, 4])
    assert found.prices == pytest.approx([-1, -1])


def test_whole_numbers_have_no_prices() -> None:
    found = smallest(np.array([-1.0, -1.0]), free([[2, 2]], [5]), whole=True)
    assert found is not None
    assert found.value == pytest.approx(-2)
    assert list(found.prices) == [0.0]


def test_a_value_without_a_bottom_is_none() -> None:
    assert smallest(np.array([-1.0, 0.0]), free([[0, 1]], [1])) is None


def test_without_upper_bounds_there_are_no_prices() -> None:
    bare = Limits(rows(2, []), NOTHING, np.array([[1.0, 1.0]]), np.array([3.0]), np.inf)
    found = smallest(np.array([1.0, 2.0]), bare)
    assert found is not None
    assert (found.value, len(found.prices)) == (pytest.approx(3), 0)


def test_many_goals_at_once_are_the_same_as_one_by_one() -> None:
    limits = replace(free([[1, 1], [0, 1]], [10, 4]), ceiling=np.array([7.0, 9.0]))
    limits = replace(limits, equal=np.array([[1.0, -1.0]]), exactly=np.array([4.0]))
    goals = np.array([[-1.0, -2.0], [1.0, 3.0], [0.0, 0.0], [-5.0, 1.0]])
    together = smallest_each(goals, limits)
    assert [one.value for one in together] == pytest.approx([-13, 4, 0, -32])
    for goal, one in zip(goals, together, strict=True):
        alone = smallest(goal, limits)
        assert alone is not None
        assert one.value == pytest.approx(alone.value)
        assert goal @ one.point == pytest.approx(alone.value)
        assert one.prices == pytest.approx(alone.prices)


def test_many_goals_need_a_ceiling() -> None:
    with pytest.raises(AssertionError, match=r"^a problem with a ceiling cannot be without end$"):
        smallest_each(np.array([[-1.0, 0.0]]), free([[0, 1]], [1]))


def test_a_contradiction_is_refused() -> None:
    both = Limits(
        np.array([[1.0, 1.0]]), np.array([1.0]), np.array([[1.0, 1.0]]), np.array([3.0]), np.inf
    )
    with pytest.raises(
        DisclosureError, match=r"^the published figures contradict each other: The "
    ):
        smallest(np.array([1.0, 0.0]), both)


def test_a_ceiling_holds_for_every_atom() -> None:
    limits = Limits(rows(2, []), NOTHING, rows(2, []), NOTHING, np.array([2.0, 5.0]))
    found = smallest(np.array([-1.0, -1.0]), limits)
    assert found is not None
    assert found.point == pytest.approx([2, 5])


def test_the_cheapest_flags_keep_their_rows_and_bounds() -> None:
    cost, rule = np.array([5.0, 2.0, 3.0]), np.array([[1.0, 1.0, 1.0]])
    may, must = flags("xxx"), flags("...")
    assert list(cheapest_flags(cost, rule, np.array([1.0]), must, may)) == [False, True, False]
    assert list(cheapest_flags(cost, rule, np.array([2.0]), flags("x.."), may)) == [
        True,
        True,
        False,
    ]
    assert list(cheapest_flags(cost, rule, np.array([1.0]), must, flags("x.x"))) == [
        False,
        False,
        True,
    ]
    assert list(cheapest_flags(cost, rows(3, []), NOTHING, flags(".x."), may)) == [
        False,
        True,
        False,
    ]
    assert cheapest_flags(cost, rule, np.array([4.0]), must, may) is None


def test_a_hidden_figure_ranges_as_far_as_its_neighbour_has_people() -> None:
    points = Points()
    found = range_of(one_row(3, 8, 20), flags("xx."), one_row(3, 8, 20).secrets[0], points)
    assert (found.low, found.high, found.width) == (1, 10, 9)
    assert {tuple(point) for point in points.found} == {(10, 1, 20), (1, 10, 20)}


def test_a_shown_figure_has_no_range() -> None:
    problem = one_row(3, 8, 20)
    assert range_of(problem, flags("xx."), problem.secrets[2], Points()).width == 0


def test_the_width_is_high_less_low() -> None:
    assert Range(2.0, 7.0, NOTHING).width == 5


@pytest.mark.parametrize("people", [(3, 8, 20, 6), (4, 1, 9, 30), (1, 1, 1, 50)])
def test_prices_never_promise_less_than_hiding_more_can_give(people: tuple[int, ...]) -> None:
    """The row made of them would otherwise forbid a pattern that is safe."""
    problem = one_row(*people)
    patterns = [flags("".join(letters)) for letters in product(".x", repeat=4)]
    found = {tuple(h): secret_ranges(problem, h, [*problem.secrets], Points()) for h in patterns}
    for h in patterns:
        for place, one in enumerate(found[tuple(h)]):
            assert np.all(one.gain >= 0)
            for other in patterns:
                promised = one.width + one.gain @ (other.astype(float) - h.astype(float))
                assert found[tuple(other)][place].width <= promised + 1e-6


def test_the_price_of_a_tight_pattern_is_not_out_of_all_proportion() -> None:
    problem = one_row(3, 8, 20)
    found = range_of(problem, flags("x.."), problem.secrets[0], Points())
    assert found.width == 0
    assert found.gain @ np.array([0.0, 1.0, 1.0]) > 0
    assert found.gain.max() <= 2 * problem.limit


def test_half_a_person_is_no_proof() -> None:
    problem, everybody = triangle(), Secret(np.ones(3), 4, None)
    assert largest(problem, flags(""), -everybody.members).value == pytest.approx(-1.5)
    assert largest(problem, flags(""), -everybody.members, whole=True).value == pytest.approx(-2)
    points = Points()
    assert whole_width(problem, flags(""), everybody, points) == pytest.approx(27 - 2)
    assert sorted(sum(point) for point in points.found) == [2, 27]


def test_only_whole_points_are_kept() -> None:
    points = Points()
    keep(points, np.array([0.5, 1.0]))
    keep(points, np.array([0.9999, 1.0]))
    assert points.found == []
    keep(points, np.array([2.9999999, 1.0]))
    assert [list(point) for point in points.found] == [[3, 1]]


def test_points_fit_a_pattern_when_they_change_only_what_is_hidden() -> None:
    problem = one_row(3, 8, 20)
    found: list[Vector] = [np.array([1.0, 10, 20]), np.array([3.0, 1, 27]), np.array([0.0, 11, 20])]
    points = Points(found)
    assert points.fitting(problem, flags("...")).tolist() == [[3, 8, 20]]
    assert points.fitting(problem, flags("xx.")).tolist() == [[3, 8, 20], [1, 10, 20]]
    assert points.fitting(problem, flags(".xx")).tolist() == [[3, 8, 20], [3, 1, 27]]
    assert len(points.fitting(problem, flags("xxx"))) == 3


def test_points_beyond_the_limit_do_not_count() -> None:
    problem = one_row(3, 20, 20)
    points = Points([np.array([11.0, 12, 20]), np.array([12.0, 11, 20])])
    assert points.fitting(problem, flags("xx.")).tolist() == [[3, 20, 20], [11, 12, 20]]


def test_nothing_bounds_what_no_table_mentions() -> None:
    truth, unit = np.array([3.0, 4.0]), np.array([1.0, 0.0])
    assert widest(rows(2, []), truth, unit) == (0, np.inf)
    assert widest(np.array([[1.0, 1.0]]), truth, unit) == (0, 7)
    assert widest(np.eye(2), truth, unit) == (3, 3)
    assert widest(np.array([[1.0, 1.0]]), truth, -unit) == (-7, 0)
    assert widest(rows(2, []), truth, -unit) == (-np.inf, 0)


def is_safe(problem: Problem, hidden: Flags) -> bool:
    return all(
        whole_width(problem, hidden, secret, Points()) >= secret.width
        for secret in problem.secrets
        if secret.group is None or hidden[secret.group]
    )


@pytest.mark.parametrize(
    ("people", "always"),
    [
        ((3, 8, 20), False),
        ((4, 1, 9, 30), False),
        ((2, 2, 2, 50), False),
        ((3, 8, 20), True),
        ((4, 1, 9, 30), True),
        ((6, 7, 9, 4), True),
    ],
)
def test_a_row_forbids_its_pattern_and_no_safe_one(people: tuple[int, ...], always: bool) -> None:
    problem = one_row(*people)
    if always:
        first = Secret(problem.secrets[0].members, 4, None)
        problem = changed(problem, secrets=(first, *problem.secrets[1:]))
    patterns = [flags("".join(letters)) for letters in product(".x", repeat=len(people))]
    safe = [pattern for pattern in patterns if is_safe(problem, pattern)]
    assert safe
    for pattern in patterns:
        found = unsafe_rows(problem, pattern, Points())
        assert bool(found) != any(np.array_equal(pattern, other) for other in safe)
        for row, floor in found:
            assert row @ pattern < floor - 1e-6
            assert all(row @ other >= floor - 1e-6 for other in safe)
    best = cheapest_pattern(problem)
    assert best is not None
    allowed = [p for p in safe if np.all(p >= problem.must_hide)]
    assert problem.n @ best == min(problem.n @ pattern for pattern in allowed)


def changed(problem: Problem, **values: object) -> Problem:
    return replace(problem, **values)


def test_a_secret_that_only_half_people_keep_open_needs_another_group() -> None:
    """Width 25.5 by the linear programme, 25 in whole people: one group more must be hidden."""
    base = triangle()
    spare = np.array([0.0, 0, 0, 1])
    problem = changed(
        base,
        truth=np.ones(4),
        floor=np.column_stack([base.floor, np.zeros(3)]),
        known=rows(4, []),
        groups=spare.reshape(1, 4),
        n=np.ones(1),
        must_hide=flags("."),
        must_show=flags("."),
        secrets=(Secret(np.array([1.0, 1, 1, 0]), 25, None),),
        rules=rows(1, []),
    )
    assert unsafe_rows(problem, flags("."), Points()) == []
    (tight,) = problem.secrets
    wide = changed(problem, secrets=(Secret(tight.members, 26, None),))
    impossible = unsafe_rows(wide, flags("."), Points())
    assert [(list(row), floor) for row, floor in impossible] != []
    assert cheapest_pattern(wide) is None


def test_without_the_audit_only_the_rules_count() -> None:
    problem = one_row(3, 8, 20)
    assert list(cheapest_pattern(problem, audited=False)) == [True, False, False]
    assert list(cheapest_pattern(problem)) == [True, True, False]
    rule = changed(problem, rules=np.array([[0.0, 0, 1]]), rule_floor=np.array([1.0]))
    assert list(cheapest_pattern(rule, audited=False)) == [True, False, True]


def test_no_pattern_is_safe_when_nothing_more_can_be_hidden() -> None:
    assert cheapest_pattern(changed(one_row(3, 8), must_show=flags(".x"))) is None


def test_a_matrix_keeps_its_width_without_rows() -> None:
    assert rows(3, []).shape == (0, 3)
    assert rows(2, [[1, 2]]).tolist() == [[1, 2]]


def test_the_bounds_of_a_hidden_group_start_at_one_and_end_at_the_limit() -> None:
    problem = one_row(3, 12, 1)
    low, high = problem.bounds(flags("xxx"))
    assert (low.tolist(), high.tolist()) == ([1, 4, 1], [11, 20, 9])
    low, high = problem.bounds(flags("..."))
    assert (low.tolist(), high.tolist()) == ([3, 12, 1], [3, 12, 1])
    earlier = one_row(3, 12, 1, floor=[[1.0, 1, 0]])
    assert earlier.upper_values(flags("..."))[-1] == -1
    assert earlier.upper_rows()[-1].tolist() == [-1, -1, 0]


def two_triangles(group: int | None) -> Problem:
    """Six people of whom each pair of a triangle was hidden earlier, and two spare groups.

    Their number is 3 to 54 by the linear programme, 4 to 54 in whole people.
    """
    base, size = triangle().floor, 8
    floor = np.zeros((6, size))
    floor[:3, :3], floor[3:, 3:6] = base, base
    people = np.array([1.0] * 6 + [0.0] * 2)
    return changed(
        triangle(),
        truth=np.ones(size),
        known=rows(size, []),
        floor=floor,
        groups=np.eye(size)[6:],
        n=np.ones(2),
        must_hide=flags(".."),
        must_show=flags(".."),
        secrets=(Secret(people, 51, group),),
        rules=rows(2, []),
    )


@pytest.mark.parametrize(("group", "row", "floor"), [(None, [0, 1], 1), (0, [-1, 1], 0)])
def test_what_only_half_people_keep_open_asks_for_one_group_more(
    group: int | None, row: list[float], floor: float
) -> None:
    found = unsafe_rows(two_triangles(group), flags("x."), Points())
    assert [(list(forbidding), least) for forbidding, least in found] == [(row, floor)]


def test_what_is_open_already_counts_towards_the_width() -> None:
    """Between 0 and 6 while the sum is shown; 8 is asked, so 2 more must come from hiding it."""
    problem = changed(
        one_row(2, 4, 20),
        groups=np.array([[1.0, 1, 0]]),
        n=np.array([6.0]),
        must_hide=flags("."),
        must_show=flags("."),
        secrets=(Secret(np.array([1.0, 0, 0]), 8, None),),
        rules=rows(1, []),
    )
    ((row, floor),) = unsafe_rows(problem, flags("."), Points())
    assert (list(row), floor) == (pytest.approx([2]), pytest.approx(2))
    best = cheapest_pattern(problem)
    assert best is not None
    assert list(best) == [True]


def test_a_group_that_has_nothing_to_do_with_a_secret_stays_out_of_its_row() -> None:
    apart = changed(one_row(3, 8, 20, 6, 7), known=np.array([[1.0, 1, 1, 0, 0], [0, 0, 0, 1, 1]]))
    ((row, _),) = unsafe_rows(apart, flags("x...."), Points())
    assert list(row[3:]) == [0, 0]
    best = cheapest_pattern(apart)
    assert best is not None
    assert list(best) == [True, True, False, False, False]
