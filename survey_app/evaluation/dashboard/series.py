"""One figure over the periods for which it was published, with one sentence that says it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.disclosure import is_few
from analysis.parameters import Parameters, wave_parameters
from survey_app.evaluation.dashboard.themes import HIDDEN_MARK, PEOPLE, lines_of
from survey_app.evaluation.edition.records import Amount, EditionFigure, EditionTable
from survey_app.evaluation.wording import decimal, figure_parts, figure_value, target_words

HIDDEN = "Dit cijfer gaat over te weinig mensen om te tonen."
NOTHING = "Dit cijfer is niet bekend."
HIDDEN_BEFORE = "Het vorige cijfer is niet getoond."
FIRST = "Er is nog geen eerder cijfer om naast te leggen."
SHARE_STEP, NUMBER_STEP = 100, 1  # shares are compared in whole percentages, numbers as shown


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """A figure in one period; `value` is a share 0-1 where there is a denominator."""

    period: str
    wave: str
    value: float | None
    numerator: float | None
    denominator: float | None
    mark: str | None  # why there is no value; None: it is not known


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """One line of a figure, oldest period first; the target and light are those of the last."""

    code: str
    label: str
    unit: str
    target: float | None
    higher_is_better: bool
    light: str
    source: str
    explanation: str
    points: tuple[FigurePoint, ...]
    sentence: str


def figure_series(
    editions: Sequence[EditionTable], phases: Mapping[str, str]
) -> tuple[FigureSeries, ...]:
    """Every line of the newest edition with what earlier editions published of the same line."""
    found = [(table.wave.name, _lines(table, phases)) for table in editions]
    return tuple(_series(line, _points(line, found)) for line in _last_of_each(found[-1][1]))


def _people_lines(table: EditionTable, phases: Mapping[str, str]) -> list[EditionFigure]:
    """The number of clients per phase that a wave was planned with: F01 where no line says it."""
    rows = (row for party in table.account if party.party == "C" for row in party.rows)
    parameters = wave_parameters(table.wave.minimum)
    return [
        _people_line(phases[row.phases[0]].capitalize(), row.population, parameters)
        for row in rows
        if row.population is not None and row.phases
    ]


def _people_line(label: str, people: int, parameters: Parameters) -> EditionFigure:
    """A line of F01 as a figure of its own; a few people are hidden as in every figure."""
    hidden = is_few(people, parameters)
    shown = None if hidden else float(people)
    return EditionFigure(
        code=PEOPLE,
        label=label,
        amount=Amount(shown, "personen", shown, mark=HIDDEN_MARK if hidden else None),
        target=None,
        higher_is_better=True,
        light="grijs",
        period="",
        source="opgave bij het plannen van de meting",
        explanation="",
        responsible="",
        part_of="",
    )


def _last_of_each(lines: Iterable[EditionFigure]) -> list[EditionFigure]:
    """One line of a figure may be there for several periods: the last stands for all."""
    last: list[EditionFigure] = []
    for line in lines:
        if last and _same(last[-1], line):
            last[-1] = line
        else:
            last.append(line)
    return last


def _lines(table: EditionTable, phases: Mapping[str, str]) -> list[EditionFigure]:
    lines = list(lines_of(table))
    told = any(line.code == PEOPLE for line in lines)
    return lines if told else [*lines, *_people_lines(table, phases)]


def _points(
    line: EditionFigure, found: Iterable[tuple[str, list[EditionFigure]]]
) -> tuple[FigurePoint, ...]:
    """Years in order, other periods as they were first told; a later edition corrects."""
    points: dict[str, FigurePoint] = {}
    for wave, lines in found:
        for one in lines:
            if _same(one, line):
                period, amount = one.period or wave, one.amount
                numbers = amount.value, amount.numerator, amount.denominator
                points[period] = FigurePoint(period, wave, *numbers, amount.mark)
    told = list(points.values())
    if all(re.fullmatch(r"\d{4}", one.period) for one in told):
        told.sort(key=lambda one: one.period)
    return tuple(told)


def _same(one: EditionFigure, other: EditionFigure) -> bool:
    """Whether two lines say the same thing, and as the same kind of number."""
    kinds = [
        (each.code, each.label.lower(), each.amount.unit, each.amount.denominator is None)
        for each in (one, other)
    ]
    return kinds[0] == kinds[1]


def _series(line: EditionFigure, points: tuple[FigurePoint, ...]) -> FigureSeries:
    return FigureSeries(
        code=line.code,
        label=line.label,
        unit=line.amount.unit,
        target=line.target,
        higher_is_better=line.higher_is_better,
        light=line.light,
        source=line.source,
        explanation=line.explanation,
        points=points,
        sentence=_sentence(line, points),
    )


def _sentence(line: EditionFigure, points: Sequence[FigurePoint]) -> str:
    """What the last period says, beside the period before it and the target."""
    if line.amount.value is None:
        return HIDDEN if line.amount.mark else NOTHING
    parts = figure_parts(line.amount)
    told = f"{figure_value(line.amount)}{f' ({parts})' if parts else ''}"
    when = _when(points[-1])
    said = [
        f"{when[:1].upper()}{when[1:]}: {told}.",
        _change(line.amount, line.amount.value, points),
    ]
    if line.target is not None:
        aim = target_words(line.amount, line.target).replace("streefwaarde ", "")
        said.append(f"Het doel was {aim}{'' if line.higher_is_better else ' of lager'}.")
    return " ".join(said)


def _change(amount: Amount, value: float, points: Sequence[FigurePoint]) -> str:
    if len(points) < 2:
        return FIRST
    if points[-2].value is None:
        return HIDDEN_BEFORE if points[-2].mark else FIRST
    is_share = figure_value(amount).endswith(" %") and amount.denominator is not None
    moved = _shown(value, is_share) - _shown(points[-2].value, is_share)
    before = _when(points[-2])
    if not moved:
        return f"Dat is evenveel als {before}."
    word = "meer" if moved > 0 else "minder"
    if is_share:
        return f"Dat is {decimal(abs(moved), 0)} procentpunt {word} dan {before}."
    told = figure_value(replace(amount, value=abs(moved), denominator=None))
    return f"Dat is {told} {word} dan {before}."


def _shown(value: float, is_share: bool) -> float:
    """A value as a reader sees it: whole percentages, one decimal otherwise."""
    digits = 0 if is_share else 1
    shown = decimal(value * (SHARE_STEP if is_share else NUMBER_STEP), digits)
    return float(shown.replace(".", "").replace(",", "."))


def _when(point: FigurePoint) -> str:
    """'in 2025' for a year, 'bij Meting 2025' for a wave, else the period as it was written."""
    if re.fullmatch(r"\d{4}", point.period):
        return f"in {point.period}"
    return f"bij {point.period}" if point.period == point.wave else f"over {point.period}"
