"""Personal data in an answer, marked before anyone reads it.

Patterned data (a citizen service number, an account, a phone number, ...) is checked with the
test that belongs to it; names, places and health are probable. Where two finds overlap, the kind
that comes first in `KINDS` stays.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

from analysis.openanswers.names import NameFinder, find_names
from analysis.openanswers.tokens import Span, tokens
from analysis.openanswers.wordlists import name_rules

_COUNTRY = "NL"
_BSN = re.compile(r"(?<![\d.,-])\d(?:[ .-]?\d){7,8}(?![\d]|[.,-]\d)")
# After the word itself nine digits are marked even when a slip makes them fail the test.
_BSN_NAMED = re.compile(
    r"(?:bsn|sofi|burgerservice)\w*[\s:=-]*(?:(?:nummer|nr|is)[\s.:=]*)*"
    r"(\d(?:[ .-]?\d){6,9})(?!\d)",
    re.I,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){10,30}", re.I)
_MAIL = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_MAIL_IN_WORDS = re.compile(
    r"[\w.+-]+ (?:at|apenstaart(?:je)?|\(at\)|\[at\]) [\w-]+ (?:punt|dot) [a-z]{2,}\b", re.I
)
# A number that the numbering plan does not know may be a slip of the pen.
_PHONE_LIKE = re.compile(r"(?<![\w.,])(?:\+31|0031|0)[ -]?[1-9](?:[ -]?\d){6,8}(?!\d)")
_HOUSE = (
    r"(?:[ ,]*(?:nr\.?|no\.?|huisnummer|nummer)?[ ]*\d{1,5}(?:[ -]?[a-zA-Z]\b|-\d+)?(?![\d.,]?\d))?"
)
_POSTCODE = re.compile(
    r"\b[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2}| [a-z]{2}(?= ?(?:nr|no|\d)))\b" + _HOUSE
)
_STREET = re.compile(
    r"\b[^\W\d_]{3,}(?:straat|laan|weg|plein|dijk|kade|singel|gracht|hof|pad|dreef|steeg|plantsoen"
    r"|markt|park|erf|haven|wal|veld|akker)\s+(?:nr\.?\s*)?\d{1,4}(?:\s?[a-z]\b)?",
    re.I,
)
_MONTHS = "jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec"
_DATE = re.compile(
    r"(?<![\d.,/-])(?:(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d{2}"
    r"|(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d{2}"
    r"|(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])[ .-]?(?:{_MONTHS})[a-z]*\.?[ -]?(?:19|20)\d{{2}})"
    r"(?![\d/]|[.,-]\d)",
    re.I,
)
_BIRTH_DAY = re.compile(
    r"(?:geboren|geb\.?|jarig|verjaar\w*)\W+(?:\w+\W+){0,3}?"
    rf"(\d{{1,2}}[ -/](?:\d{{1,2}}\b|(?:{_MONTHS})[a-z]*))",
    re.I,
)


@dataclass(frozen=True)
class Identifier:
    """Personal data: `kind` (one of `KINDS`), `start`/`end` in characters, `text` as is."""

    kind: str
    start: int
    end: int
    text: str


def _bsns(text: str) -> Iterator[Span]:
    for match in _BSN.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", match.group())):
            yield Span(*match.span())
    yield from (Span(*match.span(1)) for match in _BSN_NAMED.finditer(text))


def _ibans(text: str) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        # The pattern may run on into the next words: the longest piece that passes is the account.
        ends = range(match.end(), match.start() + 14, -1)
        passing = (end for end in ends if _is_iban(text, match.start(), end))
        if (end := next(passing, None)) is not None:
            yield Span(match.start(), end)


def _is_iban(text: str, start: int, end: int) -> bool:
    whole = not text[end : end + 1].isalnum() and text[end - 1].isalnum()
    return whole and iban.is_valid(re.sub(r"[ .-]", "", text[start:end]))


def _mails(text: str) -> Iterator[Span]:
    for pattern in (_MAIL, _MAIL_IN_WORDS):
        yield from (Span(*match.span()) for match in pattern.finditer(text))


def _phones(text: str) -> Iterator[Span]:
    for match in phonenumbers.PhoneNumberMatcher(text, _COUNTRY):
        yield Span(match.start, match.end)
    yield from (Span(*match.span()) for match in _PHONE_LIKE.finditer(text))


def _addresses(text: str) -> Iterator[Span]:
    for pattern in (_POSTCODE, _STREET):
        yield from (Span(*match.span()) for match in pattern.finditer(text))


def _birth_dates(text: str) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in _DATE.finditer(text))
    yield from (Span(*match.span(1)) for match in _BIRTH_DAY.finditer(text))


def _places(text: str) -> Iterator[Span]:
    for place in name_rules().places:
        if " " in place:
            found = re.finditer(rf"\b{re.escape(place)}\b", text, re.I)
            yield from (Span(*match.span()) for match in found)
    yield from (Span(t.start, t.end) for t in tokens(text) if t.form in name_rules().places)


def _health(text: str) -> Iterator[Span]:
    yield from (Span(t.start, t.end) for t in tokens(text) if t.form in name_rules().health)


FINDERS: Mapping[str, Callable[[str], Iterator[Span]]] = {
    "e-mail": _mails,
    "iban": _ibans,
    # Before phone numbers: the numbering plan takes 01-02-1985 for a number.
    "geboortedatum": _birth_dates,
    "telefoon": _phones,
    "bsn": _bsns,
    "adres": _addresses,
    "plaats": _places,
    "gezondheid": _health,
}
NAME = "naam"
KINDS = (*FINDERS, NAME)


def find_identifiers(
    text: str, name_finders: Collection[NameFinder] = ()
) -> tuple[Identifier, ...]:
    """Return the personal data in `text`, in reading order and without overlaps.

    `name_finders` are extra finders of names beside our own rule; each takes the text and returns
    stretches. Every full date counts as a date of birth. Never raises on any text.

    Example:
        >>> [(i.kind, i.text) for i in find_identifiers("Bel 06-12345678, vraag naar Oksana")]
        [('telefoon', '06-12345678'), ('naam', 'Oksana')]

    """
    found: list[Identifier] = []
    for kind, finder in FINDERS.items():
        _add(found, kind, finder(text), text)
    names = [span for finder in (find_names, *name_finders) for span in finder(text)]
    _add(found, NAME, _joined(names), text)
    return tuple(sorted(found, key=lambda identifier: identifier.start))


def _joined(spans: Collection[Span]) -> Iterator[Span]:
    """Join stretches that overlap: two finders may each see a part of one name."""
    start = end = -1
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < end:
            end = max(end, span.end)
            continue
        if end > start:
            yield Span(start, end)
        start, end = span.start, span.end
    if end > start:
        yield Span(start, end)


def _add(found: list[Identifier], kind: str, spans: Iterator[Span], text: str) -> None:
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in found):
            found.append(Identifier(kind, span.start, span.end, text[span.start : span.end]))


def mask(
    text: str, identifiers: Collection[Identifier] | None = None, kinds: Collection[str] = KINDS
) -> str:
    """Return `text` with its personal data replaced by the kind between square brackets.

    `identifiers` are the finds to cover (a reviewer may have added some); without them they are
    looked for here. `kinds` limits the covering. Raises ValueError for an unknown kind.

    Example:
        >>> mask("Mail sam@voorbeeld.nl, na 5 uur")
        'Mail [e-mail], na 5 uur'

    """
    if unknown := set(kinds) - set(KINDS):
        raise ValueError(f"no such kind of personal data: {sorted(unknown)}")
    chosen = find_identifiers(text) if identifiers is None else identifiers
    for found in sorted(chosen, key=lambda identifier: identifier.start, reverse=True):
        if found.kind in kinds:
            text = f"{text[: found.start]}[{found.kind}]{text[found.end :]}"
    return text
