"""Which categories of a breakdown leave, and what a population file may call them."""

import pytest

from analysis.disclosure import KNOWN, Figure, release
from survey_app.evaluation.breakdowns.categories import (
    CATEGORIES,
    answers_called,
    people_per_answer,
)

AGE, TARGET = (
    tuple((name, tuple(sorted(of))) for name, of in CATEGORIES[breakdown].items())
    for breakdown in ("leeftijd", "doelgroep")
)
Categories = tuple[tuple[str, tuple[str, ...]], ...]


def shown_categories(people: dict[str, int], categories: Categories) -> frozenset[str]:
    """What is shown of sheets alone, as of a questionnaire without cells."""
    (found,) = release([Figure("K3", tuple(sorted(people.items())))], categories)
    return found.shown & {name for name, _ in categories}


def known_may_be_told(people: dict[str, int], categories: Categories) -> bool:
    (found,) = release([Figure("K3", tuple(sorted(people.items())))], categories)
    return KNOWN in found.shown


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
    found = shown_categories(people(*numbers, unsaid=unsaid), AGE)
    assert sorted(found) == shown.split()


def test_who_belongs_to_both_target_groups_counts_in_both() -> None:
    both = {"arbeidsbeperking", "statushouder"}
    assert shown_categories(people(3, 4, 6, 30, unsaid=9), TARGET) >= both
    # When everybody said so, the sum over the groups tells how many are in both, and so the 3.
    assert not shown_categories(people(3, 4, 6, 30), TARGET) >= both
    few = shown_categories(people(3, 20, 1, 30), TARGET)
    assert "arbeidsbeperking" not in few


def test_four_with_both_features_are_not_told_by_the_number_who_said() -> None:
    counts = people(20, 30, 4, 50, unsaid=12)
    assert len(shown_categories(counts, TARGET)) == 3
    assert not known_may_be_told(counts, TARGET)
    assert known_may_be_told(people(20, 30, 7, 50, unsaid=12), TARGET)


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
