import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from analysis.cases.outcomes import stars as stars_case
from analysis.outcomes.stars import (
    ProviderResult,
    Satisfaction,
    StarsError,
    band_of,
    poisson_interval,
    provider_stars,
)
from analysis.parameters import Parameters

CASE = Path(__file__).parent / "cases" / "11_sterren"

ROWS = st.lists(
    st.builds(
        lambda provider, stratum, failed, succeeded: ProviderResult(
            provider, stratum, failed + succeeded, succeeded
        ),
        st.sampled_from("ABC"),
        st.sampled_from(["klein", "groot"]),
        st.integers(0, 40),
        st.integers(0, 40),
    ),
    max_size=8,
)


def one(finished: int, succeeded: int, mark: Satisfaction | None = None) -> object:
    rows = [ProviderResult("A", "s", finished, succeeded), ProviderResult("B", "s", 50, 25)]
    table = provider_stars(rows, {"A": mark} if mark else None)
    return next(p for p in table.providers if p.provider == "A")


def test_the_worked_case_gives_its_stars() -> None:
    expected = json.loads((CASE / "expected.json").read_text())
    found = stars_case(CASE)
    assert [p["sterren"] for p in found["aanbieders"]] == [4, 1, 1, None, 4]
    for ours, theirs in zip(found["aanbieders"], expected["aanbieders"], strict=True):
        assert ours == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize(
    ("ratio", "stars"),
    [(2, 5), (1.4, 5), (1.3999, 4), (1.15, 4), (1, 3), (0.85, 3), (0.6, 2), (0.59, 1), (0, 1)],
)
def test_each_border_belongs_to_the_higher_band(ratio: float, stars: int) -> None:
    assert band_of(ratio) == stars


def test_a_border_on_paper_is_a_border_in_floating_point() -> None:
    assert band_of(1.4 - 2e-16) == 5


@pytest.mark.parametrize(("finished", "stars"), [(9, None), (10, 3)])
def test_ten_finished_trajects_are_needed_for_stars(finished: int, stars: int | None) -> None:
    found = one(finished, finished // 2)
    assert found.stars == stars  # type: ignore[attr-defined]
    status = "getoond" if stars else "te weinig trajecten"
    assert found.status == status  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("satisfaction", "stars"),
    [
        (Satisfaction(5, 6.4), 2),
        (Satisfaction(4, 2.0), 3),
        (Satisfaction(5, 6.5), 3),
        (Satisfaction(9, None), 3),
    ],
)
def test_unhappy_clients_cost_a_star_when_five_answered(
    satisfaction: Satisfaction, stars: int
) -> None:
    assert one(50, 25, satisfaction).stars == stars  # type: ignore[attr-defined]


def test_the_lowest_number_of_stars_is_one() -> None:
    assert one(50, 0, Satisfaction(20, 3.0)).stars == 1  # type: ignore[attr-defined]


def test_without_any_success_there_is_nothing_to_expect() -> None:
    found = provider_stars([ProviderResult("A", "s", 12, 0)]).providers[0]
    assert (found.ratio, found.ratio_low, found.ratio_high) == (None, None, None)
    assert (found.ratio_shrunk, found.differs, found.stars) == (1.0, False, 3)


def test_a_provider_without_trajects_has_no_percentage() -> None:
    table = provider_stars([ProviderResult("A", "s", 0, 0)])
    assert table.providers[0].raw_percentage is None
    assert table.strata[0].rate is None


def test_rows_of_one_provider_and_stratum_add_up() -> None:
    apart = [ProviderResult("A", "s", 6, 2), ProviderResult("A", "s", 6, 4)]
    assert provider_stars(apart) == provider_stars([ProviderResult("A", "s", 12, 6)])


def test_more_successes_than_trajects_are_refused_by_name() -> None:
    with pytest.raises(StarsError, match=r"^A/klein: 3 of 2 cannot be$"):
        ProviderResult("A", "klein", 2, 3)


@pytest.mark.parametrize("count", [0, 1, 5, 27])
def test_the_exact_interval_leaves_half_of_the_doubt_on_either_side(count: int) -> None:
    low, high = poisson_interval(count, 0.9)
    assert poisson.cdf(count, high) == pytest.approx(0.05)
    if count:
        assert poisson.sf(count - 1, low) == pytest.approx(0.05)
    else:
        assert low == 0


def test_a_negative_count_has_no_interval() -> None:
    with pytest.raises(ValueError, match=r"^a count cannot be negative: -1$"):
        poisson_interval(-1)


def test_a_wider_confidence_makes_the_ratio_less_certain() -> None:
    rows = [ProviderResult("A", "s", 30, 22), ProviderResult("B", "s", 50, 20)]
    usual = provider_stars(rows).providers[0]
    wide = provider_stars(rows, None, Parameters(confidence=0.99)).providers[0]
    assert wide.ratio_low is not None
    assert usual.ratio_low is not None
    assert wide.ratio_low < usual.ratio_low


@given(ROWS)
def test_what_is_expected_of_all_equals_what_all_reached(rows: list[ProviderResult]) -> None:
    table = provider_stars(rows)
    expected = sum(provider.expected for provider in table.providers)
    assert expected == pytest.approx(sum(row.succeeded for row in rows))


@given(ROWS)
def test_the_order_of_the_rows_does_not_matter(rows: list[ProviderResult]) -> None:
    forward, backward = provider_stars(rows), provider_stars(reversed(rows))
    assert [p.stars for p in forward.providers] == [p.stars for p in backward.providers]
    assert forward.strata == backward.strata
