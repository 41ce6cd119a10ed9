"""Labels of arrival from what was released: who came after which release, as far as anybody knows.

Nothing is kept of a person. A number that rose since the last release was joined by so many, under
the label of the release that shows them first. A number that fell was left by people of one label,
as long as there is only one. Where people of two labels were there, nobody can tell who left, and
a guess would take for hidden what a reader works out (see `register`). People who came and left
between two releases, or changed places unseen, are no matter: what the gate then thinks possible
is possible for the reader too.
"""

from __future__ import annotations

from collections.abc import Sequence

Labels = dict[str, int]


def by_arrival(numbers: Sequence[tuple[str, int]]) -> tuple[Labels, ...] | None:
    """Return the people per label at every release, None where nobody can tell who left.

    `numbers` holds, in order, the name of each release and how many people there were.

    >>> by_arrival([("1", 20), ("2", 26)])
    ({'1': 20}, {'1': 20, '2': 6})
    >>> by_arrival([("1", 20), ("2", 15), ("3", 18)])
    ({'1': 20}, {'1': 15}, {'1': 15, '3': 3})
    >>> by_arrival([("1", 20), ("2", 26), ("3", 20)]) is None
    True
    """
    found: list[Labels] = []
    present: Labels = {}
    for release, n in numbers:
        moved = n - sum(present.values())
        if moved > 0:
            present = {**present, release: moved}
        elif n == 0:
            present = {}
        elif moved < 0:
            if len(present) > 1:
                return None
            present = dict.fromkeys(present, n)
        found.append(present)
    return tuple(found)
