"""Cells that keep what they showed: nobody learns an answer by subtracting two editions.

Rule (method.md D.4 point 7, "earlier publications count"): a cell whose number of answers moved
by fewer people than the minimum since it was last published keeps everything it showed then. So
does a cell with the same number of answers but other ones (a correction). It is renewed as soon
as at least the minimum has come in; the closing edition of a wave follows the same rule, so that
the last few answers of a cell never stand out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What follows from the answers themselves; margins also follow from the population.
FROM_ANSWERS = ("mean", "sd", "median", "share_positive", "share_bound", "distribution", "mark")


def held_back(
    cells: Mapping[str, dict[str, Any]], earlier: Mapping[str, dict[str, Any]], minimum: int
) -> dict[str, dict[str, Any]]:
    """The cells to publish now, given what was published before; `held` marks a kept one.

    >>> now, before = {"n": 22, "mean": 5.5, "figures": []}, {"n": 20, "mean": 6.0}
    >>> held_back({"R07-C": now}, {"R07-C": before}, 5)["R07-C"]
    {'n': 20, 'mean': 6.0, 'held': True, 'figures': []}
    """
    return {
        code: _kept(earlier[code], cell)
        if code in earlier and must_wait(earlier[code], cell, minimum)
        else {**cell, "held": False}
        for code, cell in cells.items()
    }


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
    if not before.get("n"):  # nothing, or nothing countable, was shown
        return False
    if after["n"] is None:
        # Fewer than the minimum are left: how many left the group is not told by hiding it.
        return False
    moved = abs(int(after["n"]) - int(before["n"]))
    if moved == 0:
        return any(before.get(name) != after.get(name) for name in FROM_ANSWERS)
    return moved < minimum


def _kept(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {**before, "held": True, "figures": after["figures"]}
