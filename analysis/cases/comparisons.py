"""Cases 05 parties, 06 phase trend, 07 wave trend, 15 Benjamini-Hochberg."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from analysis.cases import reading, settings
from analysis.cells import Scores, scores_from
from analysis.comparisons.parties import (
    BLIND_SPOT,
    CLIENTS,
    Comparison,
    PartyScores,
    unpublished_comparisons,
)
from analysis.comparisons.phases import phase_trend
from analysis.comparisons.waves import WaveCell, WaveTrend, wave_trends
from analysis.estimates.intervals import Interval
from analysis.estimates.multiplicity import benjamini_hochberg
from analysis.estimates.welch import Summary

PARTY_ORDER = ("G", "W", "O")
PHASE_ORDER = ("PRE", "AANVANG", "TIJDENS", "EINDE", "POST")


def _groups(path: Path, column: str) -> dict[str, Scores]:
    """Return the scores per group in order of appearance; rows without a score add nothing."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in reading.rows(path, column, "score"):
        value = row.number("score")
        found[row[column]].extend([] if value is None else [value])
    return {name: scores_from(values) for name, values in found.items()}


def _party_pairs(parties: list[str]) -> list[tuple[str, str]]:
    """Return the comparisons: every party against the clients, then the others in order.

    Without clients the first party of the file takes their place.
    """
    if not parties:
        return []
    reference = CLIENTS if CLIENTS in parties else parties[0]
    others = [p for p in PARTY_ORDER if p in parties and p != reference]
    others += [p for p in parties if p not in (*others, reference)]
    among = [(a, b) for place, a in enumerate(others) for b in others[place + 1 :]]
    return [(party, reference) for party in others] + among


def parties(folder: Path) -> dict[str, Any]:
    """Return case 05: all parties of one aspect against each other."""
    groups = _groups(folder / "input.csv", "partij")
    sides = {name: PartyScores("aspect", name, scores) for name, scores in groups.items()}
    pairs = [(sides[a], sides[b]) for a, b in _party_pairs(list(sides))]
    found = unpublished_comparisons(pairs, settings.parameters(folder))
    sizes = {name: scores.n for name, scores in groups.items()}
    return {
        "vergelijkingen": [_comparison(one, sizes) for one in found],
        "blinde_vlek_G_C": any(one.verdict == BLIND_SPOT for one in found),
    }


def _comparison(one: Comparison, sizes: dict[str, int]) -> dict[str, Any]:
    """Return one comparison under the names of the case."""
    interval: Interval | None = one.newcombe
    return {
        "a": one.a,
        "b": one.b,
        "n_a": sizes[one.a],
        "n_b": sizes[one.b],
        "gem_a": one.mean_a,
        "gem_b": one.mean_b,
        "verschil": one.welch.difference,
        "laag": one.welch.low,
        "hoog": one.welch.high,
        "t": one.welch.t,
        "df": one.welch.df,
        "p": one.welch.p,
        "cliffs_delta": one.delta,
        "omvang": one.size,
        "hedges_g": one.hedges_g,
        "pos_a": one.positive_a,
        "pos_b": one.positive_b,
        "verschil_pos": one.share_difference,
        "newcombe": [interval.low, interval.high] if interval else None,
        "p_bh": one.p_bh,
        "verschil_aangetoond": one.shown,
    }


def phases(folder: Path) -> dict[str, Any]:
    """Return case 06: the trend over the phases, in the order of the method when it knows them."""
    groups = _groups(folder / "input.csv", "fase")
    known = all(name.upper() in PHASE_ORDER for name in groups)
    order = sorted(groups, key=lambda name: PHASE_ORDER.index(name.upper()) if known else 0)
    chosen = settings.parameters(folder)
    trend = phase_trend([(name, groups[name]) for name in order], None, chosen)
    ends = trend.last_minus_first
    return {
        "per_fase": [
            {"fase": name, "n": one.n, "gemiddelde": one.mean, "sd": one.sd}
            for name, one in trend.phases
        ],
        "kendall_tau_b": trend.kendall.tau,
        "z": trend.kendall.z,
        "p": trend.p,
        "laatste_min_eerste": ends.difference,
        "verschil": ends.difference,
        "laag": ends.low,
        "hoog": ends.high,
        "richting": trend.direction,
    }


def waves(folder: Path) -> list[dict[str, Any]]:
    """Return case 07: every cell in two waves, from n, mean and standard deviation."""
    path = folder / "input.csv"
    names = ("cel", "n1", "mean1", "sd1", "n2", "mean2", "sd2")
    cells = [
        WaveCell(row["cel"], _summary(row, "1"), _summary(row, "2"))
        for row in reading.rows(path, *names)
    ]
    return [_wave(one) for one in wave_trends(cells, settings.parameters(folder))]


def _summary(row: reading.Row, wave: str) -> Summary:
    """Return one wave of a cell; without a mean nobody answered."""
    n, mean, sd = row.whole(f"n{wave}") or 0, row.number(f"mean{wave}"), row.number(f"sd{wave}")
    if n < 0 or (sd or 0) < 0:
        raise row.error(f"n{wave} and sd{wave} may not be negative")
    return Summary(n, mean if n else None, sd)


def _wave(one: WaveTrend) -> dict[str, Any]:
    """Return one cell under the names of the case."""
    change = one.difference
    return {
        "cel": one.code,
        "verschil": change.difference,
        "se": change.se,
        "df": change.df,
        "t": change.t,
        "p": change.p,
        "laag": change.low,
        "hoog": change.high,
        "p_bh": one.p_bh,
        "oordeel": one.verdict,
    }


def adjusted(folder: Path) -> dict[str, Any]:
    """Return case 15: the adjusted p-values in the order given."""
    path = folder / "input.json"
    given = reading.json_file(path)
    if not isinstance(given, dict) or not isinstance(given.get("p"), list):
        raise reading.CaseError(path, "has no list p")
    chosen = settings.parameters(folder)
    found = benjamini_hochberg(given["p"], given.get("q", chosen.false_discovery_rate))
    return {"p_bh": [one.p for one in found], "afgewezen": [one.rejected for one in found]}
