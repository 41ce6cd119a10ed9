"""Differences between parties on one aspect, and the cells that ask for attention first."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from analysis.cells import CellCounts
from analysis.comparisons.parties import Comparison, PartyScores, compare_parties
from analysis.disclosure import visibility
from analysis.parameters import Parameters
from survey_app.evaluation.table1.counts import scores_of
from survey_app.questionnaire.framework import Framework, Row

NUMBER = 3


def party_gaps(
    framework: Framework, cells: Mapping[str, CellCounts], parameters: Parameters
) -> list[dict[str, Any]]:
    """Every pair of parties with enough answers on the same aspect, tested together (D.5)."""
    pairs = [
        (_scores(row, a, cells, parameters), _scores(row, b, cells, parameters))
        for row in framework.rows
        for a, b in combinations([p for p in row.parties if f"{row.code}-{p}" in cells], 2)
    ]
    return [_record(one, parameters) for one in compare_parties(pairs, parameters) if one.tested]


def attention(cells: Mapping[str, Any], gaps: list[dict[str, Any]]) -> dict[str, Any]:
    """The three lowest published cells and the three largest gaps between parties."""
    scored = [code for code, cell in cells.items() if cell["mean"] is not None]
    return {
        "lowest": sorted(scored, key=lambda code: (cells[code]["mean"], code))[:NUMBER],
        "gaps": sorted(gaps, key=lambda gap: (-abs(gap["difference"]), gap["a"]))[:NUMBER],
    }


def _scores(
    row: Row, party: str, cells: Mapping[str, CellCounts], parameters: Parameters
) -> PartyScores:
    return PartyScores(row.code, party, scores_of(cells[f"{row.code}-{party}"], parameters))


def _record(one: Comparison, parameters: Parameters) -> dict[str, Any]:
    """What leaves of a comparison; with few answers only the means, as in the cells (D.4)."""
    fewest = min(one.n_a or 0, one.n_b or 0)
    open_to_all = visibility(fewest, parameters).has_distribution
    return {
        "row": one.topic,
        "a": f"{one.topic}-{one.a}",
        "b": f"{one.topic}-{one.b}",
        "difference": one.welch.difference,
        "low": one.welch.low if open_to_all else None,
        "high": one.welch.high if open_to_all else None,
        "shown": one.shown,
        "verdict": one.verdict,
        "size": one.size if open_to_all else None,
    }
