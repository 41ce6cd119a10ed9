"""Trends over phases and waves, paired differences and modes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.cells import scores_from
from analysis.comparisons.modes import mode_effect
from analysis.comparisons.phases import phase_trend, shown_phases
from analysis.comparisons.waves import (
    WaveCell,
    changed_mix,
    run_chart,
    wave_trends,
    weighted_difference,
)
from analysis.estimates.paired import (
    count_pairs,
    differences,
    paired_difference,
    sign_test,
    signed_rank,
)
from analysis.estimates.welch import Summary

steps = st.sampled_from([0.0, 2.5, 5.0, 6.25, 7.5, 10.0])
group = st.lists(steps, min_size=1, max_size=15)


@settings(deadline=None)
@given(group, group, group)
def test_kendall_equals_scipy_with_all_ties(one, two, three):
    phases = [("PRE", one), ("AANVANG", two), ("TIJDENS", three)]
    found = phase_trend([(name, scores_from(values)) for name, values in phases]).kendall
    x = [place for place, (_, values) in enumerate(phases) for _ in values]
    y = [value for _, values in phases for value in values]
    if len(set(y)) == 1:
        assert found.tau is None
        return
    reference = stats.kendalltau(x, y, method="asymptotic")
    assert found.tau == pytest.approx(reference.statistic, abs=1e-9)
    assert found.p == pytest.approx(reference.pvalue, abs=1e-9)


def test_turning_the_phases_around_turns_the_direction():
    phases = [("a", [7.5, 10.0] * 5), ("b", [5.0, 7.5] * 5), ("c", [2.5, 5.0] * 5)]
    phases = [(name, scores_from(values)) for name, values in phases]
    assert phase_trend(phases).direction == "dalend"
    assert phase_trend(phases[::-1]).direction == "stijgend"
    assert phase_trend(phases[::-1]).kendall.z == pytest.approx(-phase_trend(phases).kendall.z)


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_phases_have_no_trend(count):
    found = phase_trend([("PRE", scores_from([5.0] * 10))][:count])
    assert found.direction == "geen aantoonbare trend"
    assert found.last_minus_first.difference is None


def test_twenty_linked_people_add_a_paired_difference():
    phases = [("AANVANG", scores_from([5.0, 7.5])), ("TIJDENS", scores_from([5.0, 7.5]))]
    assert phase_trend(phases, {(5.0, 7.5): 19}).paired is None
    assert phase_trend(phases, {(5.0, 7.5): 20}).paired.difference == 2.5


def test_small_phases_stay_out_of_a_published_trend():
    phases = [("PRE", scores_from([5.0] * 4)), ("AANVANG", scores_from([5.0] * 5))]
    assert [name for name, _ in shown_phases(phases)] == ["AANVANG"]


pairs = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10)), min_size=2, max_size=25)


@settings(deadline=None)
@given(pairs)
def test_the_paired_difference_equals_scipy(rows):
    found = paired_difference(count_pairs(rows))
    change = [second - first for first, second in rows]
    assert (found.better, found.worse) == (sum(d > 0 for d in change), sum(d < 0 for d in change))
    assert found.better + found.equal + found.worse == found.n
    if len(set(change)) == 1:
        assert found.p is None
        return
    reference = stats.ttest_1samp(change, 0)
    assert found.p == pytest.approx(reference.pvalue, abs=1e-9)
    assert found.low == pytest.approx(reference.confidence_interval().low, abs=1e-9)


@settings(deadline=None)
@given(pairs)
def test_the_signed_rank_test_equals_scipy(rows):
    change = [float(second - first) for first, second in rows]
    found = signed_rank(scores_from(change))
    if not any(change):
        assert found.v is None
        return
    reference = stats.wilcoxon(
        change, zero_method="wilcox", correction=True, method="approx", alternative="two-sided"
    )
    n = sum(d != 0 for d in change)
    assert min(found.v, n * (n + 1) / 2 - found.v) == pytest.approx(reference.statistic)
    if found.v != n * (n + 1) / 4:  # scipy adds the continuity correction of 0.5 even at the centre
        assert found.p_normal == pytest.approx(reference.pvalue, abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-4, 4).filter(bool), min_size=1, max_size=9))
def test_the_exact_signed_rank_p_equals_all_sign_patterns(change):
    found = signed_rank(scores_from([float(d) for d in change]))
    ranks = stats.rankdata([abs(d) for d in change])
    middle = ranks.sum() / 2
    seen = abs(found.v - middle)
    far = 0
    for pattern in range(2 ** len(change)):
        v = sum(rank for i, rank in enumerate(ranks) if pattern >> i & 1)
        far += abs(v - middle) >= seen - 1e-9
    assert found.p_exact == pytest.approx(far / 2 ** len(change))


def test_the_sign_test_equals_scipy_and_knows_no_movement():
    assert sign_test(0, 0) is None
    assert sign_test(4, 4) == 1.0
    assert sign_test(11, 2) == pytest.approx(stats.binomtest(2, 13).pvalue)


def test_no_pairs_have_no_difference():
    found = paired_difference({})
    assert (found.n, found.difference, found.mean_first) == (0, None, None)
    assert differences({}).n == 0


def test_a_wave_with_mostly_the_same_people_uses_their_differences():
    earlier, later = Summary(10, 5.0, 2.0), Summary(12, 6.0, 2.0)
    linked = {(5.0, 6.0): 3, (4.0, 5.5): 2}
    half = wave_trends([WaveCell("R03-C", earlier, later, linked)])[0]
    assert half.paired is not None
    assert half.difference.difference == pytest.approx(1.2)
    assert wave_trends([WaveCell("R03-C", earlier, later, {(5.0, 6.0): 4})])[0].paired is None


def test_the_smallest_detectable_difference_is_always_given_when_tested():
    found = wave_trends([WaveCell("R03-C", Summary(9, 5.0, 2.0), Summary(9, 5.1, 2.0))])[0]
    assert found.verdict == "geen aantoonbaar verschil"
    assert found.detectable == pytest.approx(2.8 * (8 / 9) ** 0.5)


def test_equal_waves_without_spread_show_no_change():
    found = wave_trends([WaveCell("R03-C", Summary(9, 5.0, 0.0), Summary(9, 5.0, 0.0))])[0]
    assert (found.difference.p, found.verdict) == (None, "geen aantoonbaar verschil")


def test_the_mix_has_changed_beyond_its_limits_only():
    same = [{"a": 0.5, "b": 0.5}, {"a": 0.4, "b": 0.6}]
    assert not changed_mix((0.1, 0.3), same)
    assert changed_mix((0.1, 0.31), same)
    assert changed_mix((0.1, 0.1), [{"a": 0.5}, {"b": 0.5}])


def test_the_weighted_difference_keeps_the_earlier_mix():
    low, high = scores_from([2.5] * 3), scores_from([7.5] * 3)
    earlier = {"a": low, "b": high}
    later = {"a": low, "b": scores_from([7.5] * 30)}
    assert weighted_difference(earlier, later) == 0.0
    assert weighted_difference(earlier, {"a": low}) is None
    assert weighted_difference({}, later) is None


def test_a_run_chart_needs_four_shown_waves():
    waves = [(str(2023 + i), Summary(20, 5.0 + i, 1.0)) for i in range(4)]
    assert run_chart(waves).median == 6.5
    assert run_chart([*waves[:3], ("2026", Summary(4, 8.0, 1.0))]) is None


def test_modes_show_means_only_when_each_has_ten_people():
    web, phone = scores_from([5.0, 7.5] * 10), scores_from([7.5, 5.0] * 5)
    found = mode_effect({"web": web, "phone": phone})
    assert found.means == {"web": 6.25, "phone": 6.25}
    assert not found.per_mode
    few = mode_effect({"web": web, "phone": scores_from([7.5] * 9), "paper": scores_from([5.0])})
    assert (few.means, few.phone_minus_web) == (None, None)
    assert few.numbers == {"web": 20, "phone": 9, "paper": None}
