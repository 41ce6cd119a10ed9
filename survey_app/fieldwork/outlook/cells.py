"""Which of the cells of Tabel 1 a plan leaves empty or hidden, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from survey_app.fieldwork.outlook.margins import RESPONSES, asked_of, expected
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.files.coverage import cells_of

Why = Literal["not_chosen", "unknown", "few"]


@dataclass(frozen=True, slots=True)
class EmptyCells:
    """The aspects of one questionnaire that stay without a score, and why."""

    title: str
    code: str
    why: Why
    people: int
    aspects: tuple[str, ...]


def empty_cells(
    catalogue: Catalogue,
    asked: frozenset[str],
    people: Mapping[str, int],
    minimum: int,
    response: int = RESPONSES[1],
) -> tuple[EmptyCells, ...]:
    """Per questionnaire that gives no score at this response: which cells, and why not."""
    aspects = {row.code: row.aspect for row in catalogue.framework.rows}
    rows = {cell.code: aspects[cell.row] for cell in catalogue.framework.cells}
    found = []
    for one in asked_of(catalogue):
        number = people.get(one.code, 0)
        if one.code in asked and number and expected(number, response, minimum).margin is not None:
            continue
        why: Why = "few" if number else "unknown"
        if one.code not in asked:
            why = "not_chosen"
        names = tuple(rows[cell] for cell in cells_of(one) if cell in rows)
        if names:
            found.append(EmptyCells(one.title, one.code, why, number, names))
    return tuple(found)
