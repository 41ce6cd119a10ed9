import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import DisclosureError, Reason, suppress_one_dimension
from analysis.parameters import Parameters

COUNTS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.integers(min_value=0, max_value=30), min_size=1
)


@pytest.mark.parametrize(
    ("groups", "hidden", "total_hidden"),
    [
        ({"a": 14, "b": 3, "c": 22}, "ab", False),
        ({"a": 4, "b": 3, "c": 22}, "ab", False),
        ({"a": 2, "b": 2, "c": 22}, "abc", False),
        ({"a": 4, "b": 1, "c": 22}, "ab", False),
        ({"a": 11, "b": 0, "c": 22}, "", False),
        ({"a": 1, "b": 0, "c": 2}, "ac", True),
        ({"a": 4}, "a", True),
        ({"a": 1, "b": 0}, "a", True),
        ({"a": 5}, "", False),
        ({"a": 0, "b": 0}, "", False),
        ({}, "", False),
        ({"a": 1, "b": 5, "c": 5}, "ab", False),
    ],
)
def test_the_worked_examples_of_rule_4(
    groups: dict[str, int], hidden: str, total_hidden: bool
) -> None:
    found = suppress_one_dimension(groups)
    assert (found.hidden, found.total_hidden) == (frozenset(hidden), total_hidden)


def test_without_a_total_only_small_groups_are_hidden() -> None:
    found = suppress_one_dimension({"a": 14, "b": 3, "c": 22}, total_shown=False)
    assert (found.hidden, found.total_hidden) == ({"b"}, False)
    assert not suppress_one_dimension({"a": 1}, total_shown=False).total_hidden


def test_every_hidden_group_says_why() -> None:
    found = suppress_one_dimension({"a": 14, "b": 3, "c": 22})
    assert dict(found.reasons) == {"b": Reason.TOO_FEW, "a": Reason.COMPLEMENTARY}


def test_the_parameters_say_how_many_and_how_much() -> None:
    three = Parameters(complementary_members=3)
    assert suppress_one_dimension({"a": 3, "b": 8, "c": 9, "d": 10}, True, three).hidden == set(
        "abc"
    )
    fifteen = Parameters(complementary_sum=12)
    assert suppress_one_dimension({"a": 3, "b": 8, "c": 9, "d": 10}, True, fifteen).hidden == set(
        "abc"
    )


def test_a_wrong_count_is_refused() -> None:
    with pytest.raises(DisclosureError):
        suppress_one_dimension({"a": -3, "b": 40})


@given(COUNTS)
def test_the_hidden_set_is_safe_and_not_larger_than_it_must_be(groups: dict[str, int]) -> None:
    found = suppress_one_dimension(groups)
    hidden = [groups[name] for name in found.hidden]
    assert all(n > 0 for n in hidden)
    assert {name for name, n in groups.items() if 0 < n < 5} <= found.hidden
    if hidden and not found.total_hidden:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5
    added = sorted(groups[name] for name in found.hidden if groups[name] >= 5)
    if added:
        fewer = [n for n in hidden if n < 5] + added[:-1]
        assert len(fewer) < 2 or sum(fewer) < 5


@given(COUNTS)
def test_the_order_of_the_groups_does_not_matter(groups: dict[str, int]) -> None:
    turned = dict(reversed(groups.items()))
    assert suppress_one_dimension(groups).hidden == suppress_one_dimension(turned).hidden
