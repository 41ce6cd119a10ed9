"""Where the parts of a small chart stand: columns from nothing up, and a line on 0 to 10."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app.evaluation.comparisons.run_chart import line_with_gaps

STEP, COLUMN = 60, 36  # from one column to the next, and its width
TOP, BASE = 18.0, 78.0  # of the columns; the words of the period stand below
GOAL_WORDS = 72  # room beside the columns
AT_MOST = 5  # the latest periods; a table has them all
LEFT, RIGHT = 16.0, 112.0  # of a line chart
HIGH, LOW = 8.0, 60.0  # where 10 and 0 stand


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its column and the words above and below; no height where nothing is shown."""

    x: float
    y: float
    height: float
    value: str
    period: str
    is_last: bool

    @property
    def middle(self) -> float:
        """Where the words stand."""
        return self.x + COLUMN / 2


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns on one scale that begins at nothing, with a line for the goal."""

    width: float
    columns: tuple[Column, ...]
    goal: float | None
    goal_words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One wave on a line."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LineChart:
    """Scores over waves on the common axis of 0 to 10."""

    dots: tuple[Dot, ...]
    path: str
    last: Dot | None
    value: str


def column_chart(
    points: Sequence[tuple[str, float | None, str]], goal: tuple[float, str] | None = None
) -> ColumnChart:
    """Columns of (period, value, value in words), oldest first; the latest five.

    >>> chart = column_chart([("2024", 40.0, "40"), ("2025", 80.0, "80")])
    >>> [(one.x, one.height) for one in chart.columns]
    [(12.0, 30.0), (72.0, 60.0)]
    """
    kept = list(points)[-AT_MOST:]
    known = [value for _, value, _ in kept if value is not None]
    most = max([*known, goal[0]] if goal else known, default=0.0)
    scale = (BASE - TOP) / most if most > 0 else 0.0
    columns = tuple(
        _column(place, one, scale, place == len(kept) - 1) for place, one in enumerate(kept)
    )
    width = STEP * len(kept) + (GOAL_WORDS if goal else 0)
    line = round(BASE - goal[0] * scale, 1) if goal else None
    return ColumnChart(width, columns, line, goal[1] if goal else "")


def _column(
    place: int, point: tuple[str, float | None, str], scale: float, is_last: bool
) -> Column:
    period, value, words = point
    height = round((value or 0.0) * scale, 1)
    x = place * STEP + (STEP - COLUMN) / 2
    return Column(x, round(BASE - height, 1), height, words, period, is_last)


def line_chart(means: Sequence[float | None], value: str) -> LineChart:
    """Means 0-10, oldest first; a wave without one leaves a gap.

    >>> line_chart([5.0], "5,0").last
    Dot(x=112.0, y=34.0)
    """
    step = (RIGHT - LEFT) / max(1, len(means) - 1)
    found: list[Dot | None] = [
        None if mean is None else Dot(round(RIGHT - step * (len(means) - 1 - place), 1), _up(mean))
        for place, mean in enumerate(means)
    ]
    dots = tuple(one for one in found if one is not None)
    path = line_with_gaps(None if one is None else (one.x, one.y) for one in found)
    return LineChart(dots, path, dots[-1] if dots else None, value)


def _up(mean: float) -> float:
    return round(LOW - (LOW - HIGH) * mean / 10, 1)
