"""One breakdown of one questionnaire: its sheets, its cells and what was told of them before."""

import pytest

from analysis.disclosure import KNOWN, TOTAL, Figure, Released, release, totals
from analysis.disclosure.arrivals import by_arrival
from tests.analysis.disclosure.questionnaires import AGES, Person, Questionnaire, each_alone

EVERY_CHANGE, NIGHTLY = 20, 2_000


def figure(name: str, *people: int, unsaid: int = 0) -> Figure:
    return Figure(name, (("", unsaid), *((str(i), n) for i, n in enumerate(people, 1))))


def sent(answer: str, sheets: int, scores: int) -> list[Person]:
    """So many sheets, and so many of them with a score in the cell R0."""
    return [Person(answer, frozenset({"R0"} if i < scores else ()), 0) for i in range(sheets)]


@pytest.mark.parametrize("together", [True, False])
def test_scores_of_one_cell_do_not_tell_how_few_sheets_another_group_sent(together: bool) -> None:
    """Nine scores in c are nine sheets at least, so that three of the 42 are left for b."""
    one = Questionnaire(0, release if together else each_alone)
    one.figures = ["R0", "K3"]
    one.people = [*sent("1", 20, 20), *sent("2", 3, 3), *sent("3", 9, 9), *sent("4", 10, 8)]
    figures = [figure("R0", 20, 3, 9, 8), figure("K3", 20, 3, 9, 10)]
    one.told = {0: one.decide(figures, AGES, [])}
    assert bool(one.losses()) is not together


@pytest.mark.parametrize("seed", range(EVERY_CHANGE))
def test_no_small_group_is_found_in_all_editions_together(seed: int) -> None:
    assert Questionnaire(seed).run().losses() == []


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(0, NIGHTLY, 50))
def test_no_small_group_is_found_in_two_thousand_questionnaires(start: int) -> None:
    for seed in range(start, start + 50):
        assert Questionnaire(seed).run().losses() == [], f"questionnaire {seed}"


def test_figures_judged_apart_give_small_groups_away() -> None:
    lost = [seed for seed in range(10) if Questionnaire(seed, each_alone).run().losses()]
    assert len(lost) > 1


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    figures = [figure("R07", 20, 5, 9, 0), figure("K3", 20, 6, 10, 0, unsaid=5)]
    assert all(one.shown == {"a", "b", "c", "d", TOTAL, KNOWN} for one in release(figures, AGES))


def test_the_same_numbers_are_told_as_they_were() -> None:
    figures = [figure("R0", 20, 3, 9, 8), figure("K3", 20, 3, 9, 10)]
    first = release(figures, AGES)
    assert release(figures, AGES, [first]) == first
    assert release(figures, AGES, [first, totals(figures)]) == first


def test_a_group_that_moved_by_one_since_an_earlier_release_is_not_told_again() -> None:
    first = release([figure("K3", 20, 12, 9, 30)], AGES)
    second = release([figure("K3", 26, 12, 9, 30)], AGES, [first])
    (third,) = release([figure("K3", 26, 12, 10, 30)], AGES, [first, second])
    assert "c" not in third.shown
    assert "a" in second[0].shown


def test_where_nobody_can_tell_who_left_only_numbers_of_everybody_are_told() -> None:
    first = release([figure("K3", 20, 12, 9, 30)], AGES)
    second = release([figure("K3", 26, 12, 9, 30)], AGES, [first])
    (third,) = release([figure("K3", 20, 12, 9, 30)], AGES, [first, second])
    assert third == Released(third.figure, frozenset({TOTAL}), frozenset())


def test_who_left_and_came_is_known_by_label_as_long_as_one_label_is_there() -> None:
    assert by_arrival([("0", 0), ("1", 7), ("2", 7)]) == ({}, {"1": 7}, {"1": 7})
    assert by_arrival([("0", 6), ("1", 8), ("2", 0)]) == ({"0": 6}, {"0": 6, "1": 2}, {})
    assert by_arrival([("0", 6), ("1", 8), ("2", 7)]) is None
