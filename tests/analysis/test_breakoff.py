"""Where people stopped: no few people, no exact number, whatever the counts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.parameters import with_values
from analysis.response.breakoff import BreakOff, Stretch, break_off

PAGES = ("C301", "C302", "C303", "C304")


def reached(*numbers: int) -> list[tuple[str, int]]:
    return list(zip(PAGES, numbers, strict=True))


@pytest.mark.parametrize(
    ("numbers", "sent", "stretches"),
    [
        # 8, 12 and 20 stopped at one page each, nobody at the last question before that
        ((100, 92, 80, 80), 60, [("C302", "C302", 10), ("C303", "C303", 10), ("C304", "", 20)]),
        # 3 + 4 together are enough; the 2 at the end join them
        ((40, 37, 33, 33), 31, [("C302", "", 10)]),
        ((40, 30, 30, 28), 28, [("C302", "", 10)]),
        ((40, 39, 38, 37), 36, []),
        ((40, 40, 40, 40), 40, []),
    ],
)
def test_the_pages_where_people_stopped(
    numbers: tuple[int, ...], sent: int, stretches: list[tuple[str, str, int]]
) -> None:
    found = break_off(reached(*numbers), sent)
    assert found == BreakOff(numbers[0], 5, tuple(Stretch(*one) for one in stretches))


def test_who_was_counted_later_passed_the_pages_before() -> None:
    """A count that began while the wave ran, or somebody who typed an address by hand."""
    found = break_off(reached(20, 25, 40, 38), 30)
    assert found == BreakOff(40, 5, (Stretch("C302", "", 10),))


@pytest.mark.parametrize(("numbers", "sent"), [((4, 4, 4, 4), 4), ((30, 20, 20, 20), 4)])
def test_a_handful_of_forms_tells_nothing(numbers: tuple[int, ...], sent: int) -> None:
    assert break_off(reached(*numbers), sent) is None


def test_nothing_asked_and_a_negative_number() -> None:
    assert break_off([], 20) is None
    with pytest.raises(ValueError, match="negative"):
        break_off(reached(5, 5, -1, 5), 5)


@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=12),
    st.integers(0, 40),
    st.integers(5, 10),
)
def test_no_stretch_is_of_fewer_people_than_the_minimum(
    stops: list[int], sent: int, least: int
) -> None:
    """The stretches cover every page once, and each is of enough people."""
    numbers = [sent + sum(stops[place:]) for place in range(len(stops))]
    pages = [(f"Q{place}", n) for place, n in enumerate(numbers)]
    found = break_off(pages, sent, with_values({"disclosure_minimum": least}))
    if found is None:
        assert sent < least
        return
    codes = [code for code, _ in pages[1:]] + [""]
    stopped = dict(zip(codes, stops, strict=True))
    covered = []
    for one in found.stretches:
        part = codes[codes.index(one.first) : codes.index(one.last) + 1]
        covered += part
        exact = sum(stopped[code] for code in part)
        assert exact >= least
        assert one.stopped % least == 0
        assert abs(one.stopped - exact) <= least / 2
    assert covered == (codes if found.stretches else [])
    if not found.stretches:
        assert sum(stops) < least


def test_a_few_more_or_nobody_on_a_page_look_the_same() -> None:
    """Somebody who knows the answers of all others learns nothing of the last two."""
    assert break_off(reached(40, 30, 30, 30), 30) == break_off(reached(42, 32, 31, 30), 30)
