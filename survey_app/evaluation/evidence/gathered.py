"""Every code that advice points and norms name, with what it says in this wave."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from analysis.lights import Colour, norm_light
from analysis.published import Cell
from analysis.table import evaluation_table
from survey_app.evaluation.breakdowns.categories import TARGET_GROUP
from survey_app.evaluation.breakdowns.groups import group_figures
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.edition.reading import edition_figures
from survey_app.evaluation.edition.records import EditionFigure
from survey_app.evaluation.evidence.names import REGISTER
from survey_app.evaluation.evidence.questions import KIND as QUESTION
from survey_app.evaluation.evidence.questions import question_evidence
from survey_app.evaluation.evidence.records import (
    HELD,
    HIDDEN_FIGURE,
    NO_DOCUMENT,
    NO_FIGURE,
    NO_REGISTER,
    WHEN_CLOSED,
    Evidence,
)
from survey_app.evaluation.figures.presentation import wholes
from survey_app.evaluation.figures.shown import figure_records
from survey_app.evaluation.table1.counts import cell_counts

CELL, FIGURE, DOCUMENT, BREAKDOWN = "cel", "cijfer", "document", "uitsplitsing"
TARGET_GROUP_QUESTION = "B1"


def all_evidence(wave: WaveData) -> dict[str, Evidence]:
    """Per code of a cell, question, figure or document what it says, or why it says nothing."""
    found = [*_cells(wave), *_questions(wave), *_figures(wave), *_documents(wave), _groups(wave)]
    return {one.code: one for one in found}


def _cells(wave: WaveData) -> Iterator[Evidence]:
    table = evaluation_table(cell_counts(wave.sources, wave.counts), wave.parameters)
    for cell in wave.framework.cells:
        found = table.cells.get(cell.code)
        if found is not None:
            yield _cell(found)
        elif cell.questions:
            yield Evidence(CELL, cell.code, reason=HELD)
        else:
            lines = [one for code in cell.figures for one in _lines(wave).get(code, [])]
            yield _from_lines(CELL, cell.code, lines)


def _cell(cell: Cell) -> Evidence:
    if cell.mean is None:
        return Evidence(CELL, cell.code, reason=cell.reason)
    return Evidence(CELL, cell.code, cell.mean, n=cell.n, light=cell.light.colour)


def _questions(wave: WaveData) -> Iterator[Evidence]:
    for questionnaire in wave.questionnaires:
        for question in questionnaire.questions:
            if questionnaire.code in wave.held:
                yield Evidence(QUESTION, question.code, reason=HELD)
            else:
                yield question_evidence(wave, question)


def _figures(wave: WaveData) -> Iterator[Evidence]:
    lines = _lines(wave)
    for figure in wave.framework.figures:
        yield _from_lines(FIGURE, figure.code, lines.get(figure.code, ()))


def _lines(wave: WaveData) -> dict[str, tuple[EditionFigure, ...]]:
    records = figure_records(wave.counts.figures, wave.parameters)
    return {code: edition_figures(lines) for code, lines in records.items()}


def _from_lines(kind: str, code: str, given: Iterable[EditionFigure]) -> Evidence:
    """The lines of a figure by label; the light is that of all lines that have a target."""
    lines = wholes(given)
    if not lines:
        return Evidence(kind, code, reason=NO_FIGURE)
    twice = Counter(line.label for line in lines)
    values = {_name(line, twice): line.amount.value for line in lines}
    if all(value is None for value in values.values()):
        return Evidence(kind, code, reason=HIDDEN_FIGURE)
    lights = [Colour(line.light) for line in lines if line.target is not None]
    return Evidence(kind, code, values, light=norm_light(lights).colour)


def _name(line: EditionFigure, twice: Mapping[str, int]) -> str:
    """The label; with the period where the same thing was counted in several."""
    return f"{line.label} {line.period}" if twice[line.label] > 1 else line.label


def _documents(wave: WaveData) -> Iterator[Evidence]:
    for document in wave.framework.documents:
        reason = NO_REGISTER if document.code == REGISTER else NO_DOCUMENT
        yield Evidence(DOCUMENT, document.code, reason=reason)


def _groups(wave: WaveData) -> Evidence:
    """How many cells could be split by target group, per group."""
    if not wave.closed:
        return Evidence(BREAKDOWN, TARGET_GROUP_QUESTION, reason=WHEN_CLOSED)
    cells = group_figures(wave)[TARGET_GROUP].values()
    shown: Mapping[str, float | None] = {
        category: float(sum(not by[category].hidden and bool(by[category].n) for by in cells))
        for category in next(iter(cells), {})
    }
    return Evidence(BREAKDOWN, TARGET_GROUP_QUESTION, shown)
