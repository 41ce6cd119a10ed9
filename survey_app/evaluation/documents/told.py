"""What the documents say where the deeladviezen name them.

Documents tell of no respondent, so the gate has nothing to hold back; they are frozen with an
edition like everything else in it (evidence/entries).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from survey_app.evaluation.documents.forms import LIGHT_NAMES
from survey_app.evaluation.evidence.names import each_once
from survey_app.models import EvidenceDocument
from survey_app.models.evaluating.evidence import NOT_ENOUGH

NOT_JUDGED = "nog niet beoordeeld"
KIND = "document"
# The worst of several documents counts, as one that fails is what a reader must see.
WORST_FIRST = ("rood", "oranje", "groen")


def document_evidence(found: Iterable[EvidenceDocument]) -> dict[str, dict[str, Any]]:
    """Per code D01-D21 what its documents say: title -> judgement in words."""
    by_code: dict[str, list[EvidenceDocument]] = defaultdict(list)
    for one in found:
        by_code[one.code].append(one)
    return {code: _evidence(code, ones) for code, ones in by_code.items()}


def with_documents(
    points: Iterable[Mapping[str, Any]], told: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The points of the deeladviezen, with what `document_evidence` says where they name it."""
    return [
        {
            **point,
            "evidence": [told.get(one["code"], one) for one in point["evidence"]],
            "missing": [code for code in point["missing"] if code not in told],
        }
        for point in points
    ]


def _evidence(code: str, found: Iterable[EvidenceDocument]) -> dict[str, Any]:
    ones = list(found)
    lights = {one.light for one in ones}
    judged = (LIGHT_NAMES[one.light].lower() if one.light else NOT_JUDGED for one in ones)
    worst = next((light for light in WORST_FIRST if light in lights), None)
    return {
        "kind": KIND,
        "code": code,
        "value": dict(zip(each_once(one.title for one in ones), judged, strict=True)),
        "reason": None,
        "n": None,
        "light": worst if worst and NOT_ENOUGH not in lights else "grijs",
    }
