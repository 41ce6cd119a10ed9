"""At what judgement of those who did not answer would a light or a difference turn? (D.9, D.11)

The people who answered have mean m over n of N people. If the N - n others judged x on average,
everybody together would have (n m + (N - n) x) / N. The tipping point is the x at which that
equals a border b:

    x = (N b - n m) / (N - n)

It says how different the others must be, not how likely that is. Limits: it needs N and an
invitation to all of them; it leaves chance out (everybody is counted then); the border is that of
the light over everybody, so green turns at the target, red at the floor, orange at both. A point
outside 0-10 cannot be reached: no judgement of the others turns it.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.lights import Colour
from analysis.parameters import DEFAULT, Parameters

LOWEST, HIGHEST = 0.0, 10.0


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """The mean 0-10 of the others at which the light becomes `becomes`; None: it cannot."""

    becomes: str
    others: int
    at: float | None


def tipping_mean(n: int, mean: float, population: int, border: float) -> float | None:
    """Return the mean of the others at which all people have the border, None out of reach.

    None too when nobody is left who did not answer.

    >>> tipping_mean(50, 7.4, 200, 7.0), tipping_mean(150, 9.0, 200, 5.5)
    (6.866666666666666, None)
    """
    others = population - n
    if others <= 0:
        return None
    at = (population * border - n * mean) / others
    return at if LOWEST <= at <= HIGHEST else None


def tipping_points(
    colour: Colour, n: int, mean: float, population: int, parameters: Parameters = DEFAULT
) -> tuple[TippingPoint, ...]:
    """Return where the light of a cell turns, better first; grey has no tipping point.

    >>> [(one.becomes, one.at) for one in tipping_points(Colour.GREEN, 50, 7.4, 200)]
    [('oranje', 6.866666666666666)]
    """
    target, floor = parameters.light_target, parameters.light_floor
    borders = {
        Colour.GREEN: ((Colour.ORANGE, target),),
        Colour.ORANGE: ((Colour.GREEN, target), (Colour.RED, floor)),
        Colour.RED: ((Colour.ORANGE, floor),),
        Colour.GREY: (),
    }[colour]
    return tuple(
        TippingPoint(str(becomes), population - n, tipping_mean(n, mean, population, border))
        for becomes, border in borders
        if population > n
    )
