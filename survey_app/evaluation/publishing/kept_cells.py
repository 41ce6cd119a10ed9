"""The guard on publishing more than once: nobody learns an answer by subtracting two editions.

Rule (method.md D.4 point 7, "earlier publications count"): a cell whose number of answers moved
by fewer people than the minimum since it was last published keeps everything it showed then. So
does a cell with the same number of answers but other ones (a correction). It is renewed as soon
as at least the minimum has come in; the closing edition of a wave follows the same rule, so that
the last few answers of a cell never stand out.
"""

from collections.abc import Mapping
from typing import Any

# What follows from the answers themselves; margins also follow from the population.
FROM_ANSWERS = ("mean", "sd", "median", "share_positive", "share_bound", "distribution", "mark")


def held_back(
    cells: Mapping[str, dict[str, Any]], earlier: Mapping[str, dict[str, Any]], minimum: int
) -> dict[str, dict[str, Any]]:
    """The cells to publish now, given what was published before; `held` marks a kept one."""
    return {
        code: _kept(earlier[code], cell)
        if code in earlier and must_wait(earlier[code], cell, minimum)
        else {**cell, "held": False}
        for code, cell in cells.items()
    }


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


def held_account(
    account: list[dict[str, Any]], earlier: list[dict[str, Any]], minimum: int
) -> list[dict[str, Any]]:
    """The response account to publish now: a number that moved by a few stays as it was.

    A total is the sum of the numbers that stand above it, so it never tells of others (D.17, 12).
    """
    before = {row["questionnaire"]: row for party in earlier for row in party["rows"]}
    return [_party_account(party, before, minimum) for party in account]


def _party_account(
    party: dict[str, Any], before: Mapping[str, dict[str, Any]], minimum: int
) -> dict[str, Any]:
    rows = [_account_row(row, before.get(row["questionnaire"]), minimum) for row in party["rows"]]
    shown = [row["responses"] for row in rows if row["responses"] is not None]
    told = party["total"] is not None and len(shown) == len(rows)
    return {**party, "rows": rows, "total": sum(shown) if told else None}


def _account_row(
    row: dict[str, Any], before: Mapping[str, Any] | None, minimum: int
) -> dict[str, Any]:
    now, then = row["responses"], before["responses"] if before is not None else None
    if now is None or not then or abs(now - then) >= minimum:
        return row
    people = row["population"]
    rate = then / people if people and then <= people else None
    kept = {**row, "responses": then, "rate": rate, "mark": None}
    return {**kept, "held": True} if now != then else kept


def gaps_of_coarse_cells(
    gaps: list[dict[str, Any]], cells: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The differences as published means tell them where a share is only a bound (D.17, 11)."""
    return [_coarse_gap(gap, cells) for gap in gaps if _both_means(gap, cells)]


def _both_means(gap: Mapping[str, Any], cells: Mapping[str, dict[str, Any]]) -> bool:
    return cells[gap["a"]]["mean"] is not None and cells[gap["b"]]["mean"] is not None


def _coarse_gap(gap: dict[str, Any], cells: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    a, b = cells[gap["a"]], cells[gap["b"]]
    if not (a.get("share_bound") or b.get("share_bound")):
        return gap
    return {**gap, "difference": a["mean"] - b["mean"], "low": None, "high": None, "size": None}


def gaps_of_current_cells(
    gaps: list[dict[str, Any]], cells: Mapping[str, dict[str, Any]], earlier: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The differences that fit the published cells: where a cell is held, the earlier one."""
    before = {(gap["a"], gap["b"]): gap for gap in earlier}
    found = []
    for gap in gaps:
        kept = cells[gap["a"]]["held"] or cells[gap["b"]]["held"]
        current = before.get((gap["a"], gap["b"])) if kept else gap
        if current is not None and not (kept and _moved(current, cells)):
            found.append(current)
    return found


def _moved(gap: Mapping[str, Any], cells: Mapping[str, dict[str, Any]]) -> bool:
    """Whether one side of an earlier difference has been renewed since."""
    shown = cells[gap["a"]]["mean"] - cells[gap["b"]]["mean"]
    return bool(abs(shown - gap["difference"]) > 1e-9)


def _kept(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {**before, "held": True, "figures": after["figures"]}
