"""Days and numbers as staff read them."""

import datetime

from babel.dates import format_date

from survey_app.clock import AMSTERDAM


def day_words(day: datetime.date) -> str:
    """'23 november'."""
    return format_date(day, "d MMMM", locale="nl")


def period_words(first: datetime.date, last: datetime.date) -> str:
    """'1 november tot en met 15 december 2026'; both years when they differ."""
    begin = day_words(first) if first.year == last.year else f"{day_words(first)} {first.year}"
    return f"{begin} tot en met {day_words(last)} {last.year}"


def moment_words(moment: datetime.datetime) -> str:
    """'23 november 2026 om 14:30', on the clock here."""
    local = moment.astimezone(AMSTERDAM)
    return f"{day_words(local.date())} {local.year} om {local:%H:%M}"


def number_words(number: int) -> str:
    """1200 as '1.200'."""
    return f"{number:,}".replace(",", ".")


def people_words(number: int) -> str:
    """'1 persoon', '1.200 mensen'."""
    return "1 persoon" if number == 1 else f"{number_words(number)} mensen"
