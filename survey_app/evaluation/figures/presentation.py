"""The figures F01-F17 and the traffic lights as people see them, for pages and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_app.evaluation.edition.records import EditionFigure
from survey_app.evaluation.wording import (
    LIGHT_WORDS,
    figure_before_label,
    figure_parts,
    figure_value,
    target_words,
)


@dataclass(frozen=True, slots=True)
class Light:
    """A traffic light by colour name, sign and word."""

    name: str
    sign: str
    word: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One line of a figure, in words; `short` stands before the label, `value` alone."""

    code: str
    label: str
    value: str
    short: str
    parts: str
    target: str
    light: Light
    period: str
    source: str
    explanation: str
    responsible: str


def light_of(name: str, uncertain: bool = False) -> Light:
    """The light with its sign and word."""
    sign, word = LIGHT_WORDS[name]
    return Light(name, sign, word, uncertain)


def shown_figure(line: EditionFigure) -> ShownFigure:
    """One line of a figure in words."""
    return ShownFigure(
        code=line.code,
        label=line.label,
        value=figure_value(line.amount),
        short=figure_before_label(line.amount, line.label),
        parts=figure_parts(line.amount),
        target=target_words(line.amount, line.target),
        light=light_of(line.light),
        period=line.period,
        source=line.source,
        explanation=line.explanation,
        responsible=line.responsible,
    )


def cell_figures(lines: Iterable[EditionFigure]) -> tuple[ShownFigure, ...]:
    """The figures of a cell, the most telling first: a cell of the table has room for a few.

    Parts of a total that is there itself stay on the page of the figures.
    """
    return tuple(shown_figure(line) for line in sorted(wholes(lines), key=_telling))


def all_figures(figures: Mapping[str, Iterable[EditionFigure]]) -> tuple[ShownFigure, ...]:
    """Every line by its code, in the order of the registration."""
    return tuple(shown_figure(line) for code in sorted(figures) for line in wholes(figures[code]))


def wholes(lines: Iterable[EditionFigure]) -> list[EditionFigure]:
    """The lines that are no part of a total that is there."""
    found = list(lines)
    whole_of = {_place(line): line.part_of for line in found}
    return [line for line in found if not _is_inside_a_total(_place(line), whole_of)]


Place = tuple[str, str, str]


def _place(line: EditionFigure) -> Place:
    return line.code, line.label, line.period


def _is_inside_a_total(place: Place, whole_of: Mapping[Place, str]) -> bool:
    """Whether a line is a part, or a part of a part, of a line that is no part itself."""
    passed: set[Place] = set()
    while (whole := whole_of.get(place)) and place not in passed:
        passed.add(place)
        place = (place[0], whole, place[2])
    return bool(passed) and whole == ""


def _telling(line: EditionFigure) -> tuple[bool, bool, float]:
    """Hidden lines last, lines with a target first, then the larger part."""
    amount = line.amount
    return (amount.value is None, line.target is None, -(amount.numerator or 0))
