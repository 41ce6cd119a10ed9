"""The attack on everything published together: seeded sets of tables up to 6 x 8."""

import pytest

from tests.analysis.disclosure.attacker import Attacker
from tests.analysis.disclosure.fieldwork import Fieldwork

EVERY_CHANGE = 30
NIGHTLY = 2_000


def assert_nothing_is_recovered(seed: int) -> None:
    work = Fieldwork(seed).run()
    attacker: Attacker = work.attacker()
    for loot in attacker.hidden_figures():
        assert loot.high - loot.low >= 4, f"set {seed}: {loot}"
    for loot in attacker.small_kinds(work.kinds()):
        assert not loot.exact, f"set {seed}: {loot}"
    assert attacker.computable_means() == [], f"set {seed}"
    assert attacker.close_pairs() == [], f"set {seed}"


@pytest.mark.parametrize("seed", range(EVERY_CHANGE))
def test_an_attacker_recovers_nothing_from_all_tables_together(seed: int) -> None:
    assert_nothing_is_recovered(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(0, NIGHTLY, 20))
def test_an_attacker_recovers_nothing_from_two_thousand_sets(start: int) -> None:
    for seed in range(start, start + 20):
        assert_nothing_is_recovered(seed)


@pytest.mark.parametrize("seed", range(0, 10))
def test_the_attacker_wins_when_only_small_groups_are_hidden(seed: int) -> None:
    work = Fieldwork(seed, complementary=False).run()
    attacker = work.attacker()
    exact = [loot for loot in attacker.hidden_figures() if loot.exact]
    narrow = [loot for loot in attacker.hidden_figures() if loot.high - loot.low < 4]
    assert narrow, "a control in which the attacker finds nothing proves nothing"
    assert exact or attacker.close_pairs()
    assert attacker.computable_means() or not exact
