"""What the response will be when the wave closes, if people go on like this week. Pure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

LOOKED_BACK = 7  # days


@dataclass(frozen=True, slots=True)
class Forecast:
    """Sheets at the close: when each week brings half of the one before, and when it stays so."""

    low: int
    high: int


def forecast(
    answers: Mapping[datetime.date, int],
    today: datetime.date,
    ends_on: datetime.date,
    can_answer: int,
) -> Forecast | None:
    """The sheets to expect at the close; None before anything came in this week.

    `answers` per day; `can_answer` people have neither answered nor refused, and nobody else can.
    The pace is that of the last seven days. No model of the method: two plain assumptions, both
    told on the screen.

    >>> day = datetime.date(2026, 11, 20)
    >>> forecast({day: 14}, day, day + datetime.timedelta(days=7), 100)
    Forecast(low=21, high=28)
    """
    first = today - datetime.timedelta(days=LOOKED_BACK - 1)
    recent = sum(n for day, n in answers.items() if first <= day <= today)
    total, left = sum(answers.values()), max((ends_on - today).days, 0)
    if not recent:
        return None
    weeks = left / LOOKED_BACK
    halving = recent * (1 - 0.5**weeks)  # a half, a quarter, an eighth
    return Forecast(
        total + min(round(halving), can_answer), total + min(round(recent * weeks), can_answer)
    )
