"""All cells of Tabel 1 in one published table: counts in, frozen records out.

This is the door of the package for the evaluation pages, the PDF, the exports and the API.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.cells import CellCounts
from analysis.parameters import DEFAULT, Parameters, printed
from analysis.published import Cell, QuestionResult, published_cell
from analysis.versions import data_version

__all__ = [
    "Cell",
    "CellCounts",
    "EvaluationTable",
    "QuestionResult",
    "evaluation_table",
    "table_record",
]


@dataclass(frozen=True, slots=True)
class EvaluationTable:
    """The published cells by code, with the parameters and the version of the data used."""

    cells: Mapping[str, Cell]
    parameters: Parameters
    data_version: str


def evaluation_table(
    cells: Iterable[CellCounts], parameters: Parameters = DEFAULT
) -> EvaluationTable:
    """Return the published table of these cells; every number has passed the gate of D.4.

    Raises ValueError when a code appears twice or the counts of a cell are wrong, ScaleError
    for an answer outside its scale. Cost follows the number of patterns, not of answers.

    >>> counts = CellCounts("R07-C", ("C302",), ("SQ",), {(4,): 3, (3,): 4, (2,): 4, (9,): 2}, 40)
    >>> cell = evaluation_table([counts]).cells["R07-C"]
    >>> cell.n, round(cell.mean, 2), round(cell.low, 2), round(cell.high, 2), cell.light.colour
    (11, 4.77, 3.58, 5.96, <Colour.RED: 'rood'>)
    """
    given = tuple(cells)
    found = {cell.code: published_cell(cell, parameters) for cell in given}
    if len(found) < len(given):
        raise ValueError("a cell appears twice")
    return EvaluationTable(found, parameters, data_version(given, parameters))


def table_record(table: EvaluationTable) -> dict[str, Any]:
    """Return the table as plain dictionaries, unrounded, None where hidden or absent.

    Keys: "cells" (code -> fields of `Cell`, with "light" as its colour and the reservations
    under "light_marks"), "parameters" and "data_version".

    >>> table_record(evaluation_table([CellCounts("R02-C", ("C101",), ("SQ",), {}, None)]))[
    ...     "cells"]["R02-C"]["mark"]
    'geen antwoorden'
    """
    return {
        "cells": {code: _cell_record(cell) for code, cell in table.cells.items()},
        "parameters": printed(table.parameters),
        "data_version": table.data_version,
    }


def _cell_record(cell: Cell) -> dict[str, Any]:
    """Return one cell as a dictionary."""
    record = asdict(cell)
    record["light"] = str(cell.light.colour)
    record["light_marks"] = {
        "onzeker": cell.light.uncertain,
        "indicatief": cell.light.indicative,
    }
    return record
