"""The differences between parties that an edition may tell beside its published cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def gaps_of_coarse_cells(
    gaps: list[dict[str, Any]], cells: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The differences as published means tell them where a share is only a bound (D.17, 11).

    >>> cells = {"R07-C": {"mean": 8.0, "share_bound": "≥ 90 %"}, "R07-G": {"mean": 6.5}}
    >>> gap = {"a": "R07-C", "b": "R07-G", "difference": 1.52, "low": 0.4, "high": 2.6, "size": 1}
    >>> gaps_of_coarse_cells([gap], cells)[0]["difference"]
    1.5
    """
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
    """The differences that fit the published cells: where a cell is held, the earlier one.

    >>> cells = {"a": {"mean": 6.0, "held": True}, "b": {"mean": 5.0, "held": False}}
    >>> now, before = ({"a": "a", "b": "b", "difference": d} for d in (1.4, 1.0))
    >>> gaps_of_current_cells([now], cells, [before])[0]["difference"]
    1.0
    """
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
