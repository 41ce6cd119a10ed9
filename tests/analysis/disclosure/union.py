"""Attack random sets of tables and count what the attacker gets.

    python -m tests.analysis.disclosure.union [--start 0] [--stop 2000] [--control]

`--control` publishes the same sets with only the small groups hidden.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

from tests.analysis.disclosure.fieldwork import Fieldwork


@dataclass(frozen=True)
class Attack:
    """What one set of tables was and what was taken from it, in words."""

    seed: int
    figures: int
    hidden: int
    exact: tuple[str, ...]
    narrow: tuple[str, ...]
    means: tuple[str, ...]
    close: tuple[str, ...]
    seconds: float

    @property
    def lost(self) -> tuple[str, ...]:
        return (*self.exact, *self.narrow, *self.means, *self.close)


def attack(seed: int, complementary: bool = True) -> Attack:
    """Publish one set of tables and attack it.

    exact: hidden figures, and small sets of people that no table names, found to the person.
    narrow: hidden figures known to within 4 people (the rule's width), the exact ones too.
    means: hidden figures whose mean follows. close: shown figures that differ by 1-4 people.
    """
    start = time.process_time()
    work = Fieldwork(seed, complementary=complementary).run()
    attacker = work.attacker()
    hidden, small = attacker.hidden_figures(), attacker.small_kinds(work.kinds())
    return Attack(
        seed,
        len(attacker.seen),
        len(hidden),
        tuple(str(loot) for loot in (*hidden, *small) if loot.exact),
        tuple(str(loot) for loot in hidden if loot.high - loot.low < 4),
        tuple(attacker.computable_means()),
        tuple(attacker.close_pairs()),
        time.process_time() - start,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--stop", type=int, default=2_000)
    parser.add_argument("--control", action="store_true", help="hide only the small groups")
    chosen = parser.parse_args()
    found = []
    for seed in range(chosen.start, chosen.stop):
        found.append(attack(seed, not chosen.control))
        if found[-1].lost and not chosen.control:
            print(found[-1], flush=True)
        if len(found) % 50 == 0 or seed + 1 == chosen.stop:
            _report(found)


def _report(found: list[Attack]) -> None:
    seconds = sorted(one.seconds for one in found)
    print(
        f"sets {found[0].seed}-{found[-1].seed}: figures {sum(a.figures for a in found)}, "
        f"hidden {sum(a.hidden for a in found)}, exact {sum(len(a.exact) for a in found)}, "
        f"narrow {sum(len(a.narrow) for a in found)}, means {sum(len(a.means) for a in found)}, "
        f"close {sum(len(a.close) for a in found)}, sets with a loss "
        f"{sum(bool(a.lost) for a in found)}; seconds {sum(seconds):.0f}, "
        f"median {seconds[len(seconds) // 2]:.2f}, longest {seconds[-1]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
