"""An attacker who knows the rules and tries every set of answers against all that is published."""

from itertools import combinations_with_replacement
from typing import Any

import pytest

from analysis.cells import CellCounts, Scores, scores_from
from analysis.disclosure import outward, rounded_mean
from analysis.estimates.intervals import mean_interval
from analysis.published import Cell, published_cell

ANSWERS = (0.0, 2.5, 5.0, 7.5, 10.0)
SIZES = (10, 12)


def published(numbers: tuple[int, ...], population: int | None = None) -> Cell:
    patterns = {(value,): n for value, n in enumerate(numbers, 1) if n}
    return published_cell(CellCounts("R04-C", ("C302",), ("SQ",), patterns, population))


def histograms(n: int) -> list[tuple[int, ...]]:
    """All ways in which n people can answer one question."""
    return [
        tuple(people.count(value) for value in range(5))
        for people in combinations_with_replacement(range(5), n)
    ]


def told(cell: Cell) -> tuple[Any, ...]:
    """Everything a reader sees of a cell whose share is a bound."""
    kept = (cell.sd, cell.median, cell.distribution, cell.questions, cell.alpha)
    return (cell.n, cell.mean, cell.low, cell.high, cell.share_bound, cell.light, *kept)


@pytest.mark.parametrize("n", SIZES)
def test_every_extreme_share_leaves_two_numbers_of_positive_people(n: int) -> None:
    solutions: dict[tuple[Any, ...], set[int]] = {}
    for numbers in histograms(n):
        if not (sum(numbers[:3]) <= n // 10 or sum(numbers[3:]) <= n // 10):
            continue
        cell = published(numbers)
        assert cell.share_bound is not None
        assert cell.share_positive is None
        solutions.setdefault(told(cell), set()).add(sum(numbers[3:]))
    alone = [figures for figures, counts in solutions.items() if len(counts) < 2]
    # An attacker who also knows why an interval was left out is stronger than the rule asks for.
    assert all(figures[2] is None for figures in alone)


def unguarded(numbers: tuple[int, ...]) -> tuple[Any, ...]:
    """The cell as it was published before the rule: exact mean and interval."""
    scores: Scores = scores_from(dict(zip(ANSWERS, numbers, strict=True)))
    margin = mean_interval(scores.n, scores.mean or 0.0, scores.sd, None)
    return scores.mean, margin


def test_without_the_rule_the_attacker_wins() -> None:
    solutions: dict[tuple[Any, ...], set[int]] = {}
    for numbers in histograms(12):
        if sum(numbers[:3]) <= 1:
            solutions.setdefault(unguarded(numbers), set()).add(sum(numbers[3:]))
    assert sum(len(counts) == 1 for counts in solutions.values()) > len(solutions) / 2


def test_what_is_shown_is_rounded_and_no_more_is_shown() -> None:
    cell = published((0, 0, 1, 8, 3))
    assert (cell.n, cell.share_bound) == (12, "≥ 90 %")
    assert cell.mean == 7.9
    assert (cell.sd, cell.median, cell.distribution, cell.questions) == (None, None, None, None)
    assert cell.low is None or cell.low * 2 == int(cell.low * 2)


def test_a_mean_that_only_one_number_can_have_is_held_back() -> None:
    cell = published((0, 0, 0, 0, 12))
    assert (cell.mean, cell.low, cell.mark) == (None, None, "afgeschermd")
    assert (cell.n, cell.share_bound) == (12, "≥ 90 %")


def test_an_interval_is_rounded_outward_and_stays_on_the_scale() -> None:
    assert outward(7.1, 9.1) == (7.0, 9.5)
    assert outward(7.0, 10.0) == (7.0, 10.0)
    assert rounded_mean(8.15) == 8.2
