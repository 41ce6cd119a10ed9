"""Where the waves of one cell stand in its run chart: a dot and a margin each on 0 to 10."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.wording import decimal

STEP, FIRST = 92.0, 58.0  # from one wave to the next, and where the first stands
TOP, BASE = 14.0, 134.0  # where 10 and 0 stand
AXIS = 10.0


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One wave; without a score only its name."""

    wave: str
    x: float
    y: float | None
    top: float | None
    bottom: float | None
    score: str
    n: str
    interval: str


@dataclass(frozen=True, slots=True)
class RunChart:
    """The waves that asked the same questions, oldest first."""

    points: tuple[RunPoint, ...]
    width: float
    path: str
    median: float | None
    median_words: str
    broken: bool

    @property
    def alternative(self) -> str:
        """What the chart shows, for who does not see it."""
        told = [f"{one.wave}: {one.score or 'niet getoond'}" for one in self.points]
        return ", ".join(told)


def run_chart(history: Mapping[str, Any] | None) -> RunChart | None:
    """The chart of a published history; None before there are two waves to lay side by side.

    >>> points = [{"wave": w, "n": 9, "mean": 5.0, "low": None, "high": None} for w in "ab"]
    >>> run_chart({"points": points, "broken": False, "median": None}).path
    'M58.0 74.0 L150.0 74.0'
    """
    if history is None or sum(one["mean"] is not None for one in history["points"]) < 2:
        return None
    points = tuple(_point(place, one) for place, one in enumerate(history["points"]))
    return RunChart(
        points=points,
        width=FIRST + STEP * (len(points) - 1) + 72.0,
        path=line_with_gaps(None if one.y is None else (one.x, one.y) for one in points),
        median=None if history["median"] is None else _up(history["median"]),
        median_words=f"mediaan {decimal(history['median'])}" if history["median"] else "",
        broken=history["broken"],
    )


def _point(place: int, one: Mapping[str, Any]) -> RunPoint:
    low, high = one["low"], one["high"]
    known = low is not None and high is not None
    return RunPoint(
        wave=one["wave"],
        x=FIRST + STEP * place,
        y=None if one["mean"] is None else _up(one["mean"]),
        top=_up(high) if known else None,
        bottom=_up(low) if known else None,
        score=decimal(one["mean"]),
        n="" if one["n"] is None else str(one["n"]),
        interval=f"{decimal(low)} tot {decimal(high)}" if known else "",
    )


def line_with_gaps(places: Iterable[tuple[float, float] | None]) -> str:
    """The path of a line through (x, y) that leaves out a wave of which nothing is shown.

    >>> line_with_gaps([(1.0, 2.0), None, (3.0, 4.0), (5.0, 6.0)])
    'M1.0 2.0 M3.0 4.0 L5.0 6.0'
    """
    path, down = [], False
    for place in places:
        if place is not None:
            path.append(f"{'L' if down else 'M'}{place[0]} {place[1]}")
        down = place is not None
    return " ".join(path)


def _up(score: float) -> float:
    return round(BASE - (BASE - TOP) * score / AXIS, 1)
