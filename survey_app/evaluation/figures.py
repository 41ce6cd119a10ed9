"""The figures F01-F17 as they are shown: numerator, denominator, share and light."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from analysis.lights import figure_light
from survey_app.evaluation.queries import FigureLine


def figure_records(lines: Iterable[FigureLine]) -> dict[str, list[dict[str, Any]]]:
    """Per figure code its lines with their value and light; register data, never judgements."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        found[line.code].append(_record(line))
    return dict(found)


def value_of(line: FigureLine) -> float | None:
    """The figure itself: numerator / denominator where there is one; None over nothing."""
    if line.denominator is None:
        return line.numerator
    return line.numerator / line.denominator if line.denominator else None


def _record(line: FigureLine) -> dict[str, Any]:
    value = value_of(line)
    light = figure_light(value, line.target, line.higher_is_better)
    return {**asdict(line), "value": value, "light": str(light.colour)}
