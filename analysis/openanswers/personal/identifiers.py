"""Personal data in an answer, marked before anyone reads it.

Patterned data (a citizen service number, an account, a phone number, ...) is checked with the
test that belongs to it; names, places and health are probable. Where two finds overlap, the kind
that comes first in `KINDS` stays.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import category, digit

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

from analysis.openanswers.personal.dates import birth_dates
from analysis.openanswers.personal.names import NameFinder, find_names
from analysis.openanswers.words.tokens import Span, tokens
from analysis.openanswers.words.wordlists import name_rules, shapes

_COUNTRY = "NL"


@dataclass(frozen=True)
class Identifier:
    """Personal data: `kind` (one of `KINDS`), `start`/`end` in characters, `text` as is."""

    kind: str
    start: int
    end: int
    text: str


def _bsns(text: str) -> Iterator[Span]:
    for match in shapes()["bsn"].finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", match.group())):
            yield Span(*match.span())
    yield from (Span(*match.span(1)) for match in shapes()["bsn na het woord"].finditer(text))


def _ibans(text: str) -> Iterator[Span]:
    for match in shapes()["iban"].finditer(text):
        # The pattern may run on into the next words: the longest piece that passes is the account.
        ends = range(match.end(1), match.start() + 14, -1)
        passing = (end for end in ends if _is_iban(text, match.start(), end))
        if (end := next(passing, None)) is not None:
            yield Span(match.start(), end)


def _is_iban(text: str, start: int, end: int) -> bool:
    whole = not text[end : end + 1].isalnum() and text[end - 1].isalnum()
    return whole and iban.is_valid(re.sub(r"[\W_]", "", text[start:end]))


def _mails(text: str) -> Iterator[Span]:
    for name in ("e-mail", "e-mail in woorden"):
        yield from (Span(*match.span()) for match in shapes()[name].finditer(text))


def _phones(text: str) -> Iterator[Span]:
    for match in phonenumbers.PhoneNumberMatcher(text, _COUNTRY):
        # The matcher takes an opening bracket along that belongs to the sentence.
        written = match.raw_string
        opened = written.startswith("(") and written.count("(") > written.count(")")
        yield Span(match.start + opened, match.end)
    yield from (Span(*match.span()) for match in shapes()["telefoon"].finditer(text))


def _addresses(text: str) -> Iterator[Span]:
    for name in ("postcode", "straat"):
        yield from (Span(*match.span()) for match in shapes()[name].finditer(text))


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
    "geboortedatum": birth_dates,
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
    plain = _plain(text)
    for kind, finder in FINDERS.items():
        _add(found, kind, finder(plain), text)
    names = [span for finder in (find_names, *name_finders) for span in finder(text)]
    _add(found, NAME, _joined(names), text)
    return tuple(sorted(found, key=lambda identifier: identifier.start))


def _plain(text: str) -> str:
    """Return `text`, as long as it was, with plain digits, spaces and dashes.

    A number copied from a web page has spaces that do not break; an Arabic keyboard has its own
    digits.
    """
    return "".join(
        " "
        if letter.isspace() and letter != "\n"
        else "-"
        if category(letter) == "Pd"
        else str(digit(letter))
        if category(letter) == "Nd"
        else letter
        for letter in text
    )


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
