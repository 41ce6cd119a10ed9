"""A number that went up and down does not tell who left; the register must not guess."""

import pytest

from analysis.disclosure import FIRST, Register, Table, breakdown, publish
from tests.analysis.disclosure.attacker import Attacker, Loot, Seen
from tests.analysis.disclosure.histories import (
    Caller,
    History,
    by_arrival,
    exchanged,
    newest_leave,
    oldest_leave,
)

EVERY_CHANGE = 40
NIGHTLY = 1_000


def loot_after_six_came_and_left(counted: dict[str, int]) -> list[Loot]:
    """Publish a = 20, a = 26 and then the whole table (20 + 3), and attack.

    counted: the people of a in the end as a caller counts them; in truth the first twenty.
    """
    register = Register().observe("w", {("a",): 20, ("b",): 3})
    register = publish(alone(register, "v1"), register)[1]
    register = register.observe("w", {("a",): {FIRST: 20, "late": 6}, ("b",): 3})
    register = publish(alone(register, "v2"), register)[1]
    register = register.observe("w", {("a",): counted, ("b",): 3})
    decision, _ = publish(breakdown("v3", register.cells(["w"]), 0), register)
    old, late, other = ("a", "1", "3"), ("a", "2", "2"), ("b", "1", "3")
    whose = {"a": {old}, "b": {other}, "totaal": {old, other}}
    seen = [
        Seen("a1", frozenset({old}), 20),
        Seen("a2", frozenset({old, late}), 26),
        *(Seen(name, frozenset(kinds), decision.shown.get(name)) for name, kinds in whose.items()),
    ]
    return Attacker([old, late, other], seen).hidden_figures()


def alone(register: Register, name: str) -> Table:
    return Table(name, breakdown(name, register.cells(["w"]), 0).groups[:1])


def test_a_wrong_guess_about_who_left_gives_three_people_away() -> None:
    """The register once guessed that the first to come are the first to go."""
    stolen = loot_after_six_came_and_left({FIRST: 14, "late": 6})
    assert [loot for loot in stolen if loot.exact] == [Loot("a", 20, 20), Loot("b", 3, 3)]


def test_who_left_as_the_caller_counted_gives_nobody_away() -> None:
    kept = loot_after_six_came_and_left({FIRST: 20})
    assert "b" in [loot.name for loot in kept]
    assert all(loot.high - loot.low >= 4 for loot in kept)


@pytest.mark.parametrize("caller", [by_arrival, exchanged])
@pytest.mark.parametrize("seed", range(EVERY_CHANGE))
def test_no_history_gives_anybody_away(seed: int, caller: Caller) -> None:
    assert History(seed, caller).run().losses() == []


@pytest.mark.nightly
@pytest.mark.parametrize("caller", [by_arrival, exchanged])
@pytest.mark.parametrize("start", range(0, NIGHTLY, 50))
def test_no_history_of_a_thousand_gives_anybody_away(start: int, caller: Caller) -> None:
    for seed in range(start, start + 50):
        assert History(seed, caller).run().losses() == [], f"history {seed}"


@pytest.mark.parametrize(
    ("seed", "caller"), [(43, oldest_leave), (57, oldest_leave), (110, newest_leave)]
)
def test_the_search_finds_a_caller_who_guesses(seed: int, caller: Caller) -> None:
    assert History(seed, caller).run().losses()
