"""Bands of a running wave: who knows the total can still fit every number of every band."""

import doctest
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import DisclosureError, bands, one_dimension
from analysis.parameters import DEFAULT

GROUPS = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(min_value=0, max_value=60), min_size=2, max_size=6
)


def test_the_examples_of_the_bands_are_true() -> None:
    result = doctest.testmod(one_dimension)
    assert (result.attempted > 0, result.failed) == (True, 0)


@given(GROUPS)
def test_every_number_lies_in_its_band_and_a_band_is_at_least_five_wide(
    groups: dict[str, int],
) -> None:
    for name, band in bands(groups).items():
        assert 0 <= band.low <= groups[name] <= band.high
        assert band.high - band.low >= DEFAULT.disclosure_minimum - 1
        assert band.low <= band.middle <= band.high


@given(GROUPS.filter(lambda groups: sum(groups.values()) >= DEFAULT.disclosure_minimum))
def test_the_total_narrows_no_band_below_five_numbers(groups: dict[str, int]) -> None:
    told, total = bands(groups), sum(groups.values())
    for name, band in told.items():
        others = [one for other, one in told.items() if other != name]
        least = max(band.low, total - sum(one.high for one in others))
        most = min(band.high, total - sum(one.low for one in others))
        assert most - least >= DEFAULT.audit_width


def test_by_trying_every_possibility_no_number_of_a_band_can_be_left_out() -> None:
    for groups in itertools.product(range(8), repeat=3):
        total = sum(groups)
        if total < DEFAULT.disclosure_minimum:
            continue
        told = list(bands(dict(zip("abc", groups, strict=True))).values())
        fitting = [
            one
            for one in itertools.product(*(range(band.low, band.high + 1) for band in told))
            if sum(one) == total
        ]
        for place in range(3):
            assert len({one[place] for one in fitting}) >= DEFAULT.disclosure_minimum, groups


def test_nobody_and_four_people_look_the_same() -> None:
    assert len({str(bands({"a": n, "b": 32, "c": 17})["a"]) for n in range(5)}) == 1


def test_a_wrong_count_is_no_band() -> None:
    with pytest.raises(DisclosureError):
        bands({"a": -1})
