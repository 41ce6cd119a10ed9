"""Two readers of the same answers: the size of the sample, and kappa beside that of statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.openanswers.agreement import Reading, agreement, kappa, second_reading_size

TABLES = (
    [[20, 5], [10, 15]],
    [[40, 3, 2, 0], [4, 6, 1, 1], [1, 2, 20, 3], [0, 1, 2, 14]],
    [[0, 7], [9, 0]],
    [[12, 0, 1], [0, 0, 0], [2, 0, 5]],
)


@pytest.mark.parametrize("table", TABLES)
def test_kappa_and_its_margin_are_those_of_statsmodels(table: list[list[int]]) -> None:
    other = cohens_kappa(np.array(table))
    found = kappa(table)
    assert found.value == pytest.approx(other.kappa)
    assert found.low == pytest.approx(max(-1, other.kappa_low), abs=1e-6)
    assert found.high == pytest.approx(min(1, other.kappa_upp), abs=1e-6)


@pytest.mark.parametrize(
    ("table", "value"), [([[8, 0], [0, 0]], None), ([[0, 0], [0, 0]], None), ([[4, 0], [0, 3]], 1)]
)
def test_full_agreement_has_no_margin_and_one_class_no_kappa(
    table: list[list[int]], value: float | None
) -> None:
    found = kappa(table)
    assert (found.value, found.low, found.high) == (value, None, None)


@pytest.mark.parametrize(
    ("n", "size"), [(0, 0), (1, 1), (50, 50), (51, 50), (501, 51), (3000, 300), (90_000, 300)]
)
def test_a_tenth_is_read_twice_at_least_fifty_at_most_three_hundred(n: int, size: int) -> None:
    assert second_reading_size(n) == size


def test_themes_agree_by_every_yes_and_no_about_a_theme() -> None:
    def said(label: str, *themes: str) -> Reading:
        return Reading(label, frozenset(themes))

    pairs = [
        (said("goed", "tijd"), said("goed", "tijd")),
        (said("goed", "tijd"), said("slecht", "tijd", "geld")),
        (said("slecht"), said("slecht")),
    ]
    found = agreement(pairs, ("goed", "slecht"), ("tijd", "geld"))
    assert found is not None
    assert (found.n, found.same_label, found.same_themes) == (3, 2 / 3, 2 / 3)
    # Of six yes-or-no decisions two are yes for both, three no for both, one differs.
    assert found.themes == pytest.approx(cohens_kappa(np.array([[3, 1], [0, 2]])).kappa)
    assert agreement([], ("goed",), ()) is None
