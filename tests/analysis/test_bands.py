"""Bands of a running wave: who knows the total is left with five numbers for each group."""

import doctest
import itertools
from collections import defaultdict

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


@given(GROUPS, st.integers(min_value=0, max_value=30))
def test_every_number_lies_in_its_band_and_a_band_is_at_least_five_wide(
    groups: dict[str, int], others: int
) -> None:
    for name, band in bands(groups, sum(groups.values()) + others).items():
        assert 0 <= band.low <= groups[name] <= band.high
        assert band.high - band.low >= DEFAULT.disclosure_minimum - 1
        assert band.low <= band.middle <= band.high


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("total", range(5, 26))
def test_by_trying_every_possibility_five_numbers_of_each_group_look_the_same(
    number: int, total: int
) -> None:
    alike = defaultdict(list)
    for counts in itertools.product(range(total + 1), repeat=number):
        if sum(counts) <= total:
            shown = bands(dict(zip("abc", counts, strict=False)), total)
            alike[tuple(shown.values())].append(counts)
    assert len(alike) > 1 or total < 9  # so few people share one band
    for fitting in alike.values():
        for place in range(number):
            found = {one[place] for one in fitting}
            assert len(found) >= DEFAULT.disclosure_minimum, fitting


def test_the_bands_stay_narrow_whatever_the_total() -> None:
    assert max(bands({"a": 0}, total)["a"].high for total in range(5, 9000)) < 17


@pytest.mark.parametrize("total", range(49, 90))
def test_nobody_and_four_people_look_the_same(total: int) -> None:
    assert len({str(bands({"a": n, "b": 32 - n, "c": 17}, total)["a"]) for n in range(5)}) == 1


def test_groups_of_more_than_the_total_are_no_bands() -> None:
    with pytest.raises(DisclosureError):
        bands({"a": 3, "b": 4}, 6)


def test_a_wrong_count_is_no_band() -> None:
    with pytest.raises(DisclosureError):
        bands({"a": -1}, 5)
