"""The response account of an edition: which numbers and totals it may tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


Account = list[dict[str, Any]]


def held_account(account: Account, editions: Sequence[Account], minimum: int) -> Account:
    """The response account to publish now, given those of every earlier edition, oldest first.

    A number that lies a few from one that was ever shown stays as it was shown last. A total is
    the sum of the numbers that stand above it, so it never tells of others (D.17, 12).

    >>> def party(n):
    ...     row = {"questionnaire": "K1", "responses": n, "population": 80, "rate": n / 80}
    ...     return {"party": "C", "rows": [row], "total": n}
    >>> held_account([party(43)], [[party(40)]], 5)[0]["total"]
    40
    >>> held_account([party(41)], [[party(40)], [party(46)]], 5)[0]["total"]
    46
    """
    shown: dict[str, list[int]] = {}
    for one in editions:
        for row in (row for party in one for row in party["rows"] if row["responses"]):
            shown.setdefault(row["questionnaire"], []).append(row["responses"])
    return [_party_account(party, shown, minimum) for party in account]


def _party_account(
    party: dict[str, Any], shown: Mapping[str, list[int]], minimum: int
) -> dict[str, Any]:
    rows = [
        _account_row(row, shown.get(row["questionnaire"], []), minimum) for row in party["rows"]
    ]
    told = [row["responses"] for row in rows if row["responses"] is not None]
    all_told = party["total"] is not None and len(told) == len(rows)
    return {**party, "rows": rows, "total": sum(told) if all_told else None}


def _account_row(row: dict[str, Any], shown: Sequence[int], minimum: int) -> dict[str, Any]:
    now = row["responses"]
    if now is None or not any(0 < abs(now - then) < minimum for then in shown):
        return row
    then, people = shown[-1], row["population"]
    rate = then / people if people and then <= people else None
    return {**row, "responses": then, "rate": rate, "mark": None, "held": True}
