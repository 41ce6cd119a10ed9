"""The figure of one cell: person scores, their distribution and reliability (method.md D.2).

Everything is computed from a histogram, so the cost follows the number of different answer
patterns and not the number of people.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isnan, sqrt

from analysis.parameters import DEFAULT, Parameters
from analysis.scales import Pattern, Scale, person_score, scale_named, score

BAND_STARTS = (1.25, 3.75, 6.25, 8.75)
"""Lower ends of the bands slecht, gaat wel, goed, heel goed: halfway between two SQ answers."""


@dataclass(frozen=True, slots=True)
class CellCounts:
    """What the store delivers for one cell: a histogram of answer patterns, never rows.

    `patterns` maps the answers of one person to the questions (None = left blank, 9 or 99 =
    don't know, -1 = not asked) to the number of people with that pattern. `population` is the
    number of people N when it is known and all were invited, else None.
    """

    code: str
    questions: tuple[str, ...]
    scales: tuple[str, ...]
    patterns: Mapping[Pattern, int]
    population: int | None


@dataclass(frozen=True, slots=True)
class Scores:
    """A histogram of scores: different `values` ascending, with how often each occurs."""

    values: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """Return the number of people."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Return the mean, or None without scores."""
        if not self.values:
            return None
        if len(self.values) == 1:
            return self.values[0]
        return fsum(v * c for v, c in zip(self.values, self.counts, strict=True)) / self.n

    @property
    def sd(self) -> float | None:
        """Return the standard deviation (n - 1): exactly 0.0 when all are equal, None below 2."""
        mean, n = self.mean, self.n
        if mean is None or n < 2:
            return None
        pairs = zip(self.values, self.counts, strict=True)
        return sqrt(fsum(c * (v - mean) ** 2 for v, c in pairs) / (n - 1))

    @property
    def median(self) -> float | None:
        """Return the median (mean of the two middle scores when n is even), or None."""
        if not self.values:
            return None
        lower, upper = self._ranked((self.n - 1) // 2), self._ranked(self.n // 2)
        return (lower + upper) / 2

    def _ranked(self, rank: int) -> float:
        """Return the score of the person at `rank` (from 0) in ascending order."""
        below = 0
        for value, count in zip(self.values, self.counts, strict=True):
            below += count
            if rank < below:
                return value
        raise IndexError(rank)

    def at_least(self, border: float) -> int:
        """Return how many scores are `border` or higher."""
        return sum(c for v, c in zip(self.values, self.counts, strict=True) if v >= border)

    def bands(self) -> tuple[int, ...]:
        """Return the counts in the five bands heel slecht ... heel goed."""
        found = [0] * (len(BAND_STARTS) + 1)
        for value, count in zip(self.values, self.counts, strict=True):
            found[bisect_right(BAND_STARTS, value)] += count
        return tuple(found)


def scores_from(histogram: Mapping[float, int] | Iterable[float]) -> Scores:
    """Return `Scores` from score -> count or from single scores; counts of 0 are dropped.

    Raises ValueError for a negative count or a score that is not a number.

    >>> scores_from([7.5, 5.0, 7.5]).median
    7.5
    """
    counted = dict(histogram) if isinstance(histogram, Mapping) else Counter(histogram)
    if any(count < 0 for count in counted.values()):
        raise ValueError("a count may not be negative")
    if any(isnan(value) for value in counted):
        raise ValueError("a score is not a number")
    kept = sorted((float(value), count) for value, count in counted.items() if count)
    return Scores(tuple(value for value, _ in kept), tuple(count for _, count in kept))


def cell_scales(cell: CellCounts) -> tuple[Scale, ...]:
    """Return the scales of the questions of a cell; raise ScaleError for an unknown name.

    >>> cell_scales(CellCounts("R02-C", ("C101",), ("SQ",), {}, None))[0].highest
    5
    """
    return tuple(scale_named(name) for name in cell.scales)


def person_scores(
    patterns: Mapping[Pattern, int], scales: Sequence[Scale], parameters: Parameters = DEFAULT
) -> Scores:
    """Return the histogram of person scores 0-10 of answer patterns (half rule of D.2).

    >>> from analysis.scales import SCALES
    >>> person_scores({(5,): 2, (4,): 1, (9,): 4}, [SCALES["SQ"]]).n
    3
    """
    found: Counter[float] = Counter()
    for pattern, count in patterns.items():
        value = person_score(pattern, scales, parameters.minimum_valid_share)
        if value is not None:
            found[value] += count
    return scores_from(found)


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """One question of a cell: its valid scores 0-10 and the numbers without a judgement."""

    scores: Scores
    unknown: int
    blank: int

    @property
    def asked(self) -> int:
        """Return how many people were shown the question."""
        return self.scores.n + self.unknown + self.blank


def question_counts(patterns: Mapping[Pattern, int], place: int, scale: Scale) -> QuestionCounts:
    """Return the counts of the question at `place` (from 0) in the patterns.

    >>> from analysis.scales import SCALES
    >>> question_counts({(5, None): 2, (4, 9): 1}, 1, SCALES["SQ"]).blank
    2
    """
    valid: Counter[float] = Counter()
    unknown = blank = 0
    for pattern, count in patterns.items():
        value = pattern[place]
        if scale.is_valid(value) and value is not None:
            valid[score(value, scale)] += count
        elif value is None:
            blank += count
        elif value == scale.unknown:
            unknown += count
    return QuestionCounts(scores_from(valid), unknown, blank)
