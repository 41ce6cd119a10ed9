"""Parties beside each other, and this wave beside the former one, in words and on one axis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.table1.presentation import ShownCell, ShownRow, ShownTable
from survey_app.evaluation.wording import decimal

WIDEST = 5.0  # a difference of five points or more stands at the end of the axis
FINDINGS = {
    "blinde vlek": "Blinde vlek: de gemeente oordeelt gunstiger dan de ander",
    "te streng voor zichzelf": "Te streng voor zichzelf: de gemeente oordeelt ongunstiger",
    "": "Andere verschillen die zijn aangetoond",
}
SIZES = {
    "verwaarloosbaar": "heel klein",
    "klein": "klein",
    "middel": "middelgroot",
    "groot": "groot",
}


UP, DOWN = "↑", "↓"
ARROWS = {"hoger": UP, "lager": DOWN}
VERDICTS = {"geen aantoonbaar verschil": "niet aangetoond"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in points: in words, and as places on an axis of 0-100 with nothing at 50."""

    points: str
    interval: str
    dot: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two parties on one aspect."""

    first: str
    second: str
    difference: Difference
    is_shown: bool
    words: str


@dataclass(frozen=True, slots=True)
class ShownAspect:
    """One aspect with the scores of all parties and their differences."""

    row: ShownRow
    phase: str
    pairs: tuple[ShownPair, ...]
    finding: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One cell in this wave and in the former one."""

    cell: ShownCell
    before: str
    now: str
    difference: Difference | None
    verdict: str
    arrow: str
    detectable: str


def difference(value: float, low: float | None, high: float | None) -> Difference:
    """A difference and its margin.

    >>> difference(1.54, 0.48, 2.6).points, difference(-0.5, None, None).interval
    ('+1,5', '')
    """
    interval = f"{signed(low)} tot {signed(high)}" if low is not None and high is not None else ""
    return Difference(signed(value), interval, _place(value), _at(low), _at(high))


def signed(value: float) -> str:
    """A number that says which way it goes: '+1,5', '−0,5', '0,0'."""
    words = decimal(abs(value))
    if words == decimal(0.0):
        return words
    return f"+{words}" if value > 0 else f"−{words}"


def aspects(table: ShownTable, comparisons: Iterable[Mapping[str, Any]]) -> list[ShownAspect]:
    """Every aspect that more than one party judged, in the order of Tabel 1."""
    by_row: dict[str, list[Mapping[str, Any]]] = {}
    for one in comparisons:
        if one["difference"] is not None:
            by_row.setdefault(one["row"], []).append(one)
    return [
        _aspect(row, phase.name, by_row[row.code])
        for phase in table.phases
        for row in phase.rows
        if row.code in by_row
    ]


def by_finding(found: Iterable[ShownAspect]) -> list[tuple[str, list[ShownAspect]]]:
    """Aspects with a difference that was shown: blind spots first (their title, the aspects)."""
    listed = [one for one in found if any(pair.is_shown for pair in one.pairs)]
    groups = [(title, [a for a in listed if a.finding == key]) for key, title in FINDINGS.items()]
    return [(title, those) for title, those in groups if those]


def without_difference(found: Iterable[ShownAspect]) -> list[ShownAspect]:
    """Aspects on which no difference was shown."""
    return [one for one in found if not any(pair.is_shown for pair in one.pairs)]


def changes(table: ShownTable, trend: Iterable[Mapping[str, Any]]) -> list[ShownChange]:
    """Every cell that both waves asked; what changed demonstrably comes first."""
    cells = {cell.code: cell for cell in table.cells()}
    found = [_change(cells[one["cell"]], one) for one in trend if one["cell"] in cells]
    return sorted(found, key=lambda one: not one.arrow)


def arrows(trend: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The cells that demonstrably went up or down since the former wave, with the arrow."""
    found = {one["cell"]: ARROWS.get(one.get("verdict") or "", "") for one in trend}
    return {cell: arrow for cell, arrow in found.items() if arrow}


def _aspect(row: ShownRow, phase: str, found: list[Mapping[str, Any]]) -> ShownAspect:
    names = {cell.party: cell.party_name for cell in row.asked}
    findings = [one["finding"] for one in found if one["finding"] in FINDINGS]
    pairs = tuple(_pair(one, names) for one in found)
    return ShownAspect(row, phase, pairs, findings[0] if findings else "")


def _pair(one: Mapping[str, Any], names: Mapping[str, str]) -> ShownPair:
    shown = bool(one.get("shown"))
    size = SIZES.get(str(one.get("size")), "")
    words = f"aangetoond, {size} verschil" if shown and size else "niet aangetoond"
    if not one.get("tested"):
        words = "te weinig antwoorden om te toetsen"
    return ShownPair(
        first=names[one["a"]],
        second=names[one["b"]],
        difference=difference(one["difference"], one.get("low"), one.get("high")),
        is_shown=shown,
        words=words,
    )


def _change(cell: ShownCell, one: Mapping[str, Any]) -> ShownChange:
    if one["series_broken"]:
        words = "de vraag is veranderd: niet te vergelijken"
        return ShownChange(cell, "", cell.score, None, words, "", "")
    verdict = one["verdict"] or "te weinig antwoorden om te toetsen"
    value = one["difference"]
    arrow = ARROWS.get(verdict, "")
    words = f"aantoonbaar {verdict}" if arrow else VERDICTS.get(verdict, verdict)
    return ShownChange(
        cell=cell,
        before=decimal(one["mean_before"]),
        now=decimal(one["mean_now"]),
        difference=None if value is None else difference(value, one["low"], one["high"]),
        verdict=f"{words}{_mix(one)}",
        arrow=arrow,
        detectable=decimal(one["smallest_detectable"]),
    )


def _mix(one: Mapping[str, Any]) -> str:
    """Other people answered than the time before (D.7): then with the weighted difference."""
    if not one.get("mix_changed"):
        return ""
    weighted = one.get("weighted_difference")
    told = f"; gewogen {signed(weighted)}" if weighted is not None else ""
    return f" (samenstelling veranderd{told})"


def _place(value: float) -> float:
    return round(50 + 50 * max(-1.0, min(1.0, value / WIDEST)), 1)


def _at(value: float | None) -> float | None:
    return None if value is None else _place(value)
