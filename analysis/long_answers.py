"""From a long answer file to the counts of cells, without a database (method.md D.2, D.17).

Two plain tables are enough: the answers (one row per token, form and item) and the cells (one row
per cell and item). Rows are dictionaries: of `csv.DictReader`, or a DataFrame's
`to_dict("records")`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import isnan
from typing import Any

from analysis.cells import CellCounts
from analysis.scales import NOT_ASKED, Value

Row = Mapping[str, Any]


class AnswerRowError(ValueError):
    """Raised when a row lacks a column or holds a value that is no answer code."""


def counts_per_cell(answers: Iterable[Row], cells: Iterable[Row]) -> tuple[CellCounts, ...]:
    """Return the histogram of answer patterns of every cell, in the order of `cells`.

    `answers` has token, item and value, and where people can send twice form and date: of a form
    that one token sent more than once the latest date counts. An empty value is a question that
    was skipped; no row is a question that was not asked. `cells` has cell, item, scale (SQ or
    R10) and N (empty when unknown). Raises AnswerRowError for a row that cannot be read.

    >>> cells = [{"cell": "R07-C", "item": "C302", "scale": "SQ", "N": "40"}]
    >>> answers = [{"token": "a", "item": "C302", "value": "4"},
    ...            {"token": "b", "item": "C302", "value": ""}]
    >>> counts_per_cell(answers, cells)[0].patterns
    {(4,): 1, (None,): 1}
    """
    given = _latest(answers)
    asked: dict[str, list[Row]] = defaultdict(list)
    for row in cells:
        asked[str(_field(row, "cell"))].append(row)
    return tuple(_counted(code, rows, given) for code, rows in asked.items())


def _latest(answers: Iterable[Row]) -> dict[str, dict[str, Value]]:
    """Return the answers per token and item, of every form as it was sent last."""
    sent: dict[tuple[str, str], tuple[str, dict[str, Value]]] = {}
    for row in answers:
        form = str(_field(row, "token")), str(row.get("form", ""))
        date = str(row.get("date", ""))
        before, values = sent.get(form, ("", {}))
        if date < before:
            continue
        if date > before:
            values = {}
        sent[form] = date, {**values, str(_field(row, "item")): _code(row)}
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for (token, _), (_, values) in sent.items():
        found[token] |= values
    return found


def _counted(code: str, rows: list[Row], given: Mapping[str, Mapping[str, Value]]) -> CellCounts:
    """Return the counts of one cell; who was asked none of its questions is not in it."""
    items = tuple(str(_field(row, "item")) for row in rows)
    patterns = Counter(
        tuple(values.get(item, NOT_ASKED) for item in items)
        for values in given.values()
        if any(item in values for item in items)
    )
    scales = tuple(str(_field(row, "scale")) for row in rows)
    return CellCounts(code, items, scales, dict(patterns), _whole(rows[0], rows[0].get("N")))


def _field(row: Row, column: str) -> Any:
    """Return what stands in a column that has to be there."""
    if column not in row:
        raise AnswerRowError(f"no column {column} in {dict(row)}")
    return row[column]


def _code(row: Row) -> Value:
    """Return the answer code in a row, None when the question was skipped."""
    return _whole(row, _field(row, "value"))


def _whole(row: Row, value: Any) -> int | None:
    """Return a whole number, None for nothing (also pandas' NaN)."""
    if value is None or value == "" or (isinstance(value, float) and isnan(value)):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise AnswerRowError(f"{value!r} is not a whole number in {dict(row)}") from None
    if not number.is_integer():
        raise AnswerRowError(f"{value!r} is not a whole number in {dict(row)}")
    return int(number)
