"""Complementary hiding in one dimension: groups under one total (D.4 rule 4 as written)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.disclosure.primary import Reason, checked_count, primary_hidden
from analysis.parameters import DEFAULT, Parameters


@dataclass(frozen=True, slots=True)
class OneDimensional:
    """Which groups and whether the total are hidden; every hidden group has its reason."""

    hidden: frozenset[str]
    total_hidden: bool
    reasons: Mapping[str, Reason]


def suppress_one_dimension(
    groups: Mapping[str, int], total_shown: bool = True, parameters: Parameters = DEFAULT
) -> OneDimensional:
    """Hide small groups, and as many more as the shown total makes necessary.

    `groups` maps each group to its number of people. Without a shown total nothing can be
    subtracted, so only the small groups are hidden. `total_hidden` is False when there was no
    total to show. Ties go to the first name. Raises DisclosureError for a wrong count.
    Source: D.4 rule 4 (the publishing gate is stricter, D.17 point 2).

    >>> result = suppress_one_dimension({"a": 14, "b": 3, "c": 22})
    >>> sorted(result.hidden), result.total_hidden, result.reasons["a"].name
    (['a', 'b'], False, 'COMPLEMENTARY')
    """
    counts = {name: checked_count(n) for name, n in groups.items()}
    primary = primary_hidden(counts, parameters)
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
