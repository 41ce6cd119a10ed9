"""The response account of an edition: which numbers and totals it may tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.disclosure.one_dimension import suppress_one_dimension
from analysis.parameters import DEFAULT, Parameters


def shown_total(numbers: Mapping[str, int], parameters: Parameters = DEFAULT) -> int | None:
    """Return the sum of these numbers of people; None where a hidden one would follow from it.

    The number of answers under a cell of Tabel 1 nearly tells the number of responses, so hiding
    a second number would not protect a small one: the total goes instead. Source: D.4 rule 4.

    >>> shown_total({"K1": 12, "K2": 8}), shown_total({"K1": 12, "K2": 3})
    (20, None)
    """
    safe = suppress_one_dimension(numbers, parameters=parameters)
    return None if safe.hidden or safe.total_hidden else sum(numbers.values())


def held_account(
    account: list[dict[str, Any]], earlier: list[dict[str, Any]], minimum: int
) -> list[dict[str, Any]]:
    """The response account to publish now: a number that moved by a few stays as it was.

    A total is the sum of the numbers that stand above it, so it never tells of others (D.17, 12).

    >>> def party(n):
    ...     row = {"questionnaire": "K1", "responses": n, "population": 80, "rate": n / 80}
    ...     return {"party": "C", "rows": [row], "total": n}
    >>> held_account([party(43)], [party(40)], 5)[0]["total"]
    40
    >>> held_account([party(45)], [party(40)], 5)[0]["total"]
    45
    """
    before = {row["questionnaire"]: row for party in earlier for row in party["rows"]}
    return [_party_account(party, before, minimum) for party in account]


def _party_account(
    party: dict[str, Any], before: Mapping[str, dict[str, Any]], minimum: int
) -> dict[str, Any]:
    rows = [_account_row(row, before.get(row["questionnaire"]), minimum) for row in party["rows"]]
    shown = [row["responses"] for row in rows if row["responses"] is not None]
    told = party["total"] is not None and len(shown) == len(rows)
    return {**party, "rows": rows, "total": sum(shown) if told else None}


def _account_row(
    row: dict[str, Any], before: Mapping[str, Any] | None, minimum: int
) -> dict[str, Any]:
    now, then = row["responses"], before["responses"] if before is not None else None
    if now is None or not then or abs(now - then) >= minimum:
        return row
    people = row["population"]
    rate = then / people if people and then <= people else None
    kept = {**row, "responses": then, "rate": rate, "mark": None}
    return {**kept, "held": True} if now != then else kept
