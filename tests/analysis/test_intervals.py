"""Intervals against scipy, statsmodels and brute force, and their limits."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.estimates.intervals import (
    Interval,
    clopper_pearson,
    effective_n,
    hypergeometric,
    mean_interval,
    standard_error,
    t_quantile,
    usable_population,
    wilson,
    z_quantile,
)


@st.composite
def shares(draw):
    """Draw a number of people, how many are positive, and a population or None."""
    n = draw(st.integers(1, 80))
    positive = draw(st.integers(0, n))
    population = draw(st.one_of(st.none(), st.integers(1, 200)))
    return positive, n, population


@settings(deadline=None)
@given(shares())
def test_the_share_lies_inside_its_interval_and_the_interval_inside_zero_to_one(drawn):
    positive, n, population = drawn
    found = wilson(positive, n, population)
    assert -1e-12 <= found.low <= positive / n + 1e-12
    assert positive / n - 1e-12 <= found.high <= 1 + 1e-12


@settings(deadline=None)
@given(shares())
def test_counting_the_others_mirrors_the_interval(drawn):
    positive, n, population = drawn
    found, mirrored = wilson(positive, n, population), wilson(n - positive, n, population)
    assert mirrored.low == pytest.approx(1 - found.high, abs=1e-12)
    exact, other = clopper_pearson(positive, n), clopper_pearson(n - positive, n)
    assert other.high == pytest.approx(1 - exact.low, abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(shares())
def test_wilson_and_clopper_pearson_equal_scipy(drawn):
    positive, n, _ = drawn
    test = stats.binomtest(positive, n)
    reference = test.proportion_ci(method="wilson")
    found = wilson(positive, n)
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-9)
    reference = test.proportion_ci(method="exact")
    found = clopper_pearson(positive, n)
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-9)


@settings(deadline=None)
@given(shares())
def test_wilson_with_a_population_inverts_the_score_test(drawn):
    positive, n, population = drawn
    if population is None or n >= population or positive in (0, n):
        return
    found = wilson(positive, n, population)
    z = z_quantile()
    for border in (found.low, found.high):
        variance = border * (1 - border) / n * (population - n) / (population - 1)
        assert abs(positive / n - border) == pytest.approx(z * math.sqrt(variance), abs=1e-9)


def test_a_larger_population_widens_and_none_is_the_limit():
    widths = [wilson(30, 50, size) for size in (50, 60, 100, 1000, 10**9, None)]
    sizes = [one.high - one.low for one in widths]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert sizes[4] == pytest.approx(sizes[5], abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 12), st.integers(0, 12), st.data())
def test_the_exact_interval_keeps_every_population_the_data_allow(n, more, data):
    population, positive = n + more, data.draw(st.integers(0, n))
    found = hypergeometric(positive, n, population)
    kept = []
    for k in range(population + 1):
        draws = stats.hypergeom(population, k, n)
        if draws.sf(positive - 1) > 0.025 and draws.cdf(positive) > 0.025:
            kept.append(k)
    assert found == Interval(min(kept) / population, max(kept) / population)


def test_the_mean_interval_equals_scipy_and_is_cut_off():
    found = mean_interval(12, 5.0, 2.0)
    low, high = stats.t.interval(0.95, 11, loc=5.0, scale=2.0 / math.sqrt(12))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)
    assert mean_interval(5, 9.8, 1.0).high == 10.0
    assert mean_interval(5, 0.2, 1.0).low == 0.0


def test_two_people_are_enough_for_an_interval_and_it_is_wide():
    found = mean_interval(2, 5.0, 0.1)
    margin = 12.706204736 * 0.1 / math.sqrt(2)  # t with one degree of freedom
    assert found.low == pytest.approx(5.0 - margin)
    assert found.high == pytest.approx(5.0 + margin)


def test_no_interval_without_spread_or_people():
    assert mean_interval(8, 5.0, 0.0) is None
    assert mean_interval(1, 5.0, None) is None
    assert mean_interval(0, 5.0, 1.0) is None


def test_everyone_asked_and_answered_leaves_no_chance():
    assert mean_interval(8, 5.0, 2.0, 8) == Interval(5.0, 5.0)
    assert standard_error(8, 2.0, 8) == 0.0
    assert effective_n(8, 8) is None


def test_a_register_smaller_than_the_answers_is_not_used():
    assert usable_population(9, 8) is None
    assert mean_interval(9, 5.0, 2.0, 8) == mean_interval(9, 5.0, 2.0)
    assert wilson(3, 9, 8) == wilson(3, 9)
    assert usable_population(8, 8) == 8


def test_what_is_no_proportion_is_refused():
    for positive, n in ((3, 2), (-1, 5), (0, 0)):
        with pytest.raises(ValueError, match="is not a proportion"):
            wilson(positive, n)
        with pytest.raises(ValueError, match="is not a proportion"):
            clopper_pearson(positive, n)
    with pytest.raises(ValueError, match="larger than the population"):
        hypergeometric(1, 5, 4)


def test_a_higher_confidence_is_wider():
    assert t_quantile(9, 0.99) > t_quantile(9)
    assert wilson(3, 9, None, 0.99).high > wilson(3, 9).high
    assert clopper_pearson(3, 9, 0.99).low < clopper_pearson(3, 9).low
    assert mean_interval(9, 5.0, 2.0, None, 0.99).low < mean_interval(9, 5.0, 2.0).low
    assert hypergeometric(3, 9, 40, 0.99).high > hypergeometric(3, 9, 40).high


def test_the_sides_nobody_or_everybody_chose_are_exact():
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0
    assert clopper_pearson(0, 7).low == 0.0
    assert clopper_pearson(7, 7).high == 1.0


def test_a_population_of_millions_is_no_long_search():
    started = time.process_time()
    found = hypergeometric(500, 1_000, 2_000_000)
    assert time.process_time() - started < 5
    exact = clopper_pearson(500, 1_000)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-3)
