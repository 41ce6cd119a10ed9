"""The figures F01-F17 as they may be shown: numerator, denominator, share and light.

Numbers of people follow the same rules as answers (method.md D.4 rule 6): a part of fewer than
the minimum is hidden, and so is what follows from it by subtraction. Whatever a unit does not
clearly count otherwise (money, time, posts) is taken for people.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.disclosure import Visibility, suppress_one_dimension
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
    hidden = _hidden(lines, parameters)
    return [_record(line, parameters, _key(line) in hidden) for line in lines]


def _key(line: FigureLine) -> str:
    return f"{line.label}\n{line.period}"


def _folded(key: str) -> str:
    """Two spellings that a reader takes for one are one."""
    return " ".join(key.casefold().split())


def _hidden(lines: list[FigureLine], parameters: Parameters) -> frozenset[str]:
    """The lines that are too small or tell of a few, and all from which they follow (rules 1, 4).

    The parts of a hidden line would add up to it, so they are hidden too, and theirs, until
    nothing is added.
    """
    groups = _parts(lines)
    hidden = frozenset(_key(line) for line in lines if _tells_of_a_few(line, parameters))
    while True:
        found = hidden.union(
            *(_unsafe(whole, parts, hidden, parameters) for whole, parts in groups.items())
        )
        if found == hidden:
            return hidden
        hidden = found


@dataclass(frozen=True, slots=True)
class _Whole:
    """What lines are parts of: a named line, else a number, else nothing that is shown."""

    period: str
    number: float | None
    name: str


def _parts(lines: Iterable[FigureLine]) -> dict[_Whole, dict[str, int]]:
    """The lines that count people by the whole they belong to."""
    found: dict[_Whole, dict[str, int]] = defaultdict(dict)
    for line in lines:
        if counts_people(line):
            name = _folded(f"{line.part_of}\n{line.period}") if line.part_of else ""
            number = line.denominator if line.code in PARTS_OF_A_WHOLE and not name else None
            whole = _Whole(line.period, number, name)
            found[whole][_key(line)] = int(line.numerator or 0)
    return found


def _unsafe(
    whole: _Whole, parts: Mapping[str, int], hidden: frozenset[str], parameters: Parameters
) -> frozenset[str]:
    """What must be hidden of these parts. A whole that has a name is taken for shown."""
    if whole.name in map(_folded, hidden):
        return frozenset(parts)
    total_shown = whole.number is not None or bool(whole.name)
    return suppress_one_dimension(parts, total_shown, parameters, hidden).hidden


def _tells_of_a_few(line: FigureLine, parameters: Parameters) -> bool:
    """Whether a share tells of the few it leaves out, or of all in a small group (rules 7, 3)."""
    whole, part = line.denominator, line.numerator
    if not whole or part is None or line.code in PARTS_OF_A_WHOLE or not counts_people(line):
        return False
    if part in (0, whole):
        return whole < parameters.homogeneity_n
    return 0 < whole - part < parameters.disclosure_minimum


def _record(line: FigureLine, parameters: Parameters, hidden: bool) -> dict[str, Any]:
    value = None if hidden else value_of(line)
    light = figure_light(value, line.target, line.higher_is_better)
    few = hidden and (line.denominator or 0) < parameters.disclosure_minimum
    return {
        **asdict(line),
        "numerator": None if hidden else line.numerator,
        "denominator": None if few else line.denominator,
        "value": value,
        "light": str(Colour.GREY if hidden else light.colour),
        "mark": Visibility.HIDDEN.value if hidden else None,
    }
