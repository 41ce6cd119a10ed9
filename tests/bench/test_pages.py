"""What is compared is measured by turns."""

from collections.abc import Callable

from bench.pages import TURN, Cost, in_turn


def test_every_turn_has_some_requests_of_each_and_the_mean_is_kept() -> None:
    taken: list[tuple[str, int]] = []

    def costing(name: str) -> Callable[[int], Cost]:
        def cost(requests: int) -> Cost:
            taken.append((name, requests))
            return Cost(get=len(taken), post=2 * len(taken))

        return cost

    found = in_turn([costing("product"), costing("reference")], 3 * TURN)
    assert taken == [("product", TURN), ("reference", TURN)] * 3
    assert found == (Cost(get=3, post=6), Cost(get=4, post=8))
