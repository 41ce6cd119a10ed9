"""Which categories of a breakdown leave, and what a population file may call them."""

import pytest

from analysis.parameters import DEFAULT
from survey_app.evaluation.breakdowns.categories import (
    CATEGORIES,
    answers_called,
    people_per_answer,
)
from survey_app.evaluation.breakdowns.gate import known_may_be_told, shown_categories

AGE, TARGET = CATEGORIES["leeftijd"], CATEGORIES["doelgroep"]


def people(*numbers: int, unsaid: int = 0) -> dict[str, int]:
    return {**{str(place): n for place, n in enumerate(numbers, 1)}, "": unsaid}


@pytest.mark.parametrize(
    ("numbers", "unsaid", "shown"),
    [
        ((20, 12, 9, 30), 0, "1 2 3 4"),
        ((20, 3, 9, 30), 0, "1 4"),  # a second one goes, or the first follows from the total
        ((20, 3, 9, 30), 8, "1 3 4"),  # who did not say hides it as well
        ((20, 12, 9, 30), 3, "1 2 4"),  # those three are protected too
        ((20, 0, 9, 30), 0, "1 2 3 4"),  # none is shown as none
    ],
)
def test_few_people_cannot_be_worked_out_from_the_total(
    numbers: tuple[int, ...], unsaid: int, shown: str
) -> None:
    found = shown_categories(people(*numbers, unsaid=unsaid), AGE, DEFAULT)
    assert sorted(found) == shown.split()


def test_who_belongs_to_both_target_groups_counts_in_both() -> None:
    both = {"arbeidsbeperking", "statushouder"}
    assert shown_categories(people(3, 4, 6, 30, unsaid=9), TARGET, DEFAULT) >= both
    # When everybody said so, the sum over the groups tells how many are in both, and so the 3.
    assert not shown_categories(people(3, 4, 6, 30), TARGET, DEFAULT) >= both
    few = shown_categories(people(3, 20, 1, 30), TARGET, DEFAULT)
    assert "arbeidsbeperking" not in few


def test_four_with_both_features_are_not_told_by_the_number_who_said() -> None:
    counts = people(20, 30, 4, 50, unsaid=12)
    assert len(shown_categories(counts, TARGET, DEFAULT)) == 3
    assert not known_may_be_told(counts, TARGET, DEFAULT)
    assert known_may_be_told(people(20, 30, 7, 50, unsaid=12), TARGET, DEFAULT)


@pytest.mark.parametrize(
    ("breakdown", "name", "answers"),
    [
        ("doelgroep", "Statushouders", ("2",)),
        ("doelgroep", "geen van deze", ("4",)),
        ("doelgroep", "3", ("3",)),
        ("leeftijd", "18 tot en met 26 jaar", ("1",)),
        ("leeftijd", "27–45", ("2",)),
        ("leeftijd", "55 jaar of ouder", ("4",)),
        ("leeftijd", "46+", ("3", "4")),
        ("duur", "2 - 5 jaar", ("3",)),
        ("duur", "soms", ()),
    ],
)
def test_a_population_file_may_call_a_category_in_several_ways(
    breakdown: str, name: str, answers: tuple[str, ...]
) -> None:
    assert answers_called(breakdown, name) == answers


def test_a_name_that_says_nothing_or_twice_the_same_gives_no_margin() -> None:
    assert people_per_answer("leeftijd", {"46+": 10, "55+": 5}) == {}
    assert people_per_answer("leeftijd", {"jong": 10, "55+": 5}) == {}
