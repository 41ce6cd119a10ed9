"""Cells that keep what they showed: nobody learns an answer by subtracting two editions.

Rule (method.md D.4 point 7, "earlier publications count"): a cell of which a number of answers
lies fewer people than the minimum from one that any earlier edition showed keeps everything it
showed last. So does a cell with the same number of answers but other ones (a correction). The
numbers are those of the cell, of each of its questions, and of who said whether it went as they
expected: a question that few were asked moves by a few while its cell moves by many, and somebody
who answered one question of three moves that question and not the cell. The closing edition of a
wave follows the same rule, so that the last few answers of a cell never stand out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# What follows from the answers themselves; margins also follow from the population.
FROM_ANSWERS = (
    *("mean", "sd", "median", "share_positive", "share_bound", "distribution", "mark"),
    *("share_unknown", "share_blank", "alpha", "better", "as_thought", "worse"),
)
Cells = Mapping[str, dict[str, Any]]


def held_back(cells: Cells, editions: Sequence[Cells], minimum: int) -> dict[str, dict[str, Any]]:
    """The cells to publish now, given those of every earlier edition, the oldest first.

    `held` marks a cell that keeps what it showed.

    >>> now, before = {"n": 22, "mean": 5.5, "figures": []}, {"n": 20, "mean": 6.0}
    >>> held_back({"R07-C": now}, [{"R07-C": before}], 5)["R07-C"]
    {'n': 20, 'mean': 6.0, 'held': True, 'figures': []}
    """
    return {
        code: _published(cell, [one[code] for one in editions if code in one], minimum)
        for code, cell in cells.items()
    }


def _published(
    cell: dict[str, Any], earlier: Sequence[Mapping[str, Any]], minimum: int
) -> dict[str, Any]:
    if any(must_wait(one, cell, minimum) for one in earlier):
        return {**earlier[-1], "held": True, "figures": cell["figures"]}
    return {**cell, "held": False}


def holds_back(content: Mapping[str, Any]) -> bool:
    """Whether a cell or a number of the response account keeps what it showed before.

    >>> holds_back({"cells": {"R07-C": {"held": True}}, "account": []})
    True
    """
    rows = (row for party in content["account"] for row in party["rows"])
    kept = (*content["cells"].values(), *rows)
    return any(one.get("held", False) for one in kept)


def must_wait(before: Mapping[str, Any], after: Mapping[str, Any], minimum: int) -> bool:
    """Whether publishing `after` would tell about fewer people than the minimum.

    >>> must_wait({"n": 20, "mean": 6.0}, {"n": 22, "mean": 5.5}, 5)
    True
    >>> must_wait({"n": 20, "mean": 6.0}, {"n": 25, "mean": 5.5}, 5)
    False
    """
    return any(_tells(was, now, minimum) for was, now in _counted(before, after))


def _counted(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The cell, what people say of their expectation, and each of its questions, then and now."""
    yield before, after
    yield before.get("perceived") or {}, after.get("perceived") or {}
    questions = {one["code"]: one for one in before.get("questions") or ()}
    for one in after.get("questions") or ():
        yield questions.get(one["code"], {}), one


def _tells(before: Mapping[str, Any], after: Mapping[str, Any], minimum: int) -> bool:
    if not before.get("n"):  # nothing, or nothing countable, was shown
        return False
    if after.get("n") is None:
        # Fewer than the minimum are left: how many left the group is not told by hiding it.
        return False
    moved = abs(int(after["n"]) - int(before["n"]))
    if moved == 0:
        shared = before.keys() & after.keys()
        return any(before[name] != after[name] for name in FROM_ANSWERS if name in shared)
    return moved < minimum
