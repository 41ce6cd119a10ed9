"""Which questions feed which cells of Tabel 1, and the proof that all cells are fed."""

from __future__ import annotations

from survey_app.operators.sentence import Sentence
from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.framework import Cell


def cells_of(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return, per cell that the questionnaire feeds, the codes of its questions in order."""
    cells: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions:
        for cell in question.cells:
            cells[cell] = (*cells.get(cell, ()), question.code)
    return cells


def questionnaires_of(catalogue: Catalogue, cell: str) -> tuple[str, ...]:
    """Return the codes of the questionnaires (newest versions) that feed a cell."""
    return tuple(one.code for one in catalogue.newest() if cell in cells_of(one))


def prove_coverage(catalogue: Catalogue) -> list[str]:
    """Return what keeps Tabel 1 from being filled; an empty list is the proof that it can be.

    Every cell needs a question or a figure, each question of a cell must exist in a newest
    version, and the questions of one cell must all stand in one questionnaire: a cell score is
    one person's mean (method.md D.2).
    """
    fed = {one.code: cells_of(one) for one in catalogue.newest()}
    problems = []
    for cell in catalogue.framework.cells:
        feeding = {code: cells[cell.code] for code, cells in fed.items() if cell.code in cells}
        problems += _problems(cell, feeding)
    return problems


def _problems(cell: Cell, fed: dict[str, tuple[str, ...]]) -> list[str]:
    if not cell.questions and not cell.figures:
        return [Sentence("{code}: no question and no figure feeds it", code=cell.code)]
    if len(fed) > 1:
        return [
            Sentence(
                "{code}: fed from several questionnaires: {fed}",
                code=cell.code,
                fed=", ".join(sorted(fed)),
            )
        ]
    found = next(iter(fed.values()), ())
    if found != cell.questions:
        return [
            Sentence(
                "{code}: {found} feed it, the framework says {questions}",
                code=cell.code,
                found=found,
                questions=cell.questions,
            )
        ]
    return []
