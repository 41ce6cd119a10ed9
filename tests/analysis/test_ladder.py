import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from analysis.outcomes.crosswalk import (
    ORDER,
    ROUTES,
    STEPS,
    UNDETERMINED,
    Distance,
    agreement,
    step_distance,
    wage_class_distance,
    wage_distance,
)
from analysis.outcomes.instruments import INSTRUMENTS, LadderError
from analysis.outcomes.ladder import movement, wilson_share
from analysis.parameters import Parameters

STEP = st.one_of(st.none(), st.integers(1, 6))
PAIRS = st.lists(st.tuples(STEP, STEP), max_size=30)
SMALL, MIDDLE, LARGE = (Distance(name, True) for name in ORDER)


def test_movement_counts_who_went_up_stayed_and_went_down() -> None:
    found = movement([(1, 3), (2, 2), (5, 4), (4, 6)])
    assert (found.n, found.up, found.equal, found.down) == (4, 2, 1, 1)
    assert (found.mean_step, found.net, found.share_up) == (0.75, 0.25, 0.5)
    assert (found.at_work_start, found.at_work_end) == (1, 1)
    assert found.sign_test_p == 1.0
    assert found.matrix[0] == (0, 0, 1, 0, 0, 0)
    assert found.matrix[4] == (0, 0, 0, 1, 0, 0)


def test_people_without_both_steps_do_not_count() -> None:
    assert movement([(1, 2), (None, 3), (3, None)]) == movement([(1, 2)])


def test_nobody_gives_no_share_and_no_test() -> None:
    found = movement([])
    assert (found.n, found.share_up, found.share_up_low, found.share_up_high) == (
        0,
        None,
        None,
        None,
    )
    assert (found.mean_step, found.net, found.sign_test_p) == (None, None, None)


def test_when_nobody_moved_there_is_no_sign_test() -> None:
    assert movement([(2, 2)] * 9).sign_test_p is None


def test_on_a_descending_ladder_towards_one_is_up() -> None:
    found = movement([(3, 1), (2, 3)], INSTRUMENTS["SPW3"])
    assert (found.up, found.down, found.mean_step) == (1, 1, 0.5)
    assert (found.at_work_start, found.at_work_end) == (None, None)
    assert found.matrix == ((0, 0, 0), (0, 0, 1), (1, 0, 0))


@pytest.mark.parametrize("step", [0, 7])
def test_a_step_that_does_not_exist_is_refused(step: int) -> None:
    with pytest.raises(LadderError, match=rf"^VNG6 has no step {step}$"):
        movement([(1, step)])


def test_the_work_step_is_a_parameter() -> None:
    assert movement([(4, 5)], parameters=Parameters(ladder_work_step=4)).at_work_start == 1


@pytest.mark.parametrize(("count", "n"), [(0, 9), (11, 20), (9, 9)])
def test_the_wilson_interval_equals_that_of_statsmodels(count: int, n: int) -> None:
    expected = proportion_confint(count, n, 0.1, "wilson")
    assert wilson_share(count, n, 0.9) == pytest.approx(expected)


@given(PAIRS)
def test_everybody_is_in_the_matrix_once(pairs: list[tuple[int | None, int | None]]) -> None:
    found = movement(pairs)
    assert sum(map(sum, found.matrix)) == found.n == found.up + found.equal + found.down


@given(PAIRS)
def test_the_way_back_is_the_way_there_turned(pairs: list[tuple[int | None, int | None]]) -> None:
    there, back = movement(pairs), movement((end, start) for start, end in pairs)
    assert (there.up, there.equal, there.down) == (back.down, back.equal, back.up)
    assert there.sign_test_p == pytest.approx(back.sign_test_p)


@pytest.mark.parametrize(
    ("instrument", "step", "expected"),
    [
        ("VNG6", 1, LARGE),
        ("VNG6", 2, LARGE),
        ("VNG6", 3, MIDDLE),
        ("VNG6", 4, MIDDLE),
        ("VNG6", 5, SMALL),
        ("VNG6", 6, SMALL),
        ("SPW3", 1, SMALL),
        ("SPW3", 3, LARGE),
        ("HW3", 2, MIDDLE),
        ("HW3", None, UNDETERMINED),
    ],
)
def test_each_step_has_its_class(instrument: str, step: int | None, expected: Distance) -> None:
    assert step_distance(instrument, step) == expected


def test_every_step_of_every_ladder_is_in_the_crosswalk() -> None:
    for name, instrument in INSTRUMENTS.items():
        assert sorted(STEPS[name]) == list(range(1, instrument.steps + 1))


@pytest.mark.parametrize(("instrument", "step"), [("VNG6", 7), ("ISO", 1)])
def test_an_unknown_step_or_ladder_is_refused(instrument: str, step: int) -> None:
    with pytest.raises(LadderError, match=rf"^{instrument} has no step {step} in the crosswalk$"):
        step_distance(instrument, step)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, LARGE), (39.9, LARGE), (40, MIDDLE), (69.9, MIDDLE), (70, SMALL), (120, SMALL)],
)
def test_a_wage_value_falls_in_the_class_that_starts_there(
    value: float, expected: Distance
) -> None:
    assert wage_distance(value) == expected


@pytest.mark.parametrize(
    ("source", "wage_class", "expected"),
    [
        ("uithoorn", "0-40", LARGE),
        ("uithoorn", "40 – 70", MIDDLE),
        ("uithoorn", "70-100", SMALL),
        ("uithoorn", "100+", SMALL),
        ("spw", "0-30", LARGE),
        ("spw", "30-60", Distance("middel", False)),
        ("spw", "60-80", UNDETERMINED),
        ("spw", "80-100", SMALL),
        ("spw", None, UNDETERMINED),
    ],
)
def test_a_wage_class_says_whether_it_fits(
    source: str, wage_class: str | None, expected: Distance
) -> None:
    assert wage_class_distance(source, wage_class) == expected


def test_an_unknown_wage_value_is_undetermined() -> None:
    assert wage_distance(None) == UNDETERMINED


def test_an_unknown_wage_class_is_refused() -> None:
    with pytest.raises(LadderError, match=r"^unknown wage class '0-40' of 'spw'$"):
        wage_class_distance("spw", "0-40")


def test_an_entrepreneur_has_no_class_and_a_volunteer_a_large_distance() -> None:
    assert ROUTES["ondernemer"] == UNDETERMINED
    assert ROUTES["vrijwilliger"] == LARGE


def test_agreement_leaves_out_who_has_no_class() -> None:
    found = agreement([(SMALL, SMALL), (SMALL, LARGE), (UNDETERMINED, SMALL)])
    assert (found.n, found.share_equal) == (2, 0.5)
    assert found.table == ((1, 0, 1), (0, 0, 0), (0, 0, 0))


def test_nobody_gives_no_agreement() -> None:
    found = agreement([])
    assert (found.n, found.share_equal, found.kappa) == (0, None, None)


def test_kappa_does_not_exist_when_all_are_in_one_class() -> None:
    assert agreement([(SMALL, SMALL)] * 5).kappa is None


@given(st.lists(st.tuples(*[st.sampled_from([SMALL, MIDDLE, LARGE])] * 2), min_size=3, max_size=30))
def test_kappa_equals_that_of_statsmodels(pairs: list[tuple[Distance, Distance]]) -> None:
    found = agreement(pairs)
    if found.kappa is not None:
        expected = cohens_kappa(found.table, wt="linear", return_results=False)
        assert found.kappa == pytest.approx(expected)
