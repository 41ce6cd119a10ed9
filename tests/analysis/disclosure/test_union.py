"""The attack on everything published together: seeded sets of tables up to 6 x 8."""

import pytest

from tests.analysis.disclosure.union import attack

EVERY_CHANGE = 30
NIGHTLY = 2_000


@pytest.mark.parametrize("seed", range(EVERY_CHANGE))
def test_an_attacker_recovers_nothing_from_all_tables_together(seed: int) -> None:
    assert attack(seed).lost == ()


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(0, NIGHTLY, 20))
def test_an_attacker_recovers_nothing_from_two_thousand_sets(start: int) -> None:
    for seed in range(start, start + 20):
        assert attack(seed).lost == (), f"set {seed}"


@pytest.mark.parametrize("seed", range(0, 10))
def test_the_attacker_wins_when_only_small_groups_are_hidden(seed: int) -> None:
    found = attack(seed, complementary=False)
    assert found.narrow, "a control in which the attacker finds nothing proves nothing"
    assert found.exact or found.close
    assert found.means or not found.exact
