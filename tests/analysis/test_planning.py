import pytest

from analysis.parameters import Parameters
from analysis.response.planning import RESPONSE_ANCHORS, planned_margin, planning_table


def test_the_example_of_the_method_is_met() -> None:
    found = planned_margin(250, 0.2)
    assert found.n == 50
    assert found.mean_margin == pytest.approx(0.5592254693)
    assert found.share_margin == pytest.approx(0.12054395221)


def test_the_table_crosses_responses_and_populations() -> None:
    table = planning_table((50, 100), (0.15, 0.8))
    assert [(row.response, row.population, row.n) for row in table] == [
        (0.15, 50, 8),
        (0.15, 100, 15),
        (0.8, 50, 40),
        (0.8, 100, 80),
    ]
    assert len(planning_table()) == 6 * len(RESPONSE_ANCHORS)


def test_when_everybody_answers_there_is_no_margin() -> None:
    found = planned_margin(40, 1.0)
    assert (found.n, found.mean_margin, found.share_margin) == (40, 0.0, 0.0)


@pytest.mark.parametrize(
    ("response", "n", "mean", "share"), [(0.0, 0, False, False), (0.02, 1, False, True)]
)
def test_too_few_answers_have_no_margin(response: float, n: int, mean: bool, share: bool) -> None:
    found = planned_margin(50, response)
    assert found.n == n
    assert (found.mean_margin is not None, found.share_margin is not None) == (mean, share)


@pytest.mark.parametrize(("population", "response"), [(0, 0.5), (50, -0.1), (50, 1.1)])
def test_an_impossible_plan_is_refused(population: int, response: float) -> None:
    with pytest.raises(ValueError, match=r"^no population .* with response "):
        planned_margin(population, response)


def test_a_larger_spread_and_confidence_widen_the_margin() -> None:
    usual = planned_margin(250, 0.2)
    assert usual.mean_margin is not None
    wide = planned_margin(250, 0.2, Parameters(planning_sd=4.4))
    assert wide.mean_margin == pytest.approx(2 * usual.mean_margin)
    sure = planned_margin(250, 0.2, Parameters(confidence=0.99))
    assert sure.mean_margin is not None
    assert sure.share_margin is not None
    assert usual.share_margin is not None
    assert sure.mean_margin > usual.mean_margin
    assert sure.share_margin > usual.share_margin


def test_a_share_away_from_a_half_is_surer() -> None:
    half = planned_margin(500, 0.2).share_margin
    tenth = planned_margin(500, 0.2, Parameters(planning_share=0.1)).share_margin
    assert half is not None
    assert tenth is not None
    assert tenth < half
