"""Every cell over the closed waves, as each wave published it: what a run chart is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from survey_app.evaluation.edition.records import EditionTable
from survey_app.questionnaire.definition import Catalogue, Question

WAVES_FOR_A_MEDIAN = 4  # method.md D.7: a run chart with median from four waves on


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """What one wave published of a cell; scores 0-10, all None where nothing was shown."""

    wave: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class History:
    """The waves that asked a cell in the same words, oldest first, up to this one.

    `broken`: an earlier wave asked other questions, so the series begins after it. `median`: of
    the means, from four waves with a mean on.
    """

    points: tuple[HistoryPoint, ...]
    broken: bool
    median: float | None


def cell_histories(editions: Sequence[EditionTable], catalogue: Catalogue) -> dict[str, History]:
    """Per cell its series; `editions` are the tables that were published, oldest first."""
    if not editions:
        return {}
    asked = [_asked(table, catalogue) for table in editions]
    return {code: _history(code, editions, asked) for code in editions[-1].cells}


def words_of(question: Question) -> tuple[object, ...]:
    """What makes a question the same question: its words, its scale and its answers in order."""
    options = tuple((option.value, option.text) for option in question.options)
    return question.code, question.text, question.explanation, question.scale, options


def _history(
    code: str, editions: Sequence[EditionTable], asked: Sequence[Mapping[str, object]]
) -> History:
    same = len(editions) - 1
    while same > 0 and asked[same - 1].get(code) == asked[-1].get(code):
        same -= 1
    points = tuple(_point(table, code) for table in editions[same:])
    means = [point.mean for point in points if point.mean is not None]
    enough = len(means) >= WAVES_FOR_A_MEDIAN
    return History(points, same > 0, median(means) if enough else None)


def _point(table: EditionTable, code: str) -> HistoryPoint:
    cell = table.cells.get(code)
    if cell is None or cell.mean is None:
        return HistoryPoint(table.wave.name, None, None, None, None)
    return HistoryPoint(table.wave.name, cell.n, cell.mean, cell.low, cell.high)


def _asked(table: EditionTable, catalogue: Catalogue) -> dict[str, object]:
    """Per cell its questions with their words, scale and answers in order."""
    found: dict[str, list[object]] = {}
    for code, version in table.versions.items():
        for question in catalogue.questionnaire(code, version).questions:
            for cell in question.cells:
                found.setdefault(cell, []).append(words_of(question))
    return {cell: tuple(words) for cell, words in found.items()}
