"""One aspect over the phases of a trajectory, party by party, in words and as a chart (D.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.comparisons.presentation import Difference, difference
from survey_app.evaluation.comparisons.run_chart import RunChart, run_chart
from survey_app.questionnaire.framework import Framework

ASPECTS = {"info": "Informatie", "bejegening": "Bejegening", "wachttijd": "Wachttijd"}
FEW = "Er zijn te weinig antwoorden om fasen te vergelijken."
VERDICTS = {
    "stijgend": "Het oordeel is aantoonbaar hoger in latere fasen.",
    "dalend": "Het oordeel is aantoonbaar lager in latere fasen.",
    "geen aantoonbare trend": "Een trend over de fasen is niet aangetoond.",
    None: "Er zijn te weinig antwoorden om een trend te toetsen.",
}


@dataclass(frozen=True, slots=True)
class ShownPhases:
    """One party on one aspect; no chart below two phases."""

    party: str
    chart: RunChart | None
    difference: Difference | None
    verdict: str


def phase_rows(
    found: Iterable[Mapping[str, Any]], framework: Framework
) -> list[tuple[str, list[ShownPhases]]]:
    """Per aspect every party that was asked in two phases or more."""
    rows: dict[str, list[ShownPhases]] = {}
    for one in found:
        rows.setdefault(ASPECTS[one["aspect"]], []).append(_row(one, framework))
    return list(rows.items())


def _row(one: Mapping[str, Any], framework: Framework) -> ShownPhases:
    nothing = {"low": None, "high": None}
    points = [
        {"wave": each["phase"].capitalize(), "n": each["n"], "mean": each["mean"], **nothing}
        for each in one["phases"]
    ]
    chart = run_chart({"points": points, "broken": False, "median": None})
    moved = one["difference"]
    return ShownPhases(
        party=framework.parties[one["party"]],
        chart=chart,
        difference=None if moved is None else difference(moved, one["low"], one["high"]),
        verdict=VERDICTS[one["direction"]] if chart else FEW,
    )
