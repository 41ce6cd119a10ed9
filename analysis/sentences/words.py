"""A sentence in two languages, and the words it may not use without evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CLAIMS = re.compile(
    r"\b(?:ge|op|af|toe)?(?:stij|steg|daal|dali|groei|verbeter|verslechter)\w*"
    r"|\b(?:toe|af|voor|achter)(?:name|uitgang|genomen)\b|\bnam(?:en)? (?:toe|af)\b"
    r"|\bverschil(?:len|t|de)?\b|\b(?:hoge|lage|bete|slechte|gunstige)re?\b"
    r"|\b(?:meer|minder) dan\b|\b(?:trend|wijzigt)\b"
    r"|\b(?:increas|decreas|ris(?:e|es|ing)|rose|fell|fall|improv|wors|declin|differ)\w*"
    r"|\b(?:higher|lower|better|more favourable|less favourable)\b",
    re.IGNORECASE,
)
DENIALS = re.compile(r"\b(?:geen|niet|nooit|niets|no|not|cannot|never|nothing)\b", re.IGNORECASE)
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

    A sentence with "geen" or "niet" (no, not) denies; its claims are let through.

    >>> unsupported_claims("Het oordeel laat een stijging zien. Er is geen verschil aangetoond.")
    ('stijging',)
    """
    parts = [part for part in ENDS.split(text) if not DENIALS.search(part)]
    return tuple(match.group(0) for part in parts for match in CLAIMS.finditer(part))


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
