"""Case `onderdrukking`: hiding in one dimension and in two (method.md D.4 rules 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.cases.reading import CaseError, Row, json_file, table
from analysis.cases.settings import as_number, changed, numbers
from analysis.disclosure.cycles import Cell
from analysis.disclosure.one_dimension import suppress_one_dimension
from analysis.disclosure.primary import primary_hidden
from analysis.disclosure.two_way import count_rule_holds, hidden_ranges, suppress_two_way
from analysis.parameters import DEFAULT, Parameters

REQUIREMENT = (
    "elk geldig patroon bevat alle primaire cellen; elke rij en kolom met een afgeschermde cel "
    "heeft er minstens {members} met samen n>={people}; LP-interval per afgeschermde cel minstens "
    "{width} breed; kosten <= {factor} x minimale_kosten"
)


def suppression(folder: Path) -> dict[str, Any]:
    """Return every one-way and two-way pattern of the case, with the parameters as a sentence.

    Reads input_1d.json and every input_2d*.csv: input_2d_x.csv becomes `twee_dimensies_x`.
    """
    parameters = _parameters(folder)
    result: dict[str, Any] = {"drempel": parameters.disclosure_minimum}
    if (folder / "input_1d.json").exists():
        result["een_dimensie"] = _one_dimensions(folder / "input_1d.json", parameters)
    for path in sorted(folder.glob("input_2d*.csv"), key=lambda found: found.stem):
        key = "twee_dimensies" + path.stem.removeprefix("input_2d")
        result[key] = _two_dimensions(_counts(path), parameters)
    result["eis"] = REQUIREMENT.format(
        members=parameters.complementary_members,
        people=parameters.complementary_sum,
        width=parameters.audit_width,
        factor=f"{parameters.cost_factor:g}".replace(".", ","),
    )
    return result


def _parameters(folder: Path) -> Parameters:
    given = numbers(folder, {"drempel": "minimum"})
    minimum = int(given.get("minimum", DEFAULT.disclosure_minimum))
    values = {
        "disclosure_minimum": minimum,
        "complementary_sum": minimum,
        "distribution_minimum": max(minimum, DEFAULT.distribution_minimum),
    }
    return changed(folder, values)


def _one_dimensions(path: Path, parameters: Parameters) -> list[dict[str, Any]]:
    """Return the pattern of every row of groups in the file."""
    cases = json_file(path)
    found = []
    for place, case in enumerate(cases if isinstance(cases, list) else [cases], 1):
        name = case.get("case", place) if isinstance(case, dict) else place
        if not isinstance(case, dict) or not isinstance(case.get("cellen"), dict):
            raise CaseError(path, f"case {name}: has no cellen with a number per group")
        counts = {group: _count(path, name, group, n) for group, n in case["cellen"].items()}
        total_shown = bool(case.get("totaal_getoond", True))
        found.append({"case": name, **_one_dimension(counts, total_shown, parameters)})
    return found


def _count(path: Path, name: object, group: str, given: Any) -> int:
    """Return the number of people in a group of a case; null is nobody."""
    number = as_number(path, f"case {name}, {group}", given or 0)
    if number < 0 or number != int(number):
        raise CaseError(path, f"case {name}, {group}: {given!r} is no number of people")
    return int(number)


def _one_dimension(
    counts: dict[str, int], total_shown: bool, parameters: Parameters
) -> dict[str, Any]:
    result = suppress_one_dimension(counts, total_shown, parameters)
    return {
        "primair": sorted(primary_hidden(counts, parameters)),
        "afgeschermd": sorted(result.hidden),
        "totaal_getoond": total_shown and not result.total_hidden,
        "getoond": {name: n for name, n in counts.items() if n and name not in result.hidden},
        "geen_respons": sorted(name for name, n in counts.items() if n == 0),
    }


def _counts(path: Path) -> dict[Cell, int]:
    found = table(path)
    if not found.rows:
        raise CaseError(path, "has no rows")
    label, *columns = found.columns
    return {(row[label], column): _people(row, column) for row in found.rows for column in columns}


def _people(row: Row, column: str) -> int:
    """Return the number of people in a cell; an empty cell is nobody."""
    number = row.whole(column) or 0
    if number < 0:
        raise row.error(f"{column}: {number} is no number of people")
    return number


def _two_dimensions(counts: dict[Cell, int], parameters: Parameters) -> dict[str, Any]:
    found = suppress_two_way(counts, parameters)
    hidden = found.hidden if found.hidden is not None else frozenset()
    return {
        "primair": _names(found.primary),
        "primair_voldoet_aan_telregel": count_rule_holds(counts, found.primary, parameters),
        "lp_audit_alleen_primair": _ranges(counts, found.primary),
        "minimale_kosten": found.cost,
        "optimaal_patroon": _names(hidden),
        "lp_audit": _ranges(counts, hidden),
    }


def _names(cells: Iterable[Cell]) -> list[str]:
    return sorted("/".join(cell) for cell in cells)


def _ranges(counts: dict[Cell, int], hidden: frozenset[Cell]) -> dict[str, list[float]]:
    ranges = hidden_ranges(counts, hidden)
    return {"/".join(cell): list(bounds) for cell, bounds in ranges.items()}
