from itertools import combinations

import numpy as np
import pytest

from analysis.outcomes.interviews import (
    Candidate,
    InterviewError,
    best_coverage,
    group_of,
    select_interviewees,
)
from analysis.parameters import Parameters

WEIGHTS = (("doelgroep", 2.0), ("fase", 1.0))


def rules(number: int, less: int, satisfied: int) -> Parameters:
    return Parameters(
        interview_number=number,
        interview_quota=(("minder", less), ("tevreden", satisfied)),
        interview_weights=WEIGHTS,
    )


def person(name: str, mark: float | None, group: str, phase: str) -> Candidate:
    return Candidate(name, (mark,), {"doelgroep": group, "fase": phase})


def pool_of(seed: int, size: int) -> list[Candidate]:
    random = np.random.default_rng(seed)
    return [
        person(
            f"k{i:02}",
            float(random.integers(1, 11)),
            str(random.choice(["s", "a", "o"])),
            str(random.choice(["PRE", "TIJDENS", "EINDE", ""])),
        )
        for i in range(size)
    ]


def test_the_less_satisfied_come_first_and_new_traits_count_most() -> None:
    pool = [
        person("a", 4, "s", "PRE"),
        person("b", 4, "s", "EINDE"),
        person("c", 8, "s", "PRE"),
        person("d", 9, "o", "PRE"),
    ]
    found = select_interviewees(pool, rules(2, 1, 1))
    assert [(c.step, c.group, c.id, c.gain, c.spread) for c in found.choices] == [
        (1, "minder", "a", 3, 3),
        (2, "tevreden", "d", 2, 2.5),
    ]
    assert found.reserves == ("b", "c")
    assert (found.coverage, found.coverage_maximum) == (5, 6)
    assert found.quota_filled


def test_among_equal_gains_the_rarest_and_then_the_lowest_id_is_chosen() -> None:
    pool = [
        person("a", 4, "s", "PRE"),
        person("b", 4, "s", "PRE"),
        person("c", 4, "o", "PRE"),
        person("e", 4, "o", "PRE"),
        person("f", 4, "s", "PRE"),
    ]
    found = select_interviewees(pool, rules(5, 5, 0))
    assert [choice.id for choice in found.choices] == ["a", "c", "b", "e", "f"]
    assert [round(choice.spread, 3) for choice in found.choices] == [3, 2.5, 1.333, 1.25, 0.867]


def test_open_places_move_to_the_other_group() -> None:
    pool = [person("a", 4, "s", "PRE"), *(person(n, 8, "o", "PRE") for n in "bcde")]
    found = select_interviewees(pool, rules(4, 2, 2))
    assert [choice.group for choice in found.choices] == [
        "minder",
        "tevreden",
        "tevreden",
        "tevreden",
    ]
    assert not found.quota_filled


def test_a_pool_smaller_than_the_number_is_chosen_whole() -> None:
    found = select_interviewees(pool_of(1, 3), rules(8, 4, 4))
    assert len(found.choices) == 3
    assert found.reserves == ()


def test_an_empty_pool_gives_an_empty_selection() -> None:
    found = select_interviewees([], rules(8, 4, 4))
    assert (found.choices, found.coverage, found.coverage_maximum) == ((), 0, 0)
    assert best_coverage([], found) == 0


def test_who_gave_no_mark_stays_out() -> None:
    pool = [person("a", None, "s", "PRE"), person("b", 4, "s", "PRE")]
    found = select_interviewees(pool, rules(8, 4, 4))
    assert [choice.id for choice in found.choices] == ["b"]
    assert "a" not in found.groups
    assert found.reserves == ()


def test_the_mean_is_over_the_marks_given() -> None:
    assert Candidate("a", (4, None, 7), {}).mean_mark == 5.5
    assert Candidate("a", (None,), {}).mean_mark is None


@pytest.mark.parametrize(
    ("mark", "group"), [(6.5, "tevreden"), (6.5 - 1e-12, "tevreden"), (6.49, "minder")]
)
def test_the_border_belongs_to_the_satisfied(mark: float, group: str) -> None:
    assert group_of(mark) == group


def test_a_missing_trait_covers_nothing() -> None:
    found = select_interviewees([person("a", 4, "s", "")], rules(1, 1, 0))
    assert (found.coverage, found.coverage_maximum) == (2, 2)


def test_a_person_who_appears_twice_is_refused() -> None:
    with pytest.raises(InterviewError, match=r"^a candidate appears twice$"):
        select_interviewees([person("a", 4, "s", "PRE")] * 2)


def test_the_order_of_the_pool_does_not_matter() -> None:
    pool = pool_of(3, 20)
    turned = list(reversed(pool))
    assert (
        select_interviewees(pool, rules(8, 4, 4)).choices
        == select_interviewees(turned, rules(8, 4, 4)).choices
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_best_coverage_is_that_of_trying_every_choice(seed: int) -> None:
    pool, parameters = pool_of(seed, 9), rules(4, 2, 2)
    found = select_interviewees(pool, parameters)
    wanted = sorted(choice.group for choice in found.choices)
    weights = dict(WEIGHTS)
    best = max(
        sum(
            weights[trait]
            for trait, _ in {(t, v) for p in chosen for t, v in p.traits.items() if v}
        )
        for chosen in combinations(pool, len(wanted))
        if sorted(found.groups[p.id] for p in chosen) == wanted
    )
    assert best_coverage(pool, found, parameters) == pytest.approx(best)
    assert found.coverage <= best <= found.coverage_maximum
