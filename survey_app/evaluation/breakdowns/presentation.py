"""Groups of clients beside each other on every aspect, on one axis (advies 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from survey_app.evaluation.table1.presentation import Plot, ShownCell, ShownTable
from survey_app.evaluation.wording import decimal

BREAKDOWNS: Mapping[str, str] = MappingProxyType(
    {"doelgroep": "Doelgroep", "leeftijd": "Leeftijd", "duur": "Hoe lang al hulp"}
)
CATEGORIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "doelgroep": {
            "arbeidsbeperking": "Arbeidsbeperking",
            "statushouder": "Statushouder",
            "geen": "Geen van beide",
        },
        "leeftijd": {"1": "18-26 jaar", "2": "27-45 jaar", "3": "46-54 jaar", "4": "55 of ouder"},
        "duur": {
            "1": "Korter dan 1 jaar",
            "2": "1 tot 2 jaar",
            "3": "2 tot 5 jaar",
            "4": "Langer dan 5 jaar",
        },
    }
)
HIDDEN = "te klein om te tonen"


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """One category on one aspect; without a score `why` says why."""

    name: str
    score: str
    n: str
    plot: Plot | None
    why: str


@dataclass(frozen=True, slots=True)
class ShownGroups:
    """One aspect: everybody, and each category."""

    cell: ShownCell
    groups: tuple[ShownGroup, ...]


def group_rows(
    table: ShownTable, breakdown: str, figures: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, list[ShownGroups]]]:
    """Per phase the aspects of which at least one category may be shown."""
    names = CATEGORIES[breakdown]
    found = []
    for phase in table.phases:
        rows = [
            ShownGroups(cell, _groups(figures[cell.code], names))
            for row in phase.rows
            for cell in row.asked
            if cell.code in figures
        ]
        shown = [row for row in rows if any(group.score for group in row.groups)]
        if shown:
            found.append((phase.name, shown))
    return found


def groups_of_cell(
    cell: str, groups: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> list[tuple[str, tuple[ShownGroup, ...]]]:
    """The breakdowns of one cell of which at least one category may be shown: (name, groups)."""
    found = [
        (BREAKDOWNS[key], _groups(by_cell[cell], CATEGORIES[key]))
        for key, by_cell in groups.items()
        if cell in by_cell
    ]
    return [(name, shown) for name, shown in found if any(one.score for one in shown)]


def _groups(figures: Mapping[str, Any], names: Mapping[str, str]) -> tuple[ShownGroup, ...]:
    return tuple(_group(name, figures.get(key, {"hidden": True})) for key, name in names.items())


def _group(name: str, figure: Mapping[str, Any]) -> ShownGroup:
    if figure.get("hidden") or figure.get("mean") is None:
        return ShownGroup(name, "", "", None, HIDDEN)
    low, high = figure["low"], figure["high"]
    plot = Plot(
        dot=figure["mean"] * 10,
        low=None if low is None else low * 10,
        high=None if high is None else high * 10,
    )
    return ShownGroup(name, decimal(figure["mean"]), str(figure["n"]), plot, figure["mark"] or "")
