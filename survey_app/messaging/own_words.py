"""The free part of a message: plain text in which a few named places are filled in, nothing else.

Places come from a closed list and are replaced in one pass: what a name or an organisation
contains is never read as a place itself, and no expression is ever evaluated.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

LONGEST = 400  # with MOST_LINES, so that a letter stays on one page
MOST_LINES = 8
# as a fieldworker types it -> the fact that comes there
PLACES: Mapping[str, str] = MappingProxyType(
    {"naam": "name", "organisatie": "organisation", "hulp": "help", "tot": "until"}
)
_PLACE = re.compile(r"\{([^{}]*)\}")


def wrong_in(text: str) -> str:
    """What is wrong with a text, as one Dutch sentence; empty when nothing is.

    >>> wrong_in("Beste {naam}, bel {hulp}.")
    ''
    >>> wrong_in("Beste {voornaam}")
    'Wij kennen {voornaam} niet. U kunt gebruiken: {naam}, {organisatie}, {hulp}, {tot}.'
    """
    known = ", ".join(f"{{{place}}}" for place in PLACES)
    if len(text) > LONGEST:
        return f"De tekst is {len(text)} tekens lang. Gebruik er hoogstens {LONGEST}."
    if text.count("\n") >= MOST_LINES:
        return f"De tekst heeft te veel regels. Gebruik er hoogstens {MOST_LINES}."
    unknown = [place for place in _PLACE.findall(text) if place not in PLACES]
    if unknown:
        return f"Wij kennen {{{unknown[0]}}} niet. U kunt gebruiken: {known}."
    if set("{}") & set(_PLACE.sub("", text)):
        return f"Er staat een losse accolade in de tekst. U kunt gebruiken: {known}."
    if any(not one.isprintable() and one != "\n" for one in text):
        return "Er staan tekens in de tekst die niet te lezen zijn. Typ de tekst opnieuw."
    return ""


def tidy(text: str) -> str:
    """The text as it is kept: no spaces at the ends of lines, one empty line at most."""
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def filled_own_words(text: str, facts: Mapping[str, str]) -> str:
    """The text with each place replaced by its fact.

    >>> filled_own_words("Bel {hulp}.", {"help": "0182 {naam}"})
    'Bel 0182 {naam}.'
    """
    return _PLACE.sub(lambda found: facts[PLACES[found[1]]], text)
