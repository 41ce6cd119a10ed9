"""In which weeks somebody is asked who started or ended not long ago (method.md C.2).

A window is kept as the Monday on which it opens. The day itself is stored nowhere: beside a
contact it would say who that is to anybody who knows when people started.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Event = Literal["start", "end"]
# From the Monday on which it opens; the longest that stays within every window below.
OPEN_FOR = datetime.timedelta(weeks=3)


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks after an event in which a questionnaire is asked."""

    event: Event
    first_week: int
    last_week: int


WINDOWS: Mapping[str, Window] = MappingProxyType(
    {
        "K2-AANVANG": Window("start", 2, 6),
        "W2-AANVANG": Window("start", 2, 6),
        "K4-EINDE": Window("end", 0, 4),
        "W4-EINDE": Window("end", 0, 4),
    }
)


def opens_on(window: Window, day: datetime.date) -> datetime.date:
    """The first Monday of the window after an event on this day.

    >>> opens_on(WINDOWS["K2-AANVANG"], datetime.date(2026, 11, 28))
    datetime.date(2026, 12, 14)
    """
    first = day + datetime.timedelta(weeks=window.first_week)
    return first + datetime.timedelta(days=-first.weekday() % 7)


def is_open(opens: datetime.date, day: datetime.date) -> bool:
    """Whether a window that opens on this Monday is open on a day."""
    return opens <= day <= closes_on(opens)


def closes_on(opens: datetime.date) -> datetime.date:
    """The last day of a window that opens on this Monday."""
    return opens + OPEN_FOR
