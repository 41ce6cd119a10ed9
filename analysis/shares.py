"""Shares of people over the answers to one question, and what of them may be shown (D.3, D.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.disclosure import bounded_share, visibility
from analysis.estimates.intervals import Interval, wilson
from analysis.parameters import DEFAULT, Parameters


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A number of people, its share (0-1) and Wilson's interval; `bound` when only that is shown.

    All None: the answer exists but may not be shown.
    """

    number: int | None = None
    share: float | None = None
    interval: Interval | None = None
    bound: str | None = None


def share_of(number: int, n: int, parameters: Parameters = DEFAULT) -> ShareOf | None:
    """Return a share with Wilson's interval *before* the gate, None of nobody.

    >>> share_of(4, 16).share
    0.25
    """
    if not n:
        return None
    return ShareOf(number, number / n, wilson(number, n, None, parameters.confidence))


def published_shares(
    numbers: Mapping[str, int], parameters: Parameters = DEFAULT
) -> dict[str, ShareOf]:
    """Return the shares of exclusive answers as they may be shown, {} below 10 people.

    When one share is extreme with few people (D.4 rule 3) the other numbers would give it away
    by subtraction: then the extreme one is a bound and the others are kept back.

    >>> published_shares({"ja": 8, "nee": 12})["ja"].share
    0.4
    >>> [one.bound for one in published_shares({"ja": 1, "deels": 4, "nee": 9}).values()]
    ['≤ 10 %', None, None]
    """
    n = sum(numbers.values())
    if not visibility(n, parameters).has_distribution:
        return {}
    bounds = {
        name: bounded_share(number / n, n, parameters).bound for name, number in numbers.items()
    }
    if any(bounds.values()):
        return {name: ShareOf(bound=bound) for name, bound in bounds.items()}
    found = {name: share_of(number, n, parameters) for name, number in numbers.items()}
    return {name: one for name, one in found.items() if one is not None}
