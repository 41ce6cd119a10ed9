"""Case `planning`: margins to expect per population and response (method.md D.3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.cases.reading import number, params, rows, whole
from analysis.parameters import DEFAULT, with_values
from analysis.planning import RESPONSE_ANCHORS, PlannedMargin, planned_margin, planning_table


def planning(folder: Path) -> list[dict[str, Any]]:
    """Return the planning table; N, respons and sd come from params.json or input.csv if given.

    input.csv has columns N and respons, one line a row; params.json lists `N` and `respons`,
    which are crossed. Without either the table has its standard populations and responses.
    """
    given = params(folder)
    parameters = with_values(
        {
            "planning_sd": given.get("sd", DEFAULT.planning_sd),
            "planning_share": given.get("aandeel", DEFAULT.planning_share),
            "confidence": given.get("conf", DEFAULT.confidence),
        }
    )
    path = folder / "input.csv"
    if path.exists():
        pairs = [
            (whole(path, row["N"]), number(path, row["respons"]))
            for row in rows(path, "N", "respons")
        ]
        known = [(size, share) for size, share in pairs if size is not None and share is not None]
        margins = [planned_margin(size, share, parameters) for size, share in known]
    else:
        populations = _listed(given.get("N", DEFAULT.planning_populations))
        responses = _listed(given.get("respons", RESPONSE_ANCHORS))
        margins = list(planning_table(populations, responses, parameters))
    return [
        _record(margin, f"{parameters.planning_sd:g}", _percent(parameters.planning_share))
        for margin in margins
    ]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _percent(share: float) -> str:
    return f"{100 * share:g}"


def _record(margin: PlannedMargin, sd: str, share: str) -> dict[str, Any]:
    return {
        "N": margin.population,
        "respons": margin.response,
        "n": margin.n,
        f"marge_gem_sd{sd}": margin.mean_margin,
        f"marge_aandeel_{share}": margin.share_margin,
    }
