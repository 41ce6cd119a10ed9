"""Full dates in an answer: every one counts as a date of birth.

A day and a month alone count only behind a word as "geboren"; a year alone never does.
"""

import re
from collections.abc import Iterator

from analysis.openanswers.words.tokens import Span

_MONTH = (
    r"(?:jan|feb|mrt|maart|march|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"  # nl, en
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d{2}"
# "3 mei 84" is a date, "3 mei 10 uur" is not: a short year without an apostrophe is 1930-1999.
_SHORT_YEAR = r"(?:' ?\d{2}|’ ?\d{2}|[3-9]\d(?! ?(?:uur|min|euro|keer|dagen|mensen|%|:)))"
_DAY_IN_WORDS = (
    r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien"
    r"|(?:vijf|zes|zeven|acht|negen)tien|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
    r"(?:en|ën))?twintig|(?:eenen)?dertig)"
)
_SHAPES = (
    rf"{_DAY}(?P<gap> ?[-/.] ?){_MONTH_NUMBER}(?P=gap)(?:['’]|19|20)?\d{{2}}",
    rf"{_DAY} {_MONTH_NUMBER} {_YEAR}",
    rf"{_YEAR}(?P<turned>[-/.]){_MONTH_NUMBER}(?P=turned){_DAY}",
    r"(?:19\d{2}|20[0-2]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    rf"{_DAY}(?:e|ste|de)?[ ./-]{{0,2}}{_MONTH}[ /-]{{0,2}}(?:{_YEAR}|{_SHORT_YEAR})",
    rf"\b{_DAY_IN_WORDS} {_MONTH} {_YEAR}",
    rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
)
_DATE = re.compile(rf"(?<![\d.,/-])(?:{'|'.join(_SHAPES)})(?![\d/]|[.,-]\d)", re.I)
_BIRTH_DAY = re.compile(
    r"(?:geboren|geb\.?|geboorte\w*|jarig|verjaar\w*)\W+(?:\w+\W+){0,3}?"
    rf"(\d{{1,2}}(?:e|ste|de)?[ -/](?:\d{{1,2}}\b|{_MONTH}(?: {_SHORT_YEAR}| ?\d{{2}}\b)?))",
    re.I,
)


def birth_dates(text: str) -> Iterator[Span]:
    """Yield the stretches of `text` that may be a date of birth. Never raises.

    Example:
        >>> [text[s.start : s.end] for text in ["Op 3 mei '84 in Gouda"] for s in birth_dates(text)]
        ["3 mei '84"]

    """
    yield from (Span(*match.span()) for match in _DATE.finditer(text))
    yield from (Span(*match.span(1)) for match in _BIRTH_DAY.finditer(text))
