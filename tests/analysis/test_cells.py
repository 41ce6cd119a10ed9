"""Person scores and their histogram, against plain row-by-row calculation."""

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells import person_scores, question_counts, scores_from
from analysis.estimates.reliability import reliability
from analysis.scales import SCALES, ScaleError, person_score, score

SQ, R10 = SCALES["SQ"], SCALES["R10"]
scores = st.lists(st.sampled_from([i * 10 / 36 for i in range(37)]), min_size=1, max_size=60)


@settings(deadline=None)
@given(scores)
def test_the_histogram_gives_the_figures_of_the_rows(values):
    found = scores_from(values)
    assert found.n == len(values)
    assert found.mean == pytest.approx(statistics.fmean(values))
    assert found.median == pytest.approx(statistics.median(values))
    assert found.at_least(6.25) == sum(value >= 6.25 for value in values)
    assert sum(found.bands()) == len(values)
    if len(values) > 1:
        assert found.sd == pytest.approx(statistics.stdev(values), abs=1e-9)
    else:
        assert found.sd is None


@settings(deadline=None)
@given(scores, st.integers(0, 5), st.integers(1, 4))
def test_shifting_and_scaling_scores_shifts_and_scales_mean_and_spread(values, shift, scale):
    found = scores_from(values)
    moved = scores_from([value * scale + shift for value in values])
    assert moved.mean == pytest.approx(found.mean * scale + shift)
    assert moved.median == pytest.approx(found.median * scale + shift)
    if found.sd is not None:
        assert moved.sd == pytest.approx(found.sd * scale, abs=1e-9)


def test_equal_scores_have_exactly_no_spread():
    assert scores_from([10 / 3] * 7).sd == 0.0


def test_no_scores_have_no_figures():
    empty = scores_from([])
    assert (empty.n, empty.mean, empty.sd, empty.median) == (0, None, None, None)
    assert empty.bands() == (0, 0, 0, 0, 0)


def test_impossible_histograms_are_refused():
    with pytest.raises(ValueError, match="negative"):
        scores_from({5.0: -1})
    with pytest.raises(ValueError, match="not a number"):
        scores_from([float("nan")])


def test_the_half_rule_of_the_method():
    assert person_score((4,), (SQ,), 0.5) == 7.5
    assert person_score((9,), (SQ,), 0.5) is None
    assert person_score((4, None), (SQ, SQ), 0.5) == 7.5
    assert person_score((4, None, 9), (SQ, SQ, SQ), 0.5) is None
    assert person_score((4, 2, 9), (SQ, SQ, SQ), 0.5) == 5.0
    assert person_score((-1, -1), (SQ, SQ), 0.5) is None


def test_a_mixed_cell_scores_both_scales_from_zero_to_ten():
    assert person_score((5, 10), (SQ, R10), 0.5) == 10.0
    assert person_score((1, 1), (SQ, R10), 0.5) == 0.0
    assert score(9, R10) == pytest.approx(80 / 9)


def test_nine_is_a_judgement_on_the_ten_scale_and_no_answer_on_the_five_scale():
    assert R10.is_valid(9)
    assert not SQ.is_valid(9)
    with pytest.raises(ScaleError):
        R10.is_valid(11)


def test_the_answers_to_one_question_are_counted_apart():
    found = question_counts({(4, 9): 3, (None, 2): 2, (5, -1): 1}, 1, SQ)
    assert (found.scores.n, found.unknown, found.blank, found.asked) == (2, 3, 0, 5)


def test_scores_that_are_equal_on_paper_are_one_value():
    patterns = {(1, 2, 4): 1, (4, 2, 1): 1, (2, 4, 1): 1}
    assert len(person_scores(patterns, (R10, R10, R10)).values) == 1


triples = st.lists(st.tuples(*[st.integers(1, 5)] * 3), min_size=2, max_size=40)


@settings(deadline=None)
@given(triples)
def test_alpha_equals_the_textbook_formula(rows):
    found = reliability({row: rows.count(row) for row in rows}, (SQ, SQ, SQ))
    total = statistics.variance([sum(row) for row in rows])
    if total == 0:
        assert found.alpha is None
        return
    parts = sum(statistics.variance([row[i] for row in rows]) for i in range(3))
    assert found.alpha == pytest.approx(1.5 * (1 - parts / total), abs=1e-9)


def test_alpha_needs_two_questions_and_complete_answers():
    assert reliability({(4,): 9}, (SQ,)).alpha is None
    found = reliability({(4, 9): 9, (4, 3): 1, (2, 1): 1}, (SQ, SQ))
    assert found.n == 2
    assert found.alpha == pytest.approx(1.0)
