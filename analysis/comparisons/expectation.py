"""Expectation versus outcome: the cells R20-C and R21-W (method.md D.8, case 08).

Two measures that are shown side by side and never merged: the computed gap (outcome minus
expectation of the same person) and the perceived gap (the person's own comparison).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.cells import Scores, scores_from
from analysis.disclosure import Visibility, visibility
from analysis.estimates.paired import (
    PairedDifference,
    Pairs,
    SignedRank,
    differences,
    paired_difference,
    sign_test,
    signed_rank,
)
from analysis.lights import Light, gap_light
from analysis.parameters import DEFAULT, Parameters
from analysis.shares import ShareOf, published_shares, share_of

START_GROUPS = ((1, 6), (7, 8), (9, 10))

HalfPairs = Mapping[tuple[float | None, float | None], int]
"""(expectation, outcome) -> people; None on the side a person did not answer."""


@dataclass(frozen=True, slots=True)
class ExpectationGap:
    """The computed gap over linked people, with its checks and cautions; marks 1-10.

    `mark` is that of D.4; `by_start` holds (lowest, highest start mark, mean gap, people) and
    is None unless every start group is large enough: high starters fall more by chance alone.
    """

    mark: str | None
    n_pairs: int | None
    mean_gap: float | None
    only_start: int | None
    only_end: int | None
    gap: PairedDifference | None = None
    wilcoxon: SignedRank | None = None
    sign_p: float | None = None
    start_linked: float | None = None
    start_unlinked: float | None = None
    by_start: tuple[tuple[int, int, float, int], ...] | None = None


def expectation_gap(answers: HalfPairs, parameters: Parameters = DEFAULT) -> ExpectationGap:
    """Return the computed gap *before* the gate; pass it through `published_gap` to show it.

    >>> found = expectation_gap({(8.0, 7.0): 6, (7.0, 7.0): 4, (9.0, None): 2})
    >>> found.n_pairs, round(found.gap.difference, 2), found.start_unlinked
    (10, -0.6, 9.0)
    """
    linked: dict[tuple[float, float], int] = {}
    only_start: dict[float, int] = {}
    only_end = 0
    for (start, end), count in answers.items():
        if start is not None and end is not None:
            linked[start, end] = linked.get((start, end), 0) + count
        elif start is not None:
            only_start[start] = only_start.get(start, 0) + count
        elif end is not None:
            only_end += count
    gap = paired_difference(linked, parameters.confidence)
    unlinked = scores_from(only_start)
    return ExpectationGap(
        visibility(gap.n, parameters).value,
        gap.n,
        gap.difference,
        unlinked.n,
        only_end,
        gap,
        signed_rank(differences(linked)),
        sign_test(gap.better, gap.worse),
        gap.mean_first,
        unlinked.mean,
        _by_start(linked, parameters),
    )


def _by_start(
    linked: Pairs, parameters: Parameters
) -> tuple[tuple[int, int, float, int], ...] | None:
    """Return the mean gap per start group when every group is large enough."""
    found = []
    for low, high in START_GROUPS:
        part = {pair: count for pair, count in linked.items() if low <= pair[0] <= high}
        change: Scores = differences(part)
        if change.n < parameters.start_group_minimum or change.mean is None:
            return None
        found.append((low, high, change.mean, change.n))
    return tuple(found)


def published_gap(found: ExpectationGap, parameters: Parameters = DEFAULT) -> ExpectationGap:
    """Return the gap as it may be shown: below 5 pairs nothing, 5-9 only n and the mean gap.

    The numbers of people who answered only once pass the same rule, each by its own number.

    >>> found = published_gap(expectation_gap({(8.0, 7.0): 6, (9.0, None): 2}))
    >>> found.mean_gap, found.gap, found.only_start
    (-1.0, None, None)
    """
    n = found.n_pairs or 0
    seen = visibility(n, parameters)
    only_start, only_end = (
        count if count is not None and visibility(count, parameters).has_mean else None
        for count in (found.only_start, found.only_end)
    )
    start_unlinked = found.start_unlinked if only_start is not None else None
    if not seen.has_distribution:
        return ExpectationGap(
            mark=seen.value,
            n_pairs=None if seen is Visibility.HIDDEN else n,
            mean_gap=found.mean_gap if seen.has_mean else None,
            only_start=only_start,
            only_end=only_end,
            start_unlinked=start_unlinked,
        )
    return replace(found, only_start=only_start, only_end=only_end, start_unlinked=start_unlinked)


@dataclass(frozen=True, slots=True)
class Perceived:
    """The perceived gap (SV: 5 much better ... 1 much worse; 9 and blank left out).

    The shares are None without answers and, after the gate, below 10 of them.
    """

    n: int | None
    better: ShareOf | None
    as_thought: ShareOf | None
    worse: ShareOf | None
    light: Light


def perceived_gap(answers: Mapping[int, int], parameters: Parameters = DEFAULT) -> Perceived:
    """Return the perceived gap of SV answer -> people (C405, W405).

    >>> found = perceived_gap({5: 1, 4: 3, 3: 5, 2: 4, 1: 3, 9: 2})
    >>> found.n, found.better.number, found.worse.number
    (16, 4, 7)
    """
    better = answers.get(5, 0) + answers.get(4, 0)
    same = answers.get(3, 0)
    worse = answers.get(2, 0) + answers.get(1, 0)
    n = better + same + worse
    positive = share_of(better + same, n, parameters)
    light = gap_light(
        n,
        positive.share if positive else None,
        positive.interval if positive else None,
        parameters,
    )
    return Perceived(
        n,
        share_of(better, n, parameters),
        share_of(same, n, parameters),
        share_of(worse, n, parameters),
        light,
    )


def published_perceived(answers: Mapping[int, int], parameters: Parameters = DEFAULT) -> Perceived:
    """Return the perceived gap as it may be shown (D.4 rules 1-3).

    >>> published_perceived({5: 3, 1: 4}).better is None, published_perceived({5: 2}).n is None
    (True, True)
    """
    found = perceived_gap(answers, parameters)
    n = found.n or 0
    if not visibility(n, parameters).has_mean:
        return Perceived(None if n else 0, None, None, None, found.light)
    named = {"better": found.better, "as_thought": found.as_thought, "worse": found.worse}
    numbers = {name: one.number or 0 for name, one in named.items() if one is not None}
    shown = published_shares(numbers, parameters)
    return Perceived(
        n, shown.get("better"), shown.get("as_thought"), shown.get("worse"), found.light
    )


GOAL_ANSWERS = ("ja helemaal", "ja voor een deel", "onderweg", "nee")


def goal_reached(
    answers: Mapping[str, int], parameters: Parameters = DEFAULT
) -> dict[str, ShareOf]:
    """Return each answer of C403 as it may be shown; other answers are left out.

    >>> goal_reached({"ja helemaal": 6, "ja voor een deel": 2, "onderweg": 3, "nee": 4})[
    ...     "ja helemaal"].share
    0.4
    """
    return published_shares({name: answers.get(name, 0) for name in GOAL_ANSWERS}, parameters)


def directions_differ(found: ExpectationGap, perceived: Perceived) -> bool:
    """Tell whether the two measures point in different directions: then draw no conclusion.

    Only a direction on both sides counts: a computed gap that is not 0 and unequal numbers of
    people who thought it better and worse.

    >>> gap = expectation_gap({(6.0, 8.0): 10})
    >>> directions_differ(gap, perceived_gap({1: 8, 5: 2}))
    True
    """
    if not found.mean_gap:
        return False
    if perceived.better is None or perceived.worse is None:
        return False
    felt = (perceived.better.number or 0) - (perceived.worse.number or 0)
    return felt * found.mean_gap < 0
