"""Where a cell counts as evidence: the points of the deeladviezen, the criteria and the figures."""

from dataclasses import dataclass

from survey_app.questionnaire.framework import Framework, Norm


@dataclass(frozen=True, slots=True)
class Use:
    """A point or criterion that a cell is evidence for."""

    code: str
    text: str
    anchor: str  # on the page of the deeladviezen or of the norms


@dataclass(frozen=True, slots=True)
class Uses:
    """Everything that uses a cell, its questions or its figures."""

    points: tuple[Use, ...]
    criteria: tuple[Use, ...]
    figures: tuple[Use, ...]


def uses_of(framework: Framework, code: str) -> Uses:
    """What uses this cell, in the order of the framework. Raises LookupError for no such cell."""
    cell = framework.cell(code)
    own = {code, *cell.questions, *cell.figures}
    points = tuple(
        Use(point.code, point.text, point.code)
        for point in framework.advice_points
        if own & {*point.cells, *point.evidence}
    )
    criteria = tuple(use for norm in framework.norms for use in _criteria(norm, own))
    figures = tuple(
        Use(figure.code, figure.definition, "")
        for figure in framework.figures
        if figure.code in cell.figures or code in figure.cells
    )
    return Uses(points, criteria, figures)


def _criteria(norm: Norm, own: set[str]) -> list[Use]:
    """A norm without criteria is its own criterion."""
    if not norm.criteria:
        return [Use(norm.code, norm.text, norm.code)] if own & set(norm.evidence) else []
    return [Use(one.code, one.text, norm.code) for one in norm.criteria if own & set(one.evidence)]
