"""Representativeness and weighting: invariants, limits and what may be shown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.estimates.calibration import LAST, Margin, Sample, raked
from analysis.parameters import with_values
from analysis.response.representativeness import (
    FormResponse,
    published_representativeness,
    representativeness,
)
from analysis.response.weighting import weighting

GROUP = Margin("doelgroep", {"a": 120, "b": 80})
AGE = Margin("leeftijd", {"jong": 90, "oud": 110})


def sample_of(*entries):
    """Return a sample from (doelgroep, leeftijd, score, people)."""
    return Sample.of([((g, a), score, n) for g, a, score, n in entries])


MIXED = sample_of(
    ("a", "jong", 5.0, 14),
    ("a", "oud", 7.5, 16),
    ("b", "jong", 2.5, 9),
    ("b", "oud", 10.0, 12),
    ("b", "oud", 7.5, 10),
)


def test_weights_reproduce_every_margin():
    weights = raked(MIXED, [GROUP, AGE])[LAST] * MIXED.counts
    for place, margin in enumerate((GROUP, AGE)):
        for category, people in margin.people.items():
            held = sum(
                w for w, e in zip(weights, MIXED.categories, strict=True) if e[place] == category
            )
            assert held / weights.sum() == pytest.approx(people / 200)


def test_a_sample_like_its_population_keeps_weight_one():
    sample = sample_of(
        ("a", "jong", 5.0, 27),
        ("a", "oud", 7.5, 33),
        ("b", "jong", 2.5, 18),
        ("b", "oud", 10.0, 22),
    )
    found = weighting(sample, [GROUP, AGE], 200)
    for mean in (found.unweighted, found.post_stratified, found.raked):
        assert mean.mean == pytest.approx(found.unweighted.mean)
        assert (mean.kish, mean.lowest, mean.highest) == pytest.approx((1, 1, 1))
    assert not found.differs


def test_the_order_of_the_answers_does_not_matter():
    turned = Sample(MIXED.categories[::-1], MIXED.scores[::-1], MIXED.counts[::-1])
    one, other = weighting(MIXED, [GROUP, AGE], 200), weighting(turned, [GROUP, AGE], 200)
    assert one.raked.mean == pytest.approx(other.raked.mean)
    assert one.raked.se == pytest.approx(other.raked.se)


def test_a_histogram_equals_its_rows():
    rows = Sample.of(
        [
            (entry, float(score), 1)
            for entry, score, n in zip(MIXED.categories, MIXED.scores, MIXED.counts, strict=True)
            for _ in range(int(n))
        ]
    )
    one, other = weighting(MIXED, [GROUP, AGE], 200), weighting(rows, [GROUP, AGE], 200)
    assert one.raked.se == pytest.approx(other.raked.se)
    assert one.post_stratified.se == pytest.approx(other.post_stratified.se)
    assert one.raked.kish == pytest.approx(other.raked.kish)


def test_shifting_the_scores_shifts_the_means_and_leaves_the_errors():
    moved = Sample(MIXED.categories, MIXED.scores * 0.5 + 1, MIXED.counts)
    one, other = weighting(MIXED, [GROUP, AGE], 200), weighting(moved, [GROUP, AGE], 200)
    assert other.raked.mean == pytest.approx(one.raked.mean * 0.5 + 1)
    assert other.raked.se == pytest.approx(one.raked.se * 0.5)


def test_weighting_is_off_with_few_answers_or_a_small_category():
    few = weighting(sample_of(("a", "jong", 5.0, 20), ("b", "oud", 7.5, 20)), [GROUP, AGE], 200)
    assert (few.chosen, few.post_stratified, few.raked) == ("ongewogen", None, None)
    small = weighting(sample_of(("a", "jong", 5.0, 60), ("b", "oud", 7.5, 4)), [GROUP, AGE], 200)
    assert (small.chosen, small.post_stratified) == ("ongewogen", None)
    assert "te weinig antwoorden in een groep" in small.reason


def test_a_small_age_category_leaves_only_the_first_margin():
    sample = sample_of(("a", "jong", 5.0, 4), ("a", "oud", 7.5, 40), ("b", "oud", 2.5, 20))
    found = weighting(sample, [GROUP, AGE], 200)
    assert (found.chosen, found.raked) == ("poststratificatie", None)


def test_weights_that_run_apart_fall_back_to_the_first_margin():
    strict = with_values({"kish_maximum": 1.01})
    found = weighting(MIXED, [GROUP, AGE], 200, strict)
    assert found.raked.kish > 1.01
    assert found.chosen == "poststratificatie"


def test_extreme_weights_are_clipped_and_raked_again():
    sample = sample_of(
        ("a", "jong", 5.0, 60), ("a", "oud", 7.5, 60), ("b", "jong", 2.5, 5), ("b", "oud", 10.0, 5)
    )
    margins = [Margin("doelgroep", {"a": 100, "b": 100}), AGE]
    weights = raked(sample, margins)[LAST]
    free = raked(sample, margins, with_values({"trim_low": 0.0, "trim_high": 1e9}))[LAST]
    assert free.max() > 3
    held = (weights * sample.counts)[[e[0] == "b" for e in sample.categories]].sum()
    assert held / (weights * sample.counts).sum() == pytest.approx(0.5)


def test_margins_that_cannot_be_met_end_without_weights():
    sample = sample_of(("a", "jong", 5.0, 40), ("b", "oud", 7.5, 40))
    rounds = with_values({"raking_rounds": 50})
    found = weighting(sample, [GROUP, AGE], 200, rounds)
    assert found.raked is None
    assert found.chosen == "poststratificatie"


def test_equal_scores_have_no_error_and_no_answers_are_refused():
    same = Sample.of([(("a",), 5.0, 30), (("b",), 5.0, 30)])
    found = weighting(same, [GROUP], 200)
    assert (found.unweighted.se, found.unweighted.interval) == (None, None)
    with pytest.raises(ValueError, match="no answers"):
        weighting(Sample.of([]), [GROUP], 200)
    with pytest.raises(ValueError, match="one category per margin"):
        weighting(same, [GROUP, AGE], 200)


groups = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 90), min_size=2)


@settings(deadline=None)
@given(groups, st.data())
def test_the_chi_square_equals_scipy_and_the_measures_stay_in_range(population, data):
    answers = {name: data.draw(st.integers(0, size)) for name, size in population.items()}
    found = representativeness(answers, population)
    n, size = sum(answers.values()), sum(population.values())
    if n == 0:
        assert found.chi_square is None
        assert found.r_indicator is None
        return
    expected = [n * people / size for people in population.values()]
    reference = stats.chisquare(list(answers.values()), expected)
    assert found.chi_square.statistic == pytest.approx(reference.statistic)
    assert found.chi_square.p == pytest.approx(reference.pvalue, abs=1e-9)
    assert 0 <= found.dissimilarity <= 1
    rates = [answers[name] / people for name, people in population.items()]
    mean = n / size
    spread = sum(
        people * (rate - mean) ** 2 for people, rate in zip(population.values(), rates, strict=True)
    )
    assert found.r_indicator == pytest.approx(1 - 2 * np.sqrt(spread / (size - 1)))


def test_equal_response_is_perfect():
    found = representativeness({"a": 20, "b": 40}, {"a": 100, "b": 200})
    assert (found.r_indicator, found.dissimilarity, found.r_word) == (1.0, 0.0, "goed")
    assert all(group.balanced and group.heard for group in found.groups)


def test_a_small_group_is_heard_when_half_of_it_answered():
    found = representativeness({"a": 4, "b": 100}, {"a": 8, "b": 120})
    assert found.groups[0].heard
    assert not representativeness({"a": 3, "b": 100}, {"a": 8, "b": 120}).groups[0].heard


def test_people_of_no_known_group_are_counted_apart():
    found = representativeness({"a": 10, "b": 20, "zeg ik liever niet": 6}, {"a": 50, "b": 100})
    assert (found.answers, found.unknown) == (36, 6)
    assert found.dissimilarity == pytest.approx(0)


def test_words_of_the_r_indicator():
    words = [
        representativeness({"a": n, "b": 50}, {"a": 100, "b": 100}).r_word for n in (50, 36, 10)
    ]
    assert words == ["goed", "matig", "zwak"]


def test_impossible_numbers_are_refused():
    with pytest.raises(ValueError, match="negative"):
        representativeness({"a": -1}, {"a": 5})
    with pytest.raises(ValueError, match="empty"):
        representativeness({"a": 1}, {"a": 0})


def test_a_group_that_the_population_lacks_has_no_chi_square():
    assert representativeness({"a": 3, "b": 1}, {"a": 5, "b": 0}).chi_square is None


def test_a_small_group_takes_the_measures_over_all_groups_with_it():
    raw = representativeness({"a": 22, "b": 3, "c": 60}, {"a": 90, "b": 110, "c": 300})
    shown = published_representativeness(raw)
    assert [group.answers for group in shown.groups] == [None, None, 60]
    assert (shown.r_indicator, shown.chi_square, shown.answers) == (None, None, 85)
    safe = representativeness({"a": 22, "b": 13, "c": 60}, {"a": 90, "b": 110, "c": 300})
    assert published_representativeness(safe) == safe


def test_a_small_unknown_group_hides_a_known_one_with_it():
    raw = representativeness({"a": 22, "b": 60, "?": 2}, {"a": 90, "b": 300})
    shown = published_representativeness(raw)
    assert shown.unknown is None
    assert [group.answers for group in shown.groups] == [None, 60]


def test_a_response_of_four_hides_its_total_too():
    shown = published_representativeness(representativeness({"a": 3, "b": 1}, {"a": 9, "b": 9}))
    assert (shown.answers, shown.response) == (None, None)


def test_the_response_of_a_form_counts_what_arrived():
    assert FormResponse(100, 20, 40, 36).response == 0.5
    assert FormResponse(3, 3, 0, 0).response is None
