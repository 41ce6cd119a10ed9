"""The response by day as a drawing: bars of sheets, marks where messages went out. Pure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.texts.dutch import day_words

WIDTH, HEIGHT, FLOOR, LEFT = 720, 180, 150, 36
MOST_BARS = 62
KINDS = {"invitation": "uitnodiging", "reminder": "herinnering"}


@dataclass(frozen=True, slots=True)
class Bar:
    """The sheets of one day or week; `label` is empty where there is no room for it."""

    first: datetime.date
    words: str
    n: int
    x: float
    y: float
    width: float
    height: float
    label: str
    sent: str  # what went out: 'uitnodiging (200)'


@dataclass(frozen=True, slots=True)
class Line:
    """A line across at a round number."""

    n: int
    y: float


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole drawing, and the sentence that says what it shows."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    sentence: str
    by_week: bool


def plot_of(
    answers: Mapping[datetime.date, int],
    sent: Mapping[datetime.date, Mapping[str, int]],
    first: datetime.date,
    last: datetime.date,
) -> Plot:
    """Bars for every day from `first` to `last`; for every week when there are many.

    What came outside those days (paper that was keyed in late) stretches them.
    """
    first, last = min([first, *answers, *sent]), max([last, *answers, *sent])
    step = 1 if (last - first).days < MOST_BARS else 7
    count = (last - first).days // step + 1
    sums = [0] * count
    out: list[dict[str, int]] = [{} for _ in range(count)]
    for day, n in answers.items():
        sums[(day - first).days // step] += n
    for day, kinds in sent.items():
        place = out[(day - first).days // step]
        for kind, n in kinds.items():
            place[kind] = place.get(kind, 0) + n
    scale = _Scale(first, step, (WIDTH - LEFT) / count, _round_up(max(sums)), -(-count // 8))
    bars = tuple(scale.bar(place, n, out[place]) for place, n in enumerate(sums))
    return Plot(bars, scale.lines(), _sentence(bars, step), step > 1)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and numbers to places in the drawing."""

    first: datetime.date
    step: int  # days of one bar
    pitch: float
    top: int
    every: int  # bars to a label

    def bar(self, place: int, n: int, out: Mapping[str, int]) -> Bar:
        """The bar at this place, from 0."""
        day = self.first + datetime.timedelta(days=place * self.step)
        height = (FLOOR - 10) * n / self.top
        kinds = sorted(out.items())
        return Bar(
            first=day,
            words=day_words(day),
            n=n,
            x=round(LEFT + (place + 0.1) * self.pitch, 1),
            y=round(FLOOR - height, 1),
            width=round(self.pitch * 0.8, 1),
            height=round(height, 1),
            label=f"{day.day}-{day.month}" if place % self.every == 0 else "",
            sent=", ".join(f"{KINDS.get(kind, kind)} ({number})" for kind, number in kinds),
        )

    def lines(self) -> tuple[Line, ...]:
        """A line half-way and one at the top."""
        numbers = (self.top // 2, self.top)
        return tuple(Line(n, FLOOR - (FLOOR - 10) * n / self.top) for n in numbers)


def _round_up(largest: int) -> int:
    """The smallest even round number that holds the largest bar.

    >>> [_round_up(n) for n in (0, 3, 17, 101)]
    [2, 4, 20, 200]
    """
    scale = 1
    while True:
        for leading in (2, 4, 6, 10):
            if leading * scale >= largest:
                return leading * scale
        scale *= 10


def _sentence(bars: tuple[Bar, ...], step: int) -> str:
    total = sum(bar.n for bar in bars)
    if not total:
        return "Er is nog niets verstuurd door de mensen die u uitnodigde."
    best = max(bars, key=lambda bar: bar.n)
    when = f"op {best.words}" if step == 1 else f"in de week van {best.words}"
    return f"Samen {total} vragenlijsten. De meeste kwamen {when}: {best.n}."
