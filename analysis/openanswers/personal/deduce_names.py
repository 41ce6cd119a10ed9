"""The optional package deduce as one more finder of names (`pip install trajectspiegel[names]`).

It knows Dutch first names and surnames and finds "Piet" at the start of a sentence, which our own
rule does not; it misses many names of other origins, so it stands beside our rule, not instead.
Its first start builds look-up tables and takes minutes.
"""

from importlib import import_module
from typing import Any

from analysis.openanswers.personal.names import NameFinder
from analysis.openanswers.words.tokens import Span

_PERSON_TAGS = frozenset({"persoon", "patient"})


class DeduceMissing(RuntimeError):
    """Raised when the optional package deduce is not installed."""


def deduce_finder() -> NameFinder:
    """Return a finder of names for `find_identifiers(text, name_finders=[...])`.

    Loads deduce once, at this call. Raises DeduceMissing when it is not installed.
    """
    try:
        reader: Any = import_module("deduce").Deduce()
    except ModuleNotFoundError as missing:
        raise DeduceMissing("the optional package deduce is not installed") from missing

    def find(text: str) -> tuple[Span, ...]:
        found = reader.deidentify(text).annotations
        return tuple(Span(a.start_char, a.end_char) for a in found if a.tag in _PERSON_TAGS)

    return find
