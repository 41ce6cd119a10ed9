"""The clock: moments are UTC, days are days in the Netherlands."""

import datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime.datetime:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def today() -> datetime.date:
    """Today's date in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()


def iso_week(day: datetime.date) -> str:
    """The ISO week of a day, all that a response keeps of its time: '2026-W47'."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> datetime.date:
    """The first day of an ISO week such as '2026-W47'."""
    return datetime.datetime.strptime(f"{week}-1 +0000", "%G-W%V-%u %z").date()
