"""One breakdown of one questionnaire: its sheets, its cells and what was told of them before."""

import random
from collections import Counter

import pytest

from analysis.disclosure import KNOWN, TOTAL, Figure, Released, release, totals
from analysis.disclosure.arrivals import by_arrival
from analysis.disclosure.breakdowns import Categories, Release
from tests.analysis.disclosure.attacker import Attacker, Kind, Seen

AGES: Categories = (("a", ("1",)), ("b", ("2",)), ("c", ("3",)), ("d", ("4",)))
SMALL_NUMBERS = (0, 1, 2, 3, 4, 4, 5, 6, 8, 9, 12, 20)
EVERY_CHANGE, NIGHTLY = 60, 2_000


def figure(name: str, *people: int, unsaid: int = 0) -> Figure:
    return Figure(name, (("", unsaid), *((str(i), n) for i, n in enumerate(people, 1))))


def alone(figures: list[Figure]) -> Release:
    """Each figure judged as if there were no other: the gate before it knew of sheets."""
    return tuple(found for one in figures for found in release([one], AGES))


def attacked(figures: list[Figure], told: Release) -> list[str]:
    """The small groups of which a reader, who knows that scores need sheets, learns too much."""
    everybody = dict(figures[-1].people)
    people: dict[Kind, int] = {
        (one.name, answer): n for one in figures for answer, n in one.people if everybody[answer]
    }
    seen, targets = [], []
    for one in told:
        for name, answers in (*AGES, (TOTAL, ("", "1", "2", "3", "4")), (KNOWN, tuple("1234"))):
            kinds = frozenset((one.figure.name, at) for at in answers) & people.keys()
            n = sum(people[kind] for kind in kinds)
            # "Hidden" says of sheets that there are some; of scores it does not.
            if name in one.shown or (name in one.hidden and one is told[-1]):
                seen.append(
                    Seen(f"{one.figure.name} {name}", kinds, n if name in one.shown else None)
                )
            if 0 < n < 5:
                targets.append((f"{one.figure.name} {name}", kinds))
    sheets = figures[-1].name
    within = [
        (frozenset({kind}), frozenset({(sheets, kind[1])})) for kind in people if kind[0] != sheets
    ]
    found = Attacker(people, seen, within).ranges_of(targets)
    return [str(one) for one in found if one.high - one.low < 4]


def questionnaire(seed: int) -> list[Figure]:
    """A few cells and the sheets they come from; some people skip a question."""
    chance = random.Random(seed)
    sheets = [chance.choice(SMALL_NUMBERS) for _ in range(5)]
    cells = [
        figure(
            f"R0{cell}",
            *(max(0, n - chance.choice((0, 0, 0, 1, 2))) for n in sheets[1:]),
            unsaid=sheets[0],
        )
        for cell in range(chance.randint(1, 4))
    ]
    return [*cells, figure("K3", *sheets[1:], unsaid=sheets[0])]


# Found by thinking and kept: nine scores in c say that it sent nine sheets at least, so that b
# has three of the 42; with another pattern per figure the reader adds them up.
NINE_SCORES = [figure("R07", 20, 3, 9, 8), figure("K3", 20, 3, 9, 10)]


def test_scores_of_one_cell_do_not_tell_how_few_sheets_another_group_sent() -> None:
    assert attacked(NINE_SCORES, alone(NINE_SCORES))
    assert attacked(NINE_SCORES, release(NINE_SCORES, AGES)) == []


@pytest.mark.parametrize("seed", range(EVERY_CHANGE))
def test_no_small_group_is_found_from_sheets_and_cells_together(seed: int) -> None:
    figures = questionnaire(seed)
    assert attacked(figures, release(figures, AGES)) == []


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(0, NIGHTLY, 50))
def test_no_small_group_is_found_in_two_thousand_questionnaires(start: int) -> None:
    for seed in range(start, start + 50):
        figures = questionnaire(seed)
        assert attacked(figures, release(figures, AGES)) == [], f"questionnaire {seed}"


def test_figures_judged_apart_give_small_groups_away() -> None:
    lost = Counter(
        bool(attacked(figures, alone(figures))) for figures in map(questionnaire, range(30))
    )
    assert lost[True] > 3


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    figures = [figure("R07", 20, 5, 9, 0), figure("K3", 20, 6, 10, 0, unsaid=5)]
    assert all(one.shown == {"a", "b", "c", "d", TOTAL, KNOWN} for one in release(figures, AGES))


def test_the_same_numbers_are_told_as_they_were() -> None:
    first = release(NINE_SCORES, AGES)
    assert release(NINE_SCORES, AGES, [first]) == first
    assert release(NINE_SCORES, AGES, [first, totals(NINE_SCORES)]) == first


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
