"""Case `planning`: margins to expect per population and response (method.md D.3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.cases.reading import rows
from analysis.cases.settings import PARAMS, as_number, parameters, params
from analysis.parameters import DEFAULT
from analysis.response.planning import (
    RESPONSE_ANCHORS,
    PlannedMargin,
    planned_margin,
    planning_table,
)

PLANNING_PARAMS = {"sd": "planning_sd", "aandeel": "planning_share", "conf": "confidence"}


def planning(folder: Path) -> list[dict[str, Any]]:
    """Return the planning table; N, respons and sd come from params.json or input.csv if given.

    input.csv has columns N and respons, one line a row; params.json lists `N` and `respons`,
    which are crossed. Without either the table has its standard populations and responses.
    """
    given, chosen = params(folder), parameters(folder, PLANNING_PARAMS)
    path = folder / "input.csv"
    if path.exists():
        pairs = [(row.whole("N"), row.number("respons")) for row in rows(path, "N", "respons")]
        known = [(size, share) for size, share in pairs if size is not None and share is not None]
        margins = [planned_margin(size, share, chosen) for size, share in known]
    else:
        populations = _listed(folder, "N", given.get("N", DEFAULT.planning_populations))
        responses = _listed(folder, "respons", given.get("respons", RESPONSE_ANCHORS))
        margins = list(planning_table([int(n) for n in populations], responses, chosen))
    return [
        _record(margin, f"{chosen.planning_sd:g}", _percent(chosen.planning_share))
        for margin in margins
    ]


def _listed(folder: Path, name: str, value: Any) -> list[float]:
    """Return the numbers of a list, or one number as a list of one."""
    values = value if isinstance(value, list | tuple) else [value]
    return [as_number(folder / PARAMS, name, one) for one in values]


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
