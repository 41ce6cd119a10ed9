"""Days and numbers as staff read them."""

import datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

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


def euro_words(amount: Decimal) -> str:
    """An amount as '1.032,96 euro'.

    >>> euro_words(Decimal("1032.955"))
    '1.032,96 euro'
    """
    return f"{format_decimal(amount, '#,##0.00', locale='nl')} euro"


def parts_words(parts: int, price: Decimal | None) -> str:
    """Parts of text messages, with what they cost together when their price is known.

    >>> parts_words(412, Decimal("0.08")), parts_words(1, None)
    ('412 delen × 0,08 = 32,96 euro', '1 deel')
    """
    said = "1 deel" if parts == 1 else f"{number_words(parts)} delen"
    if price is None:
        return said
    each = format_decimal(price, "0.00##", locale="nl")
    return f"{said} × {each} = {euro_words(parts * price)}"
