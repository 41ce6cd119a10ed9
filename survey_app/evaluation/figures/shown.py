"""The figures F01-F17 as they may be shown: numerator, denominator, share and light.

What would tell of a few people is hidden (`analysis.disclosure.hidden_lines`). Whatever a unit
does not clearly count otherwise (money, time, posts) is taken for people.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from analysis.disclosure import PeopleLine, Visibility, hidden_lines, is_few
from analysis.lights import Colour, figure_light
from analysis.parameters import Parameters
from survey_app.evaluation.figures.sums import PARTS_OF_A_WHOLE
from survey_app.evaluation.table1.queries import FigureLine

# A unit with one of these words counts no people: a small number of them tells of nobody.
NOT_PEOPLE = frozenset(
    (
        *("euro", "euros", "eur", "€", "%", "procent", "per"),
        *("dag", "dagen", "week", "weken", "maand", "maanden", "jaar", "jaren", "uur", "uren"),
        *("fte", "vacature", "vacatures", "activiteit", "activiteiten", "contacten"),
        *("bijeenkomsten", "trainingen"),
    )
)


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
    if line.numerator is None:
        return None
    if line.denominator is None:
        return line.numerator
    return line.numerator / line.denominator if line.denominator else None


def counts_people(line: FigureLine) -> bool:
    """Whether a line counts people, or something that stands for them (klachten, plaatsingen)."""
    if line.numerator is None:
        return False
    words = re.findall(r"[\w-]+|[€%]", line.unit.lower())
    return line.numerator == int(line.numerator) and NOT_PEOPLE.isdisjoint(words)


def _records(lines: list[FigureLine], parameters: Parameters) -> list[dict[str, Any]]:
    hidden = hidden_lines(_people(lines), parameters)
    return [_record(line, parameters, _name(line) in hidden) for line in lines]


def _name(line: FigureLine) -> str:
    return f"{line.label}\n{line.period}"


def _people(lines: Iterable[FigureLine]) -> list[PeopleLine]:
    return [
        PeopleLine(
            label=line.label,
            period=line.period,
            people=int(line.numerator or 0),
            whole=line.denominator,
            part_of=line.part_of,
            exclusive=line.code in PARTS_OF_A_WHOLE,
        )
        for line in lines
        if counts_people(line)
    ]


def _record(line: FigureLine, parameters: Parameters, hidden: bool) -> dict[str, Any]:
    value = None if hidden else value_of(line)
    light = figure_light(value, line.target, line.higher_is_better)
    few = hidden and is_few(line.denominator or 0, parameters)
    return {
        **asdict(line),
        "numerator": None if hidden else line.numerator,
        "denominator": None if few else line.denominator,
        "value": value,
        "light": str(Colour.GREY if hidden else light.colour),
        "mark": Visibility.HIDDEN.value if hidden else None,
    }
