"""The proposed lights of one's own norms, from what an edition published and from documents.

The same rule as for the norms of other councils (method.md D.11): a criterion takes the lights of
its evidence, a norm those of its criteria. Nothing unpublished is looked at, so the lights of a
framework that was written afterwards tell of nobody either.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.lights import Colour, Light, norm_light
from survey_app.evaluation.documents.told import document_evidence
from survey_app.evaluation.norms.lights import RULE_VERSION
from survey_app.evaluation.norms.own.queries import Framework
from survey_app.models import EvidenceDocument, OwnCriterion

CELL, FIGURE = "cel", "cijfer"


def own_norms(
    frameworks: Iterable[Framework],
    content: Mapping[str, Any],
    points: Iterable[Mapping[str, Any]],
    documents: Iterable[EvidenceDocument],
) -> list[dict[str, Any]]:
    """Every norm of these frameworks, in the form of the norms of other councils."""
    known = _evidence(content, points, documents)
    return [
        _norm(one, norm, known)
        for one in frameworks
        for norm in dict.fromkeys(criterion.norm for criterion in one.criteria)
    ]


def _evidence(
    content: Mapping[str, Any],
    points: Iterable[Mapping[str, Any]],
    documents: Iterable[EvidenceDocument],
) -> dict[str, dict[str, Any]]:
    """Every code with what was published of it; documents as they stand now."""
    named = {one["code"]: one for point in points for one in point["evidence"]}
    figures = {code: _figure(code, lines) for code, lines in content["figures"].items()}
    cells = {code: _cell(cell) for code, cell in content["cells"].items() if cell.get("n")}
    return {**named, **figures, **cells, **document_evidence(documents)}


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": CELL,
        "code": cell["code"],
        "value": cell["mean"],
        "n": cell["n"],
        "light": cell["light"] if cell["mean"] is not None else "grijs",
    }


def _figure(code: str, lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    wholes = [line for line in lines if not line.get("part_of")]
    lights = [Colour(line["light"]) for line in wholes if line["target"] is not None]
    values = {line["label"]: line["value"] for line in wholes if line["value"] is not None}
    light = str(norm_light(lights).colour)
    return {"kind": FIGURE, "code": code, "value": values or None, "n": None, "light": light}


def _norm(one: Framework, norm: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    criteria = [each for each in one.criteria if each.norm == norm]
    lights = [_light(each, known) for each in criteria]
    found = norm_light([light.colour for light in lights])
    incomplete = found.incomplete or any(light.incomplete for light in lights)
    return {
        "framework": one.framework.name,
        "norm": norm,
        "text": criteria[0].norm_text,
        "light": str(found.colour),
        "marks": ["onvolledig"] if incomplete else [],
        "proposed": str(found.colour),
        "judged": None,
        "reason": None,
        "rule_version": RULE_VERSION,
        "framework_version": one.framework.version,
        "criteria": [
            {
                "code": each.code,
                "text": each.text,
                "light": str(light.colour),
                "evidence": list(each.evidence),
            }
            for each, light in zip(criteria, lights, strict=True)
        ],
    }


def _light(criterion: OwnCriterion, known: Mapping[str, Mapping[str, Any]]) -> Light:
    """Evidence that says nothing is grey."""
    return norm_light(
        [
            Colour(known[code]["light"]) if code in known else Colour.GREY
            for code in criterion.evidence
        ]
    )
