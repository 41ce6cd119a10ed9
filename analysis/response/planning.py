"""Margins to expect for a population and a response, before asking anybody (method.md D.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.stats import norm, t

from analysis.parameters import DEFAULT, Parameters

# Response elsewhere: Uithoorn 14-15 %, BWRI 18-19 %, CEO Wmo 35 %, Hollands Kroon 80 %.
RESPONSE_ANCHORS = (0.15, 0.20, 0.35, 0.80)


@dataclass(frozen=True, slots=True)
class PlannedMargin:
    """Half widths of the 95 % intervals: mean on 0-10, share on 0-1; None when n is too small."""

    population: int
    response: float
    n: int
    mean_margin: float | None
    share_margin: float | None


def planning_table(
    populations: Sequence[int] = DEFAULT.planning_populations,
    responses: Sequence[float] = RESPONSE_ANCHORS,
    parameters: Parameters = DEFAULT,
) -> tuple[PlannedMargin, ...]:
    """Return a margin for every response (0-1) and population (people), responses outermost.

    n is rounded to whole people (halves to even, as R does). Assumes everybody is invited, so
    the finite-population correction applies. Raises ValueError for a response outside 0-1 or a
    population below 1. Source: D.3, case 17.

    >>> [row.n for row in planning_table((50, 250), (0.15,))]
    [8, 38]
    """
    return tuple(
        planned_margin(population, response, parameters)
        for response in responses
        for population in populations
    )


def planned_margin(
    population: int, response: float, parameters: Parameters = DEFAULT
) -> PlannedMargin:
    """Return the margins for one population and response.

    Mean: t(n - 1) x sd / sqrt(n) x sqrt(1 - n/N) with sd `planning_sd`. Share: half the Wilson
    interval around `planning_share` with effective n. Source: D.3.

    >>> round(planned_margin(250, 0.2).mean_margin, 4)
    0.5592
    """
    if population < 1 or not 0 <= response <= 1:
        raise ValueError(f"no population {population} with response {response}")
    n = round(population * response)
    mean = _mean_margin(n, population, parameters)
    return PlannedMargin(population, response, n, mean, _share_margin(n, population, parameters))


def _mean_margin(n: int, population: int, parameters: Parameters) -> float | None:
    if n < 2:
        return None
    quantile = float(t.ppf((1 + parameters.confidence) / 2, n - 1))
    return quantile * parameters.planning_sd / sqrt(n) * sqrt(1 - n / population)


def _share_margin(n: int, population: int, parameters: Parameters) -> float | None:
    if n == 0:
        return None
    if n == population:
        return 0.0
    z = float(norm.ppf((1 + parameters.confidence) / 2))
    effective = n * (population - 1) / (population - n)
    share = parameters.planning_share
    return z * sqrt(effective * share * (1 - share) + z * z / 4) / (effective + z * z)
