"""Comparison of parties and many comparisons at once, against scipy and statsmodels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.cells import scores_from
from analysis.comparisons.parties import (
    BLIND_SPOT,
    TOO_STRICT,
    PartyScores,
    cliffs_delta,
    compare,
    compare_parties,
    delta_size,
    hedges_g,
    newcombe,
    unpublished_comparisons,
)
from analysis.estimates.multiplicity import benjamini_hochberg
from analysis.estimates.welch import Summary, excludes_zero, smallest_detectable, summary, welch

steps = st.sampled_from([0.0, 1.25, 2.5, 3.75, 5.0, 6.25, 7.5, 8.75, 10.0])
groups = st.lists(steps, min_size=2, max_size=30)


def party(name, *values, topic="info TIJDENS"):
    """Return a party with these scores."""
    return PartyScores(topic, name, scores_from(values))


# scipy warns when one of two groups is constant; its result is right all the same.
@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")
@settings(deadline=None)
@given(groups, groups)
def test_welch_equals_scipy(a, b):
    found = welch(summary(scores_from(a)), summary(scores_from(b)))
    if len(set(a)) == len(set(b)) == 1:
        assert found.p is None
        return
    reference = stats.ttest_ind(a, b, equal_var=False)
    interval = reference.confidence_interval()
    assert found.p == pytest.approx(reference.pvalue, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_welch_without_spread_or_people_gives_no_test():
    assert welch(Summary(3, 5.0, 0.0), Summary(3, 7.5, 0.0)).difference == -2.5
    assert welch(Summary(1, 5.0, None), Summary(3, 7.5, 1.0)).p is None
    assert welch(Summary(0, None, None), Summary(3, 7.5, 1.0)).difference is None
    assert smallest_detectable(Summary(1, 5.0, None), Summary(3, 7.5, 1.0)) is None


def test_an_interval_on_one_side_of_zero_excludes_it():
    assert excludes_zero(0.1, 0.4)
    assert excludes_zero(-0.4, -0.1)
    assert not excludes_zero(-0.1, 0.1)
    assert not excludes_zero(0.0, 0.1)


@settings(deadline=None)
@given(groups, groups)
def test_cliffs_delta_counts_all_pairs(a, b):
    pairs = [(x > y) - (x < y) for x in a for y in b]
    found = cliffs_delta(scores_from(a), scores_from(b))
    assert found == pytest.approx(sum(pairs) / len(pairs))
    assert cliffs_delta(scores_from(b), scores_from(a)) == pytest.approx(-found)


@settings(deadline=None)
@given(groups, groups, st.integers(1, 3), st.integers(0, 4))
def test_effect_sizes_do_not_depend_on_the_unit(a, b, scale, shift):
    moved_a = scores_from([x * scale + shift for x in a])
    moved_b = scores_from([x * scale + shift for x in b])
    a, b = scores_from(a), scores_from(b)
    assert cliffs_delta(moved_a, moved_b) == pytest.approx(cliffs_delta(a, b))
    if hedges_g(a, b) is None:
        assert hedges_g(moved_a, moved_b) is None
    else:
        assert hedges_g(moved_a, moved_b) == pytest.approx(hedges_g(a, b))


def test_delta_without_people_is_none_and_has_words_by_size():
    assert cliffs_delta(scores_from([]), scores_from([5.0])) is None
    words = [delta_size(d) for d in (0.146, 0.147, -0.33, 0.474)]
    assert words == ["verwaarloosbaar", "klein", "middel", "groot"]


@settings(deadline=None)
@given(st.data())
def test_newcombe_equals_statsmodels(data):
    n_a, n_b = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))
    x_a, x_b = data.draw(st.integers(0, n_a)), data.draw(st.integers(0, n_b))
    low, high = confint_proportions_2indep(x_a, n_a, x_b, n_b, method="newcomb", compare="diff")
    found = newcombe(x_a, n_a, x_b, n_b)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_equals_statsmodels(p_values):
    rejected, adjusted, *_ = multipletests(p_values, 0.05, "fdr_bh")
    found = benjamini_hochberg(p_values)
    assert [one.p for one in found] == pytest.approx(list(adjusted), abs=1e-12)
    assert all(a.rejected or not b for a, b in zip(found, rejected, strict=True))


def test_what_was_not_tested_does_not_count():
    found = benjamini_hochberg([None, 0.04, None])
    assert [one.p for one in found] == [None, 0.04, None]
    assert benjamini_hochberg([]) == ()


def test_a_p_on_the_border_is_rejected_in_spite_of_floating_point():
    assert all(one.rejected for one in benjamini_hochberg([0.05 * i / 7 for i in range(1, 8)]))
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([1.2])


def test_four_answers_on_one_side_are_never_compared():
    one = compare(party("G", 5, 5, 5, 7.5), party("C", *[2.5] * 20))
    assert not one.tested
    assert one.n_a is one.mean_a is one.welch.p is None


def test_different_topics_are_not_compared():
    with pytest.raises(ValueError, match="not comparable"):
        compare(party("G", 5), party("C", 5, topic="wachttijd"))


def test_a_municipality_that_is_milder_than_its_clients_has_a_blind_spot():
    mild, strict = (7.5, 10, 7.5, 10, 8.75), (2.5, 5, 2.5, 5, 3.75)
    for a, b, verdict in (
        (party("G", *mild), party("C", *strict), BLIND_SPOT),
        (party("C", *strict), party("G", *mild), BLIND_SPOT),
        (party("G", *strict), party("C", *mild), TOO_STRICT),
        (party("W", *mild), party("C", *strict), None),
    ):
        assert compare_parties([(a, b)])[0].verdict == verdict


def test_a_gap_below_one_point_is_no_blind_spot_however_sure():
    a, b = party("G", *[7.5, 6.25] * 200), party("C", *[6.25, 6.25] * 200)
    found = compare_parties([(a, b)])[0]
    assert found.shown
    assert found.verdict is None


def test_a_small_group_that_all_agrees_does_not_show_its_share():
    a, b = party("G", *[7.5, 10] * 6), party("C", *[2.5, 7.5] * 6)
    raw, shown = unpublished_comparisons([(a, b)])[0], compare_parties([(a, b)])[0]
    assert raw.positive_a == 12
    assert (shown.positive_a, shown.share_difference, shown.newcombe) == (None, None, None)
    assert shown.welch == raw.welch


def test_mixed_groups_of_ten_do_show_their_share():
    a, b = party("G", *[7.5, 2.5] * 6), party("C", *[2.5, 7.5, 5] * 4)
    assert compare_parties([(a, b)])[0].positive_a == 6
