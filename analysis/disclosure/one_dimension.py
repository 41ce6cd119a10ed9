"""Groups under one total: complementary hiding (D.4 rule 4 as written), or numbers as bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.disclosure.primary import DisclosureError, Reason, checked_count, primary_hidden
from analysis.parameters import DEFAULT, Parameters


@dataclass(frozen=True, slots=True)
class OneDimensional:
    """Which groups and whether the total are hidden; every hidden group has its reason."""

    hidden: frozenset[str]
    total_hidden: bool
    reasons: Mapping[str, Reason]


def suppress_one_dimension(
    groups: Mapping[str, int],
    total_shown: bool = True,
    parameters: Parameters = DEFAULT,
    also_hidden: frozenset[str] = frozenset(),
) -> OneDimensional:
    """Hide small groups, and as many more as the shown total makes necessary.

    `groups` maps each group to its number of people; those of `also_hidden` are hidden for
    another reason already. Without a shown total nothing can be
    subtracted, so only the small groups are hidden. `total_hidden` is False when there was no
    total to show. Ties go to the first name. Raises DisclosureError for a wrong count.
    Source: D.4 rule 4 (the publishing gate is stricter, D.17 point 2).

    >>> result = suppress_one_dimension({"a": 14, "b": 3, "c": 22})
    >>> sorted(result.hidden), result.total_hidden, result.reasons["a"].name
    (['a', 'b'], False, 'COMPLEMENTARY')
    """
    counts = {name: checked_count(n) for name, n in groups.items()}
    primary = primary_hidden(counts, parameters) | (also_hidden & counts.keys())
    total = sum(counts.values())
    reasons = dict.fromkeys(sorted(primary), Reason.TOO_FEW)
    if total_shown and 0 < total < parameters.disclosure_minimum:
        # Then every group with answers is below the minimum as well, so all are hidden already.
        return OneDimensional(primary, True, reasons)
    added = _complementary(counts, primary, parameters) if total_shown and primary else ()
    reasons.update(dict.fromkeys(added, Reason.COMPLEMENTARY))
    return OneDimensional(primary | frozenset(added), False, reasons)


def _complementary(
    counts: Mapping[str, int], primary: frozenset[str], parameters: Parameters
) -> tuple[str, ...]:
    """Return the smallest further groups that make the hidden set safe under its total."""
    remaining = sorted((n, name) for name, n in counts.items() if n and name not in primary)
    members, hidden_sum = len(primary), sum(counts[name] for name in primary)
    added: list[str] = []
    for n, name in remaining:
        if members >= parameters.complementary_members and (
            hidden_sum >= parameters.complementary_sum
        ):
            break
        added.append(name)
        members, hidden_sum = members + 1, hidden_sum + n
    return tuple(added)


@dataclass(frozen=True, slots=True)
class Band:
    """The smallest and largest number that a group may have, as far as a reader is told."""

    low: int
    high: int

    @property
    def middle(self) -> int:
        """The number to reckon with."""
        return (self.low + self.high) // 2


def bands(
    groups: Mapping[str, int], total: int, parameters: Parameters = DEFAULT
) -> dict[str, Band]:
    """Return for each group the band in which its number of people lies.

    `total` counts everybody, also who is in none of the groups; the reader knows it, and not how
    many those are. All bands are equally wide, and how wide is chosen by the total alone: the
    smallest width, from the disclosure minimum on, that leaves a remainder of `audit_width` when
    the total is divided by it. The lowest numbers of the bands are multiples of the width, so that
    together they always stay at least that far below the total: whoever fits numbers to bands and
    total is left with five numbers or more for each group. A width that looked at the groups would
    tell of them. With fewer people than that in all, only the total bounds them. Raises
    DisclosureError for a wrong count or too small a total.
    Source: D.4 rules 1, 4 and the audit of rule 5, applied to one total.

    >>> bands({"a": 12, "b": 3, "c": 22}, 39)
    {'a': Band(low=10, high=14), 'b': Band(low=0, high=4), 'c': Band(low=20, high=24)}
    >>> bands({"a": 10, "b": 0}, 10)
    {'a': Band(low=6, high=11), 'b': Band(low=0, high=5)}
    """
    counts = {name: checked_count(n) for name, n in groups.items()}
    if sum(counts.values()) > total:
        raise DisclosureError(f"the groups hold more than the total of {total}")
    width = parameters.disclosure_minimum
    while parameters.audit_width <= total and total % width < parameters.audit_width:
        width += 1
    low = {name: n // width * width for name, n in counts.items()}
    return {name: Band(least, least + width - 1) for name, least in low.items()}
