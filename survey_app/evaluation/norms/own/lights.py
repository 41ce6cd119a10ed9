"""The proposed lights of one's own norms, from what an edition published and from documents.

The same rule as for the norms of other councils (method.md D.11): a criterion takes the lights of
its evidence, a norm those of its criteria. Nothing unpublished is looked at, so the lights of a
framework that was written afterwards tell of nobody either.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.lights import Colour, Light, norm_light
from survey_app.evaluation.edition.records import EditionCell, EditionFigure, EditionTable
from survey_app.evaluation.figures.presentation import wholes
from survey_app.evaluation.norms.lights import RULE_VERSION
from survey_app.evaluation.norms.own.queries import Framework
from survey_app.models import OwnCriterion


def own_norms(
    frameworks: Iterable[Framework],
    table: EditionTable,
    points: Iterable[Mapping[str, Any]],
    documents: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Every norm of these frameworks, in the form of the norms of other councils."""
    known = _lights(table, points, documents)
    return [
        _norm(one, norm, known)
        for one in frameworks
        for norm in dict.fromkeys(criterion.norm for criterion in one.criteria)
    ]


def _lights(
    table: EditionTable,
    points: Iterable[Mapping[str, Any]],
    documents: Mapping[str, Mapping[str, Any]],
) -> dict[str, Colour]:
    """Every code with the light of what was published of it, documents too."""
    found = {one["code"]: one["light"] for point in points for one in point["evidence"]}
    found |= {code: _figure(lines) for code, lines in table.figures.items()}
    found |= {code: _cell(cell) for code, cell in table.cells.items() if cell.n}
    found |= {code: one["light"] for code, one in documents.items()}
    return {code: Colour(light) for code, light in found.items()}


def _cell(cell: EditionCell) -> str:
    return cell.light if cell.mean is not None else Colour.GREY.value


def _figure(lines: Iterable[EditionFigure]) -> str:
    lights = [Colour(line.light) for line in wholes(lines) if line.target is not None]
    return str(norm_light(lights).colour)


def _norm(one: Framework, norm: str, known: Mapping[str, Colour]) -> dict[str, Any]:
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


def _light(criterion: OwnCriterion, known: Mapping[str, Colour]) -> Light:
    """Evidence that says nothing is grey."""
    return norm_light([known.get(code, Colour.GREY) for code in criterion.evidence])
