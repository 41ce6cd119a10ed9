"""A sentence in two languages, and the words it may not use without evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CLAIMS = re.compile(
    r"\b(?:ge|op|af|toe)?(?:stij|steg|daal|dali|groei|verbeter|verslechter|zakt|zakken|klim|klom)\w*"
    r"|\b(?:toe|af|voor|achter)(?:name|uitgang|genomen)\b|\b(?:op|terug)(?:gelopen|loopt|liep)\b"
    r"|\b(?:neemt|nemen|nam|namen|loopt|lopen|liep|liepen) (?:\w+ ){0,2}(?:toe|af|op|terug)\b"
    r"|(?<!stap )\bomhoog\b|\b(?:omlaag|vooruit|achteruit|kloof|anders dan)\b"
    r"|\bverschil(?:len|t|de)?\b"
    r"|\b(?:hoge|lage|bete|slechte|gunstige|(?:on)?tevredene|positieve|negatieve|sterke|zwakke"
    r"|grote|kleine)re?\b"
    r"|\b(?:meer|minder|more|less|fewer) (?:\w+ ){0,2}(?:dan|than)\b|\b(?:trend|wijzigt)\b"
    r"|\b(?:increas|decreas|ris(?:e|es|ing)|rose|fell|fall|improv|wors|declin|differ|drop|grow|grew"
    r"|climb)\w*|\b(?:up|down)wards?\b|\b(?:goes|go|gone|went) (?:up|down)\b"
    r"|\b(?:higher|lower|better|greater|smaller|stronger|weaker|(?:more|less) favourable)\b",
    re.IGNORECASE,
)
# A denial reaches five words ahead, or stands close behind: not over a comma, "en" or "maar".
DENIED_AHEAD = re.compile(
    r"\b(?:geen|niet(?! alleen)|nooit|niets|no|not(?! only)|cannot|never|nothing)"
    r"(?: (?!(?:en|maar|want|dus|and|but|so)\b)[\w'-]+){0,5} $",
    re.IGNORECASE,
)
DENIED_BEHIND = re.compile(
    r"(?: (?!(?:en|maar|want|dus|and|but|so)\b)[\w'-]+){0,5}"
    r" (?:(?:niet|nooit)(?= (?:aangetoond|te|ge\w+|zeker|duidelijk)\b|\W*$)|not(?! only))\b",
    re.IGNORECASE,
)
ENDS = re.compile(r"(?<=[.!?])\s+")


class UnsupportedClaimError(ValueError):
    """Raised when a text states a rise, fall or difference that the figures do not support."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about, as it stands in the middle of a Dutch and an English sentence."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words for one result, bound to the version of the data it was made from."""

    nl: str
    en: str
    data_version: str

    def is_outdated(self, data_version: str) -> bool:
        """Tell whether the figures have changed since.

        >>> Sentence("Er zijn geen antwoorden.", "There are no answers.", "a1").is_outdated("b2")
        True
        """
        return self.data_version != data_version


def unsupported_claims(text: str) -> tuple[str, ...]:
    """Return the words that state a rise, fall or difference without denying it.

    "Geen" or "niet" (no, not) shortly before a claim or "niet" shortly after it denies it.

    >>> unsupported_claims("Het oordeel laat een stijging zien. Er is geen verschil aangetoond.")
    ('stijging',)
    """
    return tuple(
        match.group(0)
        for part in ENDS.split(text)
        for match in CLAIMS.finditer(part)
        if not _is_denied(part, match)
    )


def _is_denied(text: str, claim: re.Match[str]) -> bool:
    """Tell whether the words around a claim deny it."""
    return bool(
        DENIED_AHEAD.search(text, 0, claim.start()) or DENIED_BEHIND.match(text, claim.end())
    )


def supported_text(text: str, supported: bool) -> str:
    """Return `text`, or raise UnsupportedClaimError when it claims what is not supported.

    Meant for sentences of this package and for sentences that people write next to a figure.

    >>> supported_text("Er is een verschil tussen de gemeente en de cliënten.", supported=False)
    Traceback (most recent call last):
        ...
    analysis.sentences.words.UnsupportedClaimError: not supported by the figures: verschil
    """
    found = () if supported else unsupported_claims(text)
    if found:
        raise UnsupportedClaimError(f"not supported by the figures: {', '.join(found)}")
    return text


def sentence(nl: str, en: str, data_version: str, *, supported: bool) -> Sentence:
    """Return the checked sentence in both languages.

    >>> sentence("De cijfers zijn gelijk.", "Equal figures.", "a1", supported=False).nl
    'De cijfers zijn gelijk.'
    """
    return Sentence(supported_text(nl, supported), supported_text(en, supported), data_version)


def capital(text: str) -> str:
    """Return `text` with a capital first letter.

    >>> capital("de gemeente")
    'De gemeente'
    """
    return text[:1].upper() + text[1:]


def decimal(value: float, places: int = 1) -> str:
    """Return an English number, rounded half up at output only.

    >>> decimal(6.25)
    '6.3'
    """
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(repr(value)).quantize(step, ROUND_HALF_UP)
    return str(rounded if rounded else abs(rounded))


def komma(value: float, places: int = 1) -> str:
    """Return a Dutch number, rounded half up at output only.

    >>> komma(-0.875)
    '-0,9'
    """
    return decimal(value, places).replace(".", ",")


def percent(share: float) -> str:
    """Return a share (0-1) as a whole percentage.

    >>> percent(0.645)
    '65'
    """
    return decimal(float(Decimal(repr(share)) * 100), 0)
