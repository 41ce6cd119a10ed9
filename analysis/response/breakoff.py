"""Where people stopped, from how often each page was reached (method.md D.4).

A stop tells of one person who was asked and did not finish, so it is shown as a count is: never of
fewer people than the minimum, and rounded, because beside the exact number of answers an exact one
would tell how many sheets came in another way. Pages on which too few stopped are told together
with their neighbours, also pages on which nobody did: "nobody" and "a few" look the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.parameters import DEFAULT, Parameters


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages next to each other, from `first` to `last`, and how many stopped there (rounded)."""

    first: str
    last: str
    stopped: int


@dataclass(frozen=True, slots=True)
class BreakOff:
    """Forms begun and where they were left, all rounded to `rounded_to`.

    `stretches` is empty where fewer than the minimum stopped, or nobody.
    """

    begun: int
    rounded_to: int
    stretches: tuple[Stretch, ...]


def break_off(
    reached: Sequence[tuple[str, int]], sent: int, parameters: Parameters = DEFAULT
) -> BreakOff | None:
    """Return where people stopped; None where too few began or sent in to tell anything.

    `reached` holds per page that everybody is asked, in order, on how many forms it was answered
    or skipped; `sent` how many forms were sent in, for which the last page has the code ''. Who
    was counted on a later page has passed the earlier ones (a jump, or a count that began late).
    The first page has no stops: opening it is not counted. Raises ValueError for negative counts.

    >>> break_off([("C301", 60), ("C302", 52), ("C303", 50)], 41)  # doctest: +NORMALIZE_WHITESPACE
    BreakOff(begun=60, rounded_to=5,
        stretches=(Stretch(first='C302', last='C302', stopped=10),
                   Stretch(first='C303', last='', stopped=10)))
    """
    if sent < 0 or any(n < 0 for _, n in reached):
        raise ValueError("numbers of forms may not be negative")
    least = parameters.disclosure_minimum
    passed = [sent]
    for _, n in reversed(reached):
        passed.append(max(n, passed[-1]))
    passed.reverse()
    if not reached or min(passed) < least:
        return None
    pages = [code for code, _ in reached[1:]] + [""]
    stops = [before - after for before, after in pairwise(passed)]
    return BreakOff(
        _rounded(passed[0], least),
        least,
        tuple(
            Stretch(first, last, _rounded(n, least))
            for first, last, n in _together(pages, stops, least)
        ),
    )


def _together(pages: Sequence[str], stops: Sequence[int], least: int) -> list[tuple[str, str, int]]:
    """The pages in stretches on which at least `least` people stopped; none when fewer did."""
    found: list[tuple[str, str, int]] = []
    first, n = pages[0], 0
    for place, stopped in enumerate(stops):
        n += stopped
        if n >= least:
            found.append((first, pages[place], n))
            first, n = pages[min(place + 1, len(pages) - 1)], 0
    if found and found[-1][1] != pages[-1]:
        start, _, number = found[-1]
        found[-1] = (start, pages[-1], number + n)
    return found


def _rounded(n: int, step: int) -> int:
    """The nearest multiple; halves go up.

    >>> [_rounded(n, 5) for n in (5, 7, 8, 12)]
    [5, 5, 10, 10]
    """
    return step * ((2 * n + step) // (2 * step))
