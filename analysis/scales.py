"""Answer scales and how an answer becomes a score from 0 to 10 (method.md C.4, D.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from types import MappingProxyType

Value = int | None
"""One stored answer: on the scale, the code for "don't know", None (left blank) or NOT_ASKED."""

Pattern = tuple[Value, ...]
"""The answers of one person to the questions of one cell, in the order of the questions."""

NOT_ASKED = -1
"""The routing skipped the question for this person: not applicable, which is not missing."""


class ScaleError(ValueError):
    """Raised when an answer does not lie on its scale or a scale is not known."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers `lowest` to `highest`, higher is better, and the code for "don't know"."""

    lowest: int
    highest: int
    unknown: int

    @property
    def span(self) -> int:
        """Return the number of steps between the worst and the best answer."""
        return self.highest - self.lowest

    def is_valid(self, value: Value) -> bool:
        """Tell whether `value` is a judgement; raise ScaleError when it cannot occur.

        >>> SCALES["SQ"].is_valid(4), SCALES["SQ"].is_valid(9), SCALES["SQ"].is_valid(None)
        (True, False, False)
        """
        if value is None or value in (self.unknown, NOT_ASKED):
            return False
        if not self.lowest <= value <= self.highest:
            raise ScaleError(f"answer {value} is not on the scale {self.lowest}-{self.highest}")
        return True


SCALES: Mapping[str, Scale] = MappingProxyType({"SQ": Scale(1, 5, 9), "R10": Scale(1, 10, 99)})


def scale_named(name: str) -> Scale:
    """Return the scale with this name, or raise ScaleError.

    >>> scale_named("R10").span
    9
    """
    try:
        return SCALES[name]
    except KeyError:
        raise ScaleError(f"scale {name!r} has no score; known: {', '.join(SCALES)}") from None


def score(value: int, scale: Scale) -> float:
    """Return one answer as a score 0-10: (x - lowest) / span * 10 (method.md D.2).

    >>> score(4, SCALES["SQ"])
    7.5
    """
    return (value - scale.lowest) * 10 / scale.span


def person_score(pattern: Pattern, scales: Sequence[Scale], minimum_share: float) -> float | None:
    """Return the mean score 0-10 of a person's valid answers, or None below the half rule.

    A person needs at least `minimum_share` (0-1) of the questions that were asked. The sum is
    taken in whole numbers over a common denominator, so equal answers give equal scores
    whatever their order, and a score on the border of "positive" lies exactly on it.
    Raises ScaleError for an answer outside its scale, ValueError for unequal lengths.

    >>> sq = SCALES["SQ"]
    >>> person_score((4, 9), (sq, sq), 0.5), person_score((2, 9, None), (sq, sq, sq), 0.5)
    (7.5, None)
    """
    common = lcm(*(scale.span for scale in scales))
    valid = [
        (value - scale.lowest) * (common // scale.span)
        for value, scale in zip(pattern, scales, strict=True)
        if scale.is_valid(value) and value is not None
    ]
    asked = sum(value != NOT_ASKED for value in pattern)
    if not valid or len(valid) < minimum_share * asked - 1e-9:
        return None
    return sum(valid) * 10 / (common * len(valid))
