"""The published table: what each cell shows, and what it keeps back."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.parameters import DEFAULT, ParameterError, Parameters, printed, with_values
from analysis.scales import ScaleError
from analysis.table import CellCounts, evaluation_table, table_record


def one_question(numbers, population=None):
    """Return a cell with one SQ question from answer -> people."""
    patterns = {(value,): count for value, count in numbers.items()}
    return CellCounts("R07-C", ("C302",), ("SQ",), patterns, population)


def cell_of(numbers, population=None, parameters=DEFAULT):
    """Return the published cell of one question."""
    return evaluation_table([one_question(numbers, population)], parameters).cells["R07-C"]


def shown_fields(cell):
    """Return the names of everything a cell shows besides its words."""
    words = {"code", "mark", "reason", "light", "low_alpha"}
    return {key for key, value in asdict(cell).items() if key not in words and value is not None}


def test_nobody_answered_is_said_with_the_number_zero_only():
    cell = cell_of({})
    assert (cell.mark, cell.n) == ("geen antwoorden", 0)
    assert shown_fields(cell) == {"n"}


def test_only_dont_know_counts_as_no_answers():
    assert cell_of({9: 30, None: 4}).mark == "geen antwoorden"


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_up_to_four_answers_show_nothing_at_all(n):
    cell = cell_of({4: n, 9: 40})
    assert cell.mark == "afgeschermd"
    assert shown_fields(cell) == set()
    assert cell.light.colour == "grijs"


@pytest.mark.parametrize("n", [5, 9])
def test_five_to_nine_answers_show_n_and_mean_and_the_light(n):
    cell = cell_of({4: n - 2, 2: 2})
    assert cell.mark == "indicatief"
    assert shown_fields(cell) == {"n", "mean", "certainty"}
    assert cell.light.indicative


def test_ten_answers_show_spread_share_distribution_and_questions():
    cell = cell_of({4: 6, 3: 2, 2: 2})
    assert cell.mark is None
    assert cell.n == 10
    assert cell.mean == 6.0
    assert cell.share_positive == 0.6
    assert cell.distribution == (0, 2, 2, 6, 0)
    assert cell.questions[0].mean == 6.0
    assert cell.low < 6.0 < cell.high
    assert cell.certainty == "voorzichtig"


def test_a_nearly_unanimous_small_group_gets_a_bound_and_nothing_that_gives_it_away():
    cell = cell_of({5: 6, 4: 8, 2: 1})
    assert (cell.share_positive, cell.share_bound) == (None, "≥ 90 %")
    assert (cell.share_low, cell.share_high, cell.distribution) == (None, None, None)
    assert (cell.mean, cell.sd, cell.median, cell.questions) == (8.2, None, None, None)
    assert cell_of({2: 14, 4: 1}).share_bound == "≤ 10 %"


def test_thirty_answers_may_be_unanimous_in_public():
    cell = cell_of({4: 30})
    assert (cell.sd, cell.low, cell.share_positive) == (0.0, None, 1.0)
    assert cell.reason == "Alle antwoorden zijn gelijk."


def test_twelve_equal_answers_are_not_called_equal():
    cell = cell_of({4: 12})
    assert (cell.sd, cell.low, cell.share_positive) == (None, None, None)
    assert "gelijk" not in cell.reason


def test_the_population_narrows_the_interval_but_not_the_light():
    numbers = {5: 4, 4: 12, 3: 10, 2: 4}
    free, known = cell_of(numbers), cell_of(numbers, 40)
    assert known.high - known.low < free.high - free.low
    assert known.light == free.light


def test_everyone_answered_gives_the_point_and_too_many_answers_no_correction():
    numbers = {5: 4, 4: 4, 2: 4}
    full = cell_of(numbers, 12)
    assert full.low == full.high == full.mean
    assert full.share_low == full.share_high == full.share_positive
    free, wrong = cell_of(numbers), cell_of(numbers, 11)
    assert (wrong.low, wrong.share_high) == (free.low, free.share_high)


def test_half_of_the_questions_is_enough_for_a_person():
    patterns = {(4, 9): 5, (None, 2): 5, (9, None): 7}
    cell = CellCounts("R07-C", ("a", "b"), ("SQ", "SQ"), patterns, None)
    assert evaluation_table([cell]).cells["R07-C"].n == 10


def test_a_question_that_was_not_asked_is_no_missing_answer():
    patterns = {(4, -1, -1): 6, (2, -1, -1): 6}
    cell = CellCounts("R11-C", ("a", "b", "c"), ("SQ",) * 3, patterns, None)
    found = evaluation_table([cell]).cells["R11-C"]
    assert (found.n, found.share_blank, found.share_unknown) == (12, 0.0, 0.0)


def test_a_question_with_few_answers_is_hidden_inside_a_shown_cell():
    patterns = {(4, 9): 8, (2, 3): 4, (3, 9): 2}
    cell = CellCounts("R07-C", ("a", "b"), ("SQ", "SQ"), patterns, None)
    first, second = evaluation_table([cell]).cells["R07-C"].questions
    assert first.n == 14
    assert (second.n, second.mean, second.share_unknown) == (None, None, None)


def test_questions_that_do_not_belong_together_are_flagged_but_stay():
    patterns = {(5, 1): 10, (1, 5): 10, (5, 5): 10, (1, 1): 10}
    cell = CellCounts("R07-C", ("a", "b"), ("SQ", "SQ"), patterns, None)
    found = evaluation_table([cell]).cells["R07-C"]
    assert found.alpha == pytest.approx(0)
    assert found.low_alpha
    assert found.mean == 5.0


def test_alpha_needs_thirty_people():
    cell = CellCounts("R07-C", ("a", "b"), ("SQ", "SQ"), {(5, 1): 14, (1, 5): 15}, None)
    found = evaluation_table([cell]).cells["R07-C"]
    assert (found.alpha, found.low_alpha) == (None, False)


def test_an_answer_off_the_scale_and_a_double_cell_are_refused():
    with pytest.raises(ScaleError, match="answer 7"):
        cell_of({7: 20})
    with pytest.raises(ScaleError, match="'JN'"):
        evaluation_table([replace(one_question({4: 5}), scales=("JN",))])
    with pytest.raises(ValueError, match="twice"):
        evaluation_table([one_question({4: 5})] * 2)
    with pytest.raises(ValueError, match="one scale"):
        evaluation_table([replace(one_question({4: 5}), scales=("SQ", "SQ"))])


def test_the_record_is_json_with_the_parameters_and_changes_version_with_the_data():
    table = evaluation_table([one_question({4: 12, 2: 3}, 40)])
    record = json.loads(json.dumps(table_record(table), allow_nan=False))
    assert record["cells"]["R07-C"]["n"] == 15
    assert record["cells"]["R07-C"]["mean"] == table.cells["R07-C"].mean
    assert record["parameters"]["disclosure_minimum"] == 5
    later = evaluation_table([one_question({4: 13, 2: 3}, 40)])
    assert later.data_version != table.data_version
    assert evaluation_table([one_question({2: 3, 4: 12}, 40)]).data_version == table.data_version


def test_a_higher_minimum_hides_more_and_a_lower_one_is_refused():
    assert cell_of({4: 5, 2: 2}, parameters=Parameters(disclosure_minimum=8)).mark == "afgeschermd"
    with pytest.raises(ParameterError):
        Parameters(disclosure_minimum=4)
    with pytest.raises(ParameterError, match="unknown parameter: minimum"):
        with_values({"minimum": 3})
    with pytest.raises(ParameterError):
        Parameters(distribution_minimum=4)
    assert printed(DEFAULT)["audit_width"] == 4


answers = st.sampled_from([None, 1, 2, 3, 4, 5, 9])
patterns = st.dictionaries(st.tuples(answers, answers), st.integers(0, 12), max_size=20)


@settings(max_examples=150, deadline=None)
@given(patterns, st.one_of(st.none(), st.integers(0, 200)))
def test_no_cell_ever_shows_more_than_its_number_of_answers_allows(counts, population):
    cell = CellCounts("R07-C", ("a", "b"), ("SQ", "SQ"), counts, population)
    found = evaluation_table([cell]).cells["R07-C"]
    n = sum(c for p, c in counts.items() if any(v not in (None, 9) for v in p))
    if n == 0:
        assert shown_fields(found) == {"n"}
    elif n < 5:
        assert shown_fields(found) == set()
    elif n < 10:
        assert shown_fields(found) == {"n", "mean", "certainty"}
    else:
        assert found.n == n
        assert found.mean is None or 0 <= found.mean <= 10
        assert found.low is None or 0 <= found.low <= found.mean <= found.high <= 10
        assert found.mean is not None or found.share_bound is not None
        assert (found.share_positive is None) == (found.share_bound is not None)
        if found.share_bound is not None:
            assert n < 30
            assert found.distribution is None
        elif n < 30:
            assert 0.1 < found.share_positive < 0.9


@settings(max_examples=60, deadline=None)
@given(patterns)
def test_the_order_of_questions_and_people_does_not_matter(counts):
    turned = {(b, a): count for (a, b), count in reversed(counts.items())}
    one = evaluation_table([CellCounts("R", ("a", "b"), ("SQ", "SQ"), counts, None)]).cells["R"]
    other = evaluation_table([CellCounts("R", ("b", "a"), ("SQ", "SQ"), turned, None)]).cells["R"]
    for name in ("n", "mean", "sd", "median", "share_positive", "low", "mark", "light"):
        assert getattr(one, name) == getattr(other, name)
    assert one.alpha == pytest.approx(other.alpha)
