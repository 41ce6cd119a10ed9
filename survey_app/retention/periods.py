"""The days on which what is kept of a wave is wiped: from its close and the settings."""

import calendar
import datetime
from collections.abc import Callable, Mapping
from types import MappingProxyType

from survey_app.organisations.settings import OrganisationSettings

# People are left in peace for so long after a message, in whatever wave: who was written to when
# is kept until then.
PEACE_DAYS = 56


def plus_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last day of that month.

    >>> plus_months(datetime.date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def contacts_days(settings: OrganisationSettings) -> int:
    """So many days after the close people are known by name.

    As long as they are left in peace: who is brought in again would be a stranger before that.
    """
    return max(settings.retention_contacts_days, PEACE_DAYS)


Period = Callable[[OrganisationSettings, datetime.date], datetime.date]
# class -> the first day on which it is wiped, from the day on which the wave ended
DUE: Mapping[str, Period] = MappingProxyType(
    {
        "drafts": lambda now, end: end + datetime.timedelta(now.retention_drafts_days),
        "messages": lambda now, end: (
            end + datetime.timedelta(max(now.retention_messages_days, PEACE_DAYS))
        ),
        "contacts": lambda now, end: end + datetime.timedelta(contacts_days(now)),
        "interviews": lambda now, end: (
            end + datetime.timedelta(weeks=now.retention_interviews_weeks)
        ),
        "needs": lambda now, end: plus_months(end, now.retention_needs_months),
        "open_text": lambda now, end: plus_months(end, now.retention_open_text_months),
        "links": lambda now, end: plus_months(end, now.retention_links_months),
        "answers": lambda now, end: plus_months(end, now.retention_months),
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "drafts": "Begonnen en niet verstuurd",
        "messages": "Verstuurde berichten",
        "contacts": "Namen en adressen",
        "interviews": "Aanmeldingen voor een gesprek",
        "needs": "Halfjaarformulieren",
        "open_text": "Open antwoorden zoals geschreven",
        "links": "Koppelcodes",
        "answers": "Week bij antwoorden",
    }
)


def due_on(kind: str, settings: OrganisationSettings, ended_on: datetime.date) -> datetime.date:
    """The first day on which this class of a wave that ended then is wiped."""
    return DUE[kind](settings, ended_on)
