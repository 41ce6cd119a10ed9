"""Comparison of parties on one aspect in one phase (method.md D.5, case 05).

Parties answered other sentences and are other people: always show the wordings and the share
positive next to the means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import sqrt

from analysis.cells import Scores
from analysis.disclosure import bounded_share, visibility
from analysis.estimates.intervals import Interval, wilson
from analysis.estimates.multiplicity import benjamini_hochberg
from analysis.estimates.welch import NO_DIFFERENCE, Difference, summary, welch
from analysis.parameters import DEFAULT, Parameters

MUNICIPALITY, CLIENTS = "G", "C"
BLIND_SPOT = "blinde vlek"
TOO_STRICT = "te streng voor zichzelf"


@dataclass(frozen=True, slots=True)
class PartyScores:
    """The person scores of one party on an aspect in a phase; `topic` names both."""

    topic: str
    party: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class Comparison:
    """Party a against party b; everything numeric is None when one of them has too few people.

    `welch.difference` is a - b on 0-10, `delta` is Cliff's delta (-1 to 1), `share_difference`
    a - b on -1 to 1. `p_bh` and `shown` are filled by `compare_parties` over the whole wave.
    """

    topic: str
    a: str
    b: str
    tested: bool
    n_a: int | None = None
    n_b: int | None = None
    mean_a: float | None = None
    mean_b: float | None = None
    welch: Difference = NO_DIFFERENCE
    delta: float | None = None
    size: str | None = None
    hedges_g: float | None = None
    positive_a: int | None = None
    positive_b: int | None = None
    share_difference: float | None = None
    newcombe: Interval | None = None
    p_bh: float | None = None
    shown: bool = False
    verdict: str | None = None


def cliffs_delta(a: Scores, b: Scores) -> float | None:
    """Return P(a > b) - P(a < b), None without scores on one side (Cliff 1993).

    >>> from analysis.cells import scores_from
    >>> cliffs_delta(scores_from([7.5, 5.0]), scores_from([5.0]))
    0.5
    """
    if not a.n or not b.n:
        return None
    below = place = 0  # people of b with a lower score than the current score of a
    net = 0
    for value, count in zip(a.values, a.counts, strict=True):
        while place < len(b.values) and b.values[place] < value:
            below += b.counts[place]
            place += 1
        equal = b.counts[place] if place < len(b.values) and b.values[place] == value else 0
        net += count * (below - (b.n - below - equal))
    return net / (a.n * b.n)


def delta_size(delta: float, parameters: Parameters = DEFAULT) -> str:
    """Return the word for the size of Cliff's delta (Romano 2006, as R effsize).

    >>> delta_size(0.146), delta_size(-0.5)
    ('verwaarloosbaar', 'groot')
    """
    steps = (
        (parameters.delta_small, "verwaarloosbaar"),
        (parameters.delta_medium, "klein"),
        (parameters.delta_large, "middel"),
    )
    return next((word for border, word in steps if abs(delta) < border), "groot")


def hedges_g(a: Scores, b: Scores) -> float | None:
    """Return (mean a - mean b) / pooled sd * (1 - 3 / (4 (n1 + n2 - 2) - 1)), None if undefined.

    Source: Hedges 1981, the approximate correction of method.md D.5.

    >>> from analysis.cells import scores_from
    >>> round(hedges_g(scores_from([7.5, 5.0, 10.0]), scores_from([5.0, 2.5, 5.0])), 4)
    1.3064
    """
    if a.mean is None or b.mean is None or a.sd is None or b.sd is None:
        return None
    df = a.n + b.n - 2
    pooled = sqrt(((a.n - 1) * a.sd**2 + (b.n - 1) * b.sd**2) / df)
    if pooled == 0:
        return None
    return (a.mean - b.mean) / pooled * (1 - 3 / (4 * df - 1))


def newcombe(x_a: int, n_a: int, x_b: int, n_b: int, confidence: float = 0.95) -> Interval:
    """Return Newcombe's interval (method 10, from two Wilson intervals) of share a - share b.

    Raises ValueError when one of them is not a proportion. Source: Newcombe 1998.

    >>> found = newcombe(7, 7, 8, 18)
    >>> round(found.low, 6), round(found.high, 6)
    (0.139329, 0.754405)
    """
    a, b = wilson(x_a, n_a, None, confidence), wilson(x_b, n_b, None, confidence)
    share_a, share_b = x_a / n_a, x_b / n_b
    down = sqrt((share_a - a.low) ** 2 + (b.high - share_b) ** 2)
    up = sqrt((a.high - share_a) ** 2 + (share_b - b.low) ** 2)
    return Interval(share_a - share_b - down, share_a - share_b + up)


def compare(a: PartyScores, b: PartyScores, parameters: Parameters = DEFAULT) -> Comparison:
    """Return party a against party b, without the adjustment for many comparisons.

    Below the disclosure minimum on one side nothing is computed. Raises ValueError when the
    topics differ.

    >>> from analysis.cells import scores_from
    >>> few = PartyScores("info TIJDENS", "O", scores_from([5.0, 7.5]))
    >>> compare(few, few).tested
    False
    """
    if a.topic != b.topic:
        raise ValueError(f"{a.topic} and {b.topic} are not comparable")
    if min(a.scores.n, b.scores.n) < parameters.disclosure_minimum:
        return Comparison(a.topic, a.party, b.party, tested=False)
    positive_a = a.scores.at_least(parameters.positive_from)
    positive_b = b.scores.at_least(parameters.positive_from)
    delta = cliffs_delta(a.scores, b.scores)
    return Comparison(
        a.topic,
        a.party,
        b.party,
        tested=True,
        n_a=a.scores.n,
        n_b=b.scores.n,
        mean_a=a.scores.mean,
        mean_b=b.scores.mean,
        welch=welch(summary(a.scores), summary(b.scores), parameters.confidence),
        delta=delta,
        size=None if delta is None else delta_size(delta, parameters),
        hedges_g=hedges_g(a.scores, b.scores),
        positive_a=positive_a,
        positive_b=positive_b,
        share_difference=positive_a / a.scores.n - positive_b / b.scores.n,
        newcombe=newcombe(positive_a, a.scores.n, positive_b, b.scores.n, parameters.confidence),
    )


def unpublished_comparisons(
    pairs: Iterable[tuple[PartyScores, PartyScores]], parameters: Parameters = DEFAULT
) -> tuple[Comparison, ...]:
    """Return all comparisons of a wave, adjusted together, *before* the gate: never show these.

    >>> from analysis.cells import scores_from
    >>> g = PartyScores("info", "G", scores_from([10.0, 7.5, 7.5, 10.0, 7.5]))
    >>> c = PartyScores("info", "C", scores_from([2.5, 5.0, 2.5, 5.0, 2.5]))
    >>> unpublished_comparisons([(g, c)])[0].positive_a
    5
    """
    found = [compare(a, b, parameters) for a, b in pairs]
    adjusted = benjamini_hochberg([one.welch.p for one in found], parameters.false_discovery_rate)
    return tuple(
        _judged(replace(one, p_bh=adj.p, shown=adj.rejected), parameters)
        for one, adj in zip(found, adjusted, strict=True)
    )


def compare_parties(
    pairs: Iterable[tuple[PartyScores, PartyScores]], parameters: Parameters = DEFAULT
) -> tuple[Comparison, ...]:
    """Return all comparisons of a wave (Benjamini-Hochberg, q of D.5) as they may be shown.

    The shares leave only when both sides may show theirs (method.md D.4 rules 2 and 3).

    >>> from analysis.cells import scores_from
    >>> g = PartyScores("info", "G", scores_from([10.0, 7.5, 7.5, 10.0, 7.5]))
    >>> c = PartyScores("info", "C", scores_from([2.5, 5.0, 2.5, 5.0, 2.5]))
    >>> [(one.verdict, one.positive_a) for one in compare_parties([(g, c)])]
    [('blinde vlek', None)]
    """
    return tuple(_published(one, parameters) for one in unpublished_comparisons(pairs, parameters))


def _published(one: Comparison, parameters: Parameters) -> Comparison:
    """Return the comparison without shares when one side may not show its own."""
    sides = ((one.positive_a, one.n_a), (one.positive_b, one.n_b))
    free = all(
        x is not None
        and n is not None
        and visibility(n, parameters).has_distribution
        and bounded_share(x / n, n, parameters).bound is None
        for x, n in sides
    )
    if free:
        return one
    return replace(one, positive_a=None, positive_b=None, share_difference=None, newcombe=None)


def _judged(one: Comparison, parameters: Parameters) -> Comparison:
    """Return the comparison with the verdict on the municipality against its clients."""
    sign = {(MUNICIPALITY, CLIENTS): 1, (CLIENTS, MUNICIPALITY): -1}.get((one.a, one.b))
    if sign is None or one.welch.difference is None or one.delta is None:
        return one
    gap, delta = sign * one.welch.difference, sign * one.delta
    limit, strong = parameters.blind_spot_difference - 1e-9, parameters.blind_spot_delta
    if gap >= limit and (one.shown or delta >= strong):
        return replace(one, verdict=BLIND_SPOT)
    if -gap >= limit and (one.shown or -delta >= strong):
        return replace(one, verdict=TOO_STRICT)
    return one
