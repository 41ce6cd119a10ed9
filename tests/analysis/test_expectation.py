"""Expectation versus outcome and shares: what is computed and what may be shown."""

import pytest

from analysis.comparisons.expectation import (
    directions_differ,
    expectation_gap,
    goal_reached,
    perceived_gap,
    published_gap,
    published_perceived,
)
from analysis.shares import published_shares, share_of


def test_people_who_answered_once_are_counted_and_not_paired():
    found = expectation_gap({(8.0, 6.0): 12, (9.0, None): 6, (None, 3.0): 7, (None, None): 9})
    assert (found.n_pairs, found.only_start, found.only_end) == (12, 6, 7)
    assert (found.start_linked, found.start_unlinked) == (8.0, 9.0)


@pytest.mark.parametrize(
    ("pairs", "shown"),
    [(4, (None, None, "afgeschermd")), (9, (9, -2.0, "indicatief")), (10, (10, -2.0, None))],
)
def test_the_gap_is_shown_by_its_number_of_pairs(pairs, shown):
    found = published_gap(expectation_gap({(8.0, 6.0): pairs}))
    assert (found.n_pairs, found.mean_gap, found.mark) == shown
    assert (found.gap is None) == (pairs < 10)


def test_no_pairs_at_all_is_said():
    found = published_gap(expectation_gap({}))
    assert (found.n_pairs, found.mean_gap, found.mark) == (0, None, "geen antwoorden")


def test_few_people_who_only_started_stay_hidden_with_their_mean():
    found = published_gap(expectation_gap({(8.0, 6.0): 12, (9.0, None): 4, (None, 5.0): 5}))
    assert (found.only_start, found.start_unlinked, found.only_end) == (None, None, 5)


def test_the_gap_by_start_needs_ten_people_in_every_group():
    answers = {(5.0, 6.0): 10, (8.0, 8.0): 10, (9.0, 7.0): 10}
    found = expectation_gap(answers)
    assert found.by_start == ((1, 6, 1.0, 10), (7, 8, 0.0, 10), (9, 10, -2.0, 10))
    assert expectation_gap({**answers, (9.0, 7.0): 9}).by_start is None


def test_the_light_of_the_perceived_gap_counts_as_expected_as_good():
    assert perceived_gap({5: 10, 3: 30, 1: 2}).light.colour == "groen"
    assert perceived_gap({1: 30, 5: 2}).light.colour == "rood"
    assert perceived_gap({9: 30}).light.colour == "grijs"


def test_measures_that_disagree_are_noticed():
    worse, better = expectation_gap({(8.0, 6.0): 12}), perceived_gap({5: 8, 1: 3})
    assert directions_differ(worse, better)
    assert not directions_differ(worse, perceived_gap({5: 3, 1: 8}))
    assert not directions_differ(worse, perceived_gap({5: 3, 1: 3}))
    assert not directions_differ(expectation_gap({}), better)
    assert not directions_differ(worse, perceived_gap({}))


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (4, None), (5, 5)])
def test_the_perceived_gap_hides_small_numbers(n, shown):
    found = published_perceived({3: n})
    assert found.n == shown
    assert found.better is None


def test_an_extreme_share_of_few_people_is_a_bound_and_hides_the_rest():
    found = published_perceived({5: 1, 3: 6, 2: 7})
    assert found.better.bound == "≤ 10 %"
    assert found.worse.number is found.as_thought.share is None
    assert published_shares({"a": 2, "b": 38})["b"].number == 38


def test_the_goal_is_shown_from_ten_answers_on():
    assert goal_reached({"ja helemaal": 9}) == {}
    found = goal_reached({"ja helemaal": 4, "ja voor een deel": 3, "onderweg": 3, "nee": 4, "?": 9})
    assert found["nee"].share == pytest.approx(4 / 14)
    assert found["nee"].interval.low < 4 / 14 < found["nee"].interval.high


def test_a_share_of_nobody_is_none():
    assert share_of(0, 0) is None
