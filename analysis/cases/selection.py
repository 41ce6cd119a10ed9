"""Cases `interviewselectie` and `behoeftegroepen` (method.md D.14, D.15)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.cases.reading import CaseError, number, params, rows, whole
from analysis.interviews import Candidate, best_coverage, select_interviewees
from analysis.needs import needs_groups
from analysis.parameters import DEFAULT, Parameters, with_values

MARK_PREFIX = "cijfer"


def interviews(folder: Path) -> dict[str, Any]:
    """Return the selection from input.csv: columns id, cijfer_*, and a column per trait."""
    path, parameters = folder / "input.csv", _interview_parameters(folder)
    traits = [name for name, _ in parameters.interview_weights]
    candidates = [
        Candidate(
            row["id"],
            tuple(number(path, row[name]) for name in row if name.startswith(MARK_PREFIX)),
            {trait: row[trait] for trait in traits},
        )
        for row in rows(path, "id", *traits)
    ]
    found = select_interviewees(candidates, parameters)
    return {
        "gemiddeld_cijfer": dict(found.mean_marks),
        "groep": dict(found.groups),
        "volgorde": [
            {
                "stap": choice.step,
                "groep": choice.group,
                "id": choice.id,
                "winst": choice.gain,
                "spreiding": choice.spread,
            }
            for choice in found.choices
        ],
        "gekozen": sorted(choice.id for choice in found.choices),
        "reserve": sorted(found.reserves),
        "dekking_gretig": found.coverage,
        "dekking_maximaal_uitputtend": best_coverage(candidates, found, parameters),
        "mogelijk_maximum": found.coverage_maximum,
    }


def _interview_parameters(folder: Path) -> Parameters:
    given = params(folder)
    quota = given.get("quotum", dict(DEFAULT.interview_quota))
    return with_values(
        {
            "interview_number": given.get("aantal", sum(quota.values())),
            "interview_quota": tuple(quota.items()),
            "interview_satisfied_from": given.get(
                "grens_tevreden", DEFAULT.interview_satisfied_from
            ),
            "interview_weights": tuple(
                given.get("gewichten", dict(DEFAULT.interview_weights)).items()
            ),
        }
    )


def needs(folder: Path) -> dict[str, Any]:
    """Return the groups of input.csv: column id and a column of 0 or 1 per need."""
    path = folder / "input.csv"
    table = rows(path, "id")
    names = [name for name in table[0] if name != "id"] if table else []
    people = {row["id"]: tuple(whole(path, row[name]) or 0 for name in names) for row in table}
    if len(people) < len(table):
        raise CaseError(path, "an id appears twice")
    found = needs_groups(names, people, _needs_parameters(folder))
    return {
        "zonder_behoefte": list(found.without_needs),
        "clusters": [
            {
                "leden": list(cluster.members),
                "n": cluster.n,
                "vormt_groep": cluster.forms_group,
                "kenmerken": list(cluster.labels),
                "aandeel": dict(cluster.shares),
            }
            for cluster in found.clusters
        ],
        "hoogten": list(found.heights),
    }


def _needs_parameters(folder: Path) -> Parameters:
    given = params(folder)
    names = {
        "snijhoogte": "needs_cut",
        "min_groep": "needs_minimum_group",
        "kenmerk_vanaf": "needs_label_share",
    }
    return with_values({ours: given[theirs] for theirs, ours in names.items() if theirs in given})
