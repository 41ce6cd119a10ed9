import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.outcomes.needs import NeedsError, needs_groups
from analysis.parameters import Parameters

NEEDS = ("taal", "vervoer", "geld")
PEOPLE = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(*[st.integers(0, 1)] * 3),
    max_size=14,
)


def members(people: dict[str, tuple[int, ...]], **changed: float) -> list[tuple[str, ...]]:
    parameters = Parameters(**changed)
    return [cluster.members for cluster in needs_groups(NEEDS, people, parameters).clusters]


def test_five_people_with_the_same_needs_are_a_group() -> None:
    people = dict.fromkeys("abcde", (1, 0, 0)) | {"f": (0, 1, 0), "g": (0, 0, 0)}
    found = needs_groups(NEEDS, people)
    assert found.without_needs == ("g",)
    assert [(c.members, c.n, c.forms_group) for c in found.clusters] == [
        (("a", "b", "c", "d", "e"), 5, True),
        (("f",), 1, False),
    ]
    assert found.heights == (0, 0, 0, 0, 1)


def test_four_people_are_no_group() -> None:
    found = needs_groups(NEEDS, dict.fromkeys("abcd", (1, 0, 0)))
    assert not found.clusters[0].forms_group


def test_a_distance_of_exactly_the_cut_is_together() -> None:
    people = {"a": (1, 0, 0), "b": (1, 1, 0)}
    assert members(people, needs_cut=0.5) == [("a", "b")]
    assert members(people, needs_cut=0.49) == [("a",), ("b",)]


def test_two_of_five_shared_needs_are_at_the_cut_in_floating_point() -> None:
    needs = ("a", "b", "c", "d", "e")
    people = {"x": (1, 1, 1, 1, 0), "y": (0, 0, 1, 1, 1)}
    assert len(needs_groups(needs, people).clusters) == 1


def test_the_label_is_what_most_members_need() -> None:
    people = {"a": (1, 1, 0), "b": (1, 1, 0), "c": (1, 1, 0), "d": (1, 0, 0), "e": (1, 0, 1)}
    found = needs_groups(NEEDS, people, Parameters(needs_cut=1.0)).clusters[0]
    assert found.labels == ("taal", "vervoer")
    assert found.shares == {"taal": 1.0, "vervoer": 0.6, "geld": 0.2}


@pytest.mark.parametrize("people", [{}, {"a": (0, 0, 0)}])
def test_nobody_with_needs_gives_no_clusters(people: dict[str, tuple[int, ...]]) -> None:
    found = needs_groups(NEEDS, people)
    assert (found.clusters, found.heights, found.without_needs) == ((), (), tuple(people))


def test_one_person_is_individual() -> None:
    assert members({"a": (1, 0, 0)}) == [("a",)]


@pytest.mark.parametrize("row", [(1, 0), (1, 0, 2), (1, 0, 0, 0)])
def test_a_wrong_row_is_refused_by_name(row: tuple[int, ...]) -> None:
    with pytest.raises(NeedsError, match=r"^a: 3 needs of 0 or 1 expected$"):
        needs_groups(NEEDS, {"a": row})


@given(PEOPLE)
def test_everybody_is_somewhere_exactly_once(people: dict[str, tuple[int, ...]]) -> None:
    found = needs_groups(NEEDS, people)
    everybody = [*found.without_needs, *(m for c in found.clusters for m in c.members)]
    assert sorted(everybody) == sorted(people)


@given(PEOPLE)
def test_the_order_in_which_people_are_given_does_not_matter(
    people: dict[str, tuple[int, ...]],
) -> None:
    assert needs_groups(NEEDS, people) == needs_groups(NEEDS, dict(reversed(people.items())))
