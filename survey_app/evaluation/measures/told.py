"""The measures at the points of the deeladviezen, on pages and in the file of the evaluation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from survey_app.evaluation.evidence.names import REGISTER, each_once
from survey_app.evaluation.measures.forms import STATE_NAMES
from survey_app.evaluation.measures.queries import Follow
from survey_app.models import MeasureState

KIND = "document"
NO_STATE = "nog geen stand"


def with_measures(
    points: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The points, each with its measures; these are the evidence D22 where a point names it.

    `found` are records of measures with the point that each belongs to.
    """
    by_point: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        if one["point"]:
            by_point[one["point"]].append({k: v for k, v in one.items() if k != "point"})
    return [
        _with(point, by_point[point["point"]]) if point["point"] in by_point else dict(point)
        for point in points
    ]


def measure_record(one: Follow) -> dict[str, Any]:
    """One measure as plain JSON."""
    measure = one.measure
    return {
        "kind": measure.kind,
        "measure": measure.text,
        "owner": measure.owner,
        "origin": measure.origin or None,
        "date": measure.day.isoformat() if measure.day else None,
        "state": _state(measure.kind, one.now),
        "remark": one.now.text if one.now else None,
        "former_wave": one.before_wave or None,
        "former_state": _state(measure.kind, one.before),
    }


def _state(kind: str, state: MeasureState | None) -> str | None:
    return STATE_NAMES[kind][state.state].lower() if state is not None else None


def _with(point: Mapping[str, Any], measures: list[dict[str, Any]]) -> dict[str, Any]:
    states = (one["state"] or NO_STATE for one in measures)
    evidence = {
        "kind": KIND,
        "code": REGISTER,
        "value": dict(zip(each_once(one["measure"] for one in measures), states, strict=True)),
        "reason": None,
        "n": None,
        "light": "grijs",
    }
    return {
        **point,
        "measures": measures,
        "evidence": [evidence if one["code"] == REGISTER else one for one in point["evidence"]],
        "missing": [code for code in point["missing"] if code != REGISTER],
    }
