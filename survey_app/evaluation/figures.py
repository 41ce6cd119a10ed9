"""The figures F01-F17 as they may be shown: numerator, denominator, share and light.

Numbers of people follow the same rules as answers (method.md D.4 rule 6): a part of fewer than
the minimum is hidden, and with it the next smallest part where the whole is shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from analysis.disclosure import Visibility, suppress_one_dimension
from analysis.lights import Colour, figure_light
from analysis.parameters import Parameters
from survey_app.evaluation.figures_file import PARTS_OF_A_WHOLE
from survey_app.evaluation.queries import FigureLine

PEOPLE = ("mensen", "personen", "cliënten", "clienten", "inwoners", "trajecten", "werkgevers")


def figure_records(
    lines: Iterable[FigureLine], parameters: Parameters
) -> dict[str, list[dict[str, Any]]]:
    """Per figure code its lines with their value and light; register data, never judgements."""
    found: dict[str, list[FigureLine]] = defaultdict(list)
    for line in lines:
        found[line.code].append(line)
    return {code: _records(parts, parameters) for code, parts in found.items()}


def value_of(line: FigureLine) -> float | None:
    """The figure itself: numerator / denominator where there is one; None over nothing."""
    if line.denominator is None:
        return line.numerator
    return line.numerator / line.denominator if line.denominator else None


def _records(lines: list[FigureLine], parameters: Parameters) -> list[dict[str, Any]]:
    hidden = _hidden(lines, parameters)
    return [_record(line, line.label in hidden) for line in lines]


def _hidden(lines: list[FigureLine], parameters: Parameters) -> frozenset[str]:
    wholes: dict[tuple[str, float | None], dict[str, int]] = defaultdict(dict)
    for line in lines:
        if line.unit.lower() in PEOPLE and line.numerator == int(line.numerator):
            whole = line.denominator if line.code in PARTS_OF_A_WHOLE else None
            wholes[line.period, whole][line.label] = int(line.numerator)
    return frozenset().union(
        *(
            suppress_one_dimension(parts, whole is not None, parameters).hidden
            for (_, whole), parts in wholes.items()
        )
    )


def _record(line: FigureLine, hidden: bool) -> dict[str, Any]:
    value = None if hidden else value_of(line)
    light = figure_light(value, line.target, line.higher_is_better)
    return {
        **asdict(line),
        "numerator": None if hidden else line.numerator,
        "value": value,
        "light": str(Colour.GREY if hidden else light.colour),
        "mark": Visibility.HIDDEN.value if hidden else None,
    }
