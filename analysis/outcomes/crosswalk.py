"""From any ladder or wage value to a rough common class of distance to work (method.md D.13).

The class serves mix, strata and a joint population table; never movement. Borders in the sources
overlap ('0-40', '40-70') and are read as [0, 40), [40, 70), [70, 100) and from 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.outcomes.instruments import LadderError

ORDER = ("klein", "middel", "groot")


@dataclass(frozen=True, slots=True)
class Distance:
    """The class (None: undetermined) and whether the source fits in it without doubt."""

    distance: str | None
    unambiguous: bool


UNDETERMINED = Distance(None, False)
_SMALL, _MIDDLE, _LARGE = (Distance(name, True) for name in ORDER)

STEPS: Mapping[str, Mapping[int, Distance]] = {
    "VNG6": {1: _LARGE, 2: _LARGE, 3: _MIDDLE, 4: _MIDDLE, 5: _SMALL, 6: _SMALL},
    "SPW3": {1: _SMALL, 2: _MIDDLE, 3: _LARGE},
    "HW3": {1: _SMALL, 2: _MIDDLE, 3: _LARGE},
}

# 60-80 straddles the border of 70 evenly; 30-60 lies for two thirds in the middle class.
WAGE_CLASSES: Mapping[str, Mapping[str, Distance]] = {
    "uithoorn": {"0-40": _LARGE, "40-70": _MIDDLE, "70-100": _SMALL, "100+": _SMALL},
    "spw": {
        "0-30": _LARGE,
        "30-60": Distance("middel", False),
        "60-80": UNDETERMINED,
        "80-100": _SMALL,
    },
}

ROUTES: Mapping[str, Distance] = {
    "werknemer": Distance("klein", False),
    "onderwijs": Distance("middel", False),
    "vrijwilliger": _LARGE,
    "ondernemer": UNDETERMINED,
}

# Lowest wage value (percentage) of each class, highest first.
WAGE_BORDERS = ((70.0, _SMALL), (40.0, _MIDDLE), (float("-inf"), _LARGE))


def step_distance(instrument: str, step: int | None) -> Distance:
    """Return the class of a ladder step; unknown when the person has none.

    Raises LadderError for an unknown instrument or step. Source: D.13, table.

    >>> step_distance("SPW3", 1)
    Distance(distance='klein', unambiguous=True)
    """
    if step is None:
        return UNDETERMINED
    try:
        return STEPS[instrument][step]
    except KeyError:
        raise LadderError(f"{instrument} has no step {step} in the crosswalk") from None


def wage_distance(percentage: float | None) -> Distance:
    """Return the class of a wage value in percent (0-100 and above). Source: D.13.

    >>> [wage_distance(value).distance for value in (39.9, 40, 70, None)]
    ['groot', 'middel', 'klein', None]
    """
    if percentage is None:
        return UNDETERMINED
    return next(found for start, found in WAGE_BORDERS if percentage >= start)


def wage_class_distance(source: str, wage_class: str | None) -> Distance:
    """Return the class of a wage class as `source` ("uithoorn", "spw") writes it.

    Raises LadderError for an unknown source or class. Source: D.13.

    >>> wage_class_distance("spw", "30-60")
    Distance(distance='middel', unambiguous=False)
    """
    if wage_class is None:
        return UNDETERMINED
    written = wage_class.replace("–", "-").replace(" ", "")
    try:
        return WAGE_CLASSES[source][written]
    except KeyError:
        raise LadderError(f"unknown wage class {wage_class!r} of {source!r}") from None


@dataclass(frozen=True, slots=True)
class Agreement:
    """People with a class from two instruments: table in `ORDER`, share equal, weighted kappa."""

    n: int
    table: tuple[tuple[int, ...], ...]
    share_equal: float | None
    kappa: float | None


def agreement(pairs: Iterable[tuple[Distance, Distance]]) -> Agreement:
    """Compare the classes two instruments give the same people; undetermined ones are left out.

    Kappa with linear weights, Cohen 1968: 1 - observed / expected disagreement, distance |i - j|;
    None when nobody can disagree by chance. Source: D.13.

    >>> small, large = Distance("klein", True), Distance("groot", True)
    >>> agreement([(small, small), (large, large)]).kappa
    1.0
    """
    known = [(a.distance, b.distance) for a, b in pairs if a.distance and b.distance]
    table = tuple(tuple(known.count((row, column)) for column in ORDER) for row in ORDER)
    n = len(known)
    share = sum(table[i][i] for i in range(len(ORDER))) / n if n else None
    return Agreement(n, table, share, _linear_kappa(table, n))


def _linear_kappa(table: tuple[tuple[int, ...], ...], n: int) -> float | None:
    size = range(len(table))
    rows = [sum(row) for row in table]
    columns = [sum(row[j] for row in table) for j in size]
    observed = sum(abs(i - j) * table[i][j] for i in size for j in size) * n
    expected = sum(abs(i - j) * rows[i] * columns[j] for i in size for j in size)
    return 1 - observed / expected if expected else None
