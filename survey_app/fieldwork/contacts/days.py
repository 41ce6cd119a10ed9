"""Days as they stand in files and fields, whoever wrote them."""

import datetime
import re
from typing import NamedTuple

from babel.dates import get_month_names

from survey_app.errors import ShownReason

YEARS = range(2000, 2101)
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ][\d:.]+)?")
IN_WORDS = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})")


class DayRefused(ShownReason):
    """This is no day; says in Dutch how to write one."""


class _Parts(NamedTuple):
    year: str
    month: str
    day: str


def typed_day(text: str) -> datetime.date:
    """The day that somebody wrote. Raises DayRefused.

    >>> {typed_day(one).isoformat() for one in ("2026-11-02", "2-11-2026", "2 november 2026")}
    {'2026-11-02'}
    """
    parts = _parts(" ".join(text.casefold().split()))
    try:
        found = datetime.date(*map(int, parts)) if parts else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise DayRefused("is geen dag: schrijf 2-11-2026")
    return found


def _parts(plain: str) -> _Parts | None:
    if written := YEAR_FIRST.fullmatch(plain):
        return _Parts(*written.groups())
    if written := DAY_FIRST.fullmatch(plain):
        return _Parts(*reversed(written.groups()))
    if written := IN_WORDS.fullmatch(plain):
        day, name, year = written.groups()
        months = [
            one for one, words in get_month_names(locale="nl").items() if words[:3] == _short(name)
        ]
        return _Parts(year, str(months[0]), day) if months else None
    return None


def _short(name: str) -> str:
    return "maa" if name in ("mrt", "maart") else name[:3]
