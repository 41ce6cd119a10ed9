import pytest

from analysis.disclosure import (
    DisclosureError,
    ShareShown,
    Visibility,
    bounded_share,
    primary_hidden,
    visibility,
)
from analysis.disclosure.primary import checked_count
from analysis.parameters import Parameters


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, Visibility.EMPTY),
        (1, Visibility.HIDDEN),
        (4, Visibility.HIDDEN),
        (5, Visibility.INDICATIVE),
        (9, Visibility.INDICATIVE),
        (10, Visibility.SHOWN),
    ],
)
def test_the_number_of_answers_decides_what_may_be_shown(n: int, expected: Visibility) -> None:
    assert visibility(n) is expected


def test_an_organisation_may_ask_for_more_answers() -> None:
    strict = Parameters(disclosure_minimum=8, distribution_minimum=20)
    found = [visibility(n, strict) for n in (7, 8, 19, 20)]
    assert found == [
        Visibility.HIDDEN,
        Visibility.INDICATIVE,
        Visibility.INDICATIVE,
        Visibility.SHOWN,
    ]


@pytest.mark.parametrize(
    ("visible", "mark", "mean", "distribution"),
    [
        (Visibility.EMPTY, "geen antwoorden", False, False),
        (Visibility.HIDDEN, "afgeschermd", False, False),
        (Visibility.INDICATIVE, "indicatief", True, False),
        (Visibility.SHOWN, None, True, True),
    ],
)
def test_each_state_says_what_it_allows(
    visible: Visibility, mark: str | None, mean: bool, distribution: bool
) -> None:
    assert (visible.value, visible.has_mean, visible.has_distribution) == (mark, mean, distribution)


@pytest.mark.parametrize("wrong", [-1, 4.5, True])
def test_what_is_no_count_is_refused_and_named(wrong: float) -> None:
    with pytest.raises(
        DisclosureError, match=rf"^a count must be a whole number from 0, not {wrong}$"
    ):
        checked_count(wrong)


def test_a_whole_float_becomes_a_whole_number() -> None:
    found = checked_count(7.0)
    assert (found, type(found)) == (7, int)


@pytest.mark.parametrize(
    ("share", "n", "value", "bound"),
    [
        (0.0, 5, None, "≤ 10 %"),
        (0.10, 29, None, "≤ 10 %"),
        (0.11, 29, 0.11, None),
        (0.89, 5, 0.89, None),
        (0.90, 5, None, "≥ 90 %"),
        (1.0, 29, None, "≥ 90 %"),
        (1.0, 30, 1.0, None),
        (0.0, 30, 0.0, None),
        (0.5, 4, None, None),
        (None, 40, None, None),
        (0.5, 0, None, None),
    ],
)
def test_an_extreme_share_of_a_small_group_becomes_a_bound(
    share: float | None, n: int, value: float | None, bound: str | None
) -> None:
    assert bounded_share(share, n) == ShareShown(value, bound)


@pytest.mark.parametrize("share", [-0.01, 1.01])
def test_a_share_outside_zero_and_one_is_refused(share: float) -> None:
    with pytest.raises(DisclosureError, match=rf"^a share lies between 0 and 1, not {share}$"):
        bounded_share(share, 40)


def test_the_small_groups_are_named() -> None:
    assert primary_hidden({"a": 4, "b": 0, "c": 5, "d": 1}) == {"a", "d"}
