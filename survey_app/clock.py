"""The clock: moments are UTC, days are days in the Netherlands."""

import datetime
import time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime.datetime:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def today_after(lag: datetime.timedelta) -> datetime.date:
    """The date in the Netherlands as it was this long ago."""
    return (now() - lag).astimezone(AMSTERDAM).date()


def seconds() -> float:
    """Seconds that only go on, whatever somebody does to the clock: for waiting, not for dates."""
    return time.monotonic()


def today() -> datetime.date:
    """Today's date in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()


def iso_week(day: datetime.date) -> str:
    """The ISO week of a day, all that a response keeps of its time: '2026-W47'."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def month_of(day: datetime.date) -> str:
    """The month of a day: '2026-11'."""
    return f"{day:%Y-%m}"


def days_of(period: str) -> tuple[datetime.date, datetime.date]:
    """First and last day of an ISO week ('2026-W47') or a month ('2026-11')."""
    if "W" in period:
        first = monday_of(period)
        return first, first + datetime.timedelta(days=6)
    first = datetime.date.fromisoformat(f"{period}-01")
    return first, (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)


def monday_of(week: str) -> datetime.date:
    """The first day of an ISO week such as '2026-W47'."""
    return datetime.datetime.strptime(f"{week}-1 +0000", "%G-W%V-%u %z").date()
