"""Cases `interviewselectie` and `behoeftegroepen` (method.md D.14, D.15)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.cases.reading import CaseError, Row, identity, rows, table
from analysis.cases.settings import PARAMS, as_number, changed, parameters, params
from analysis.ordering import id_order
from analysis.outcomes.interviews import Candidate, best_coverage, select_interviewees
from analysis.outcomes.needs import needs_groups
from analysis.parameters import DEFAULT, Parameters

MARK_PREFIX = "cijfer"
DONT_KNOW = 99
NEEDS_PARAMS = {
    "snijhoogte": "needs_cut",
    "min_groep": "needs_minimum_group",
    "kenmerk_vanaf": "needs_label_share",
}


def interviews(folder: Path) -> dict[str, Any]:
    """Return the selection from input.csv: columns id, cijfer_*, and a column per trait."""
    path, chosen = folder / "input.csv", _interview_parameters(folder)
    traits = [name for name, _ in chosen.interview_weights]
    candidates = [
        Candidate(
            row["id"],
            tuple(_mark(row, name) for name in row.values if name.startswith(MARK_PREFIX)),
            {trait: row[trait] for trait in traits},
        )
        for row in rows(path, "id", *traits)
    ]
    found = select_interviewees(candidates, chosen)
    return {
        "gemiddeld_cijfer": dict(found.mean_marks),
        "groep": dict(found.groups),
        "volgorde": [
            {
                "stap": choice.step,
                "groep": choice.group,
                "id": identity(choice.id),
                "winst": choice.gain,
                "spreiding": choice.spread,
            }
            for choice in found.choices
        ],
        "gekozen": _in_order(choice.id for choice in found.choices),
        "reserve": _in_order(found.reserves),
        "dekking_gretig": found.coverage,
        "dekking_maximaal_uitputtend": best_coverage(candidates, found, chosen),
        "mogelijk_maximum": found.coverage_maximum,
    }


def _mark(row: Row, name: str) -> float | None:
    """Return a mark, None without one or with "don't know"."""
    value = row.number(name)
    return None if value == DONT_KNOW else value


def _interview_parameters(folder: Path) -> Parameters:
    given = params(folder)
    quota = _numbers(folder, "quotum", given.get("quotum") or dict(DEFAULT.interview_quota))
    weights = _numbers(
        folder, "gewichten", given.get("gewichten") or dict(DEFAULT.interview_weights)
    )
    number = as_number(folder / PARAMS, "aantal", given.get("aantal", sum(quota.values())))
    border = given.get("grens_tevreden", DEFAULT.interview_satisfied_from)
    return changed(
        folder,
        {
            "interview_number": int(number),
            "interview_quota": tuple((group, int(size)) for group, size in quota.items()),
            "interview_satisfied_from": as_number(folder / PARAMS, "grens_tevreden", border),
            "interview_weights": tuple(weights.items()),
        },
    )


def _numbers(folder: Path, name: str, given: Any) -> dict[str, float]:
    """Return the numbers per word under a name of params.json."""
    if not isinstance(given, dict):
        raise CaseError(folder / PARAMS, f"{name}: {given!r} has no numbers per word")
    return {word: as_number(folder / PARAMS, f"{name}.{word}", n) for word, n in given.items()}


def _in_order(ids: Iterable[str]) -> list[int | str]:
    return [identity(one) for one in sorted(ids, key=id_order)]


def needs(folder: Path) -> dict[str, Any]:
    """Return the groups of input.csv: column id and a column of 0 or 1 per need."""
    path = folder / "input.csv"
    answers = table(path, "id")
    names = [name for name in answers.columns if name != "id"]
    people: dict[str, tuple[int, ...]] = {}
    for row in answers.rows:
        if row["id"] in people:
            raise row.error(f"the id {row['id']!r} appears twice")
        people[row["id"]] = tuple(_need(row, name) for name in names)
    found = needs_groups(names, people, parameters(folder, NEEDS_PARAMS))
    return {
        "zonder_behoefte": _in_order(found.without_needs),
        "clusters": [
            {
                "leden": _in_order(cluster.members),
                "n": cluster.n,
                "vormt_groep": cluster.forms_group,
                "kenmerken": list(cluster.labels),
                "aandeel": dict(cluster.shares),
            }
            for cluster in found.clusters
        ],
        "hoogten": list(found.heights),
    }


def _need(row: Row, name: str) -> int:
    """Return whether a person has this need; left open is no need."""
    value = row.whole(name) or 0
    if value not in (0, 1):
        raise row.error(f"{name}: {row[name]!r} is not 0 or 1")
    return value
