"""What personal data looks like, as light data that the server and the browser read alike.

The shapes stand in ``analysis/openanswers/persoonsgegevens.toml`` and the words around names in
``naamregels.toml`` beside it: the same rules with which open answers are reviewed later.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_PART = re.compile(r"\{([a-z_]+)\}")
# What Python and JavaScript write differently.
PYTHON = {
    "w": r"\w",
    "letter": r"[^\W\d_]",
    "begin": r"(?<!\w)",
    "einde": r"(?!\w)",
}
BROWSER = {
    "w": r"\p{L}\p{N}_",
    "letter": r"\p{L}",
    "begin": r"(?<![\p{L}\p{N}_])",
    "einde": r"(?![\p{L}\p{N}_])",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: what it finds (``kind``), its pattern and the test that a find must pass."""

    kind: str
    pattern: re.Pattern[str]
    check: str


@dataclass(frozen=True, slots=True)
class NameWords:
    """Folded words: ``cues`` come before a name, ``dotted`` ones with a full stop perhaps."""

    cues: frozenset[str]
    dotted: frozenset[str]
    particles: frozenset[str]
    companies: frozenset[str]
    no_name: frozenset[str]


@dataclass(frozen=True, slots=True)
class PersonalRules:
    """Every rule, compiled; ``for_browser`` is the same as plain data for JavaScript."""

    shapes: tuple[Shape, ...]
    iban_lengths: Mapping[str, int]
    names: NameWords
    for_browser: Mapping[str, Any]


def personal_rules(shapes: Mapping[str, Any], names: Mapping[str, Any]) -> PersonalRules:
    """The rules of the two files, as tables. Raises ``KeyError`` or ``re.error`` when wrong."""
    pieces, listed = shapes["stukken"], shapes["vormen"]
    words = _name_words(shapes["naam"], names)
    lengths = {
        country: int(length)
        for length, countries in shapes["iban_lengtes"].items()
        for country in countries.split()
    }
    browser = {
        "shapes": [
            [one["soort"], written(one["vorm"], pieces, BROWSER), _flags(one), one.get("toets", "")]
            for one in listed
        ],
        "ibanLengths": lengths,
        "names": {
            "cues": sorted(words.cues),
            "dotted": sorted(words.dotted),
            "particles": sorted(words.particles),
            "companies": sorted(words.companies),
            "noName": sorted(words.no_name),
        },
    }
    compiled = tuple(
        Shape(one["soort"], _compiled(one, pieces), one.get("toets", "")) for one in listed
    )
    return PersonalRules(compiled, lengths, words, browser)


def written(shape: str, pieces: Mapping[str, str], dialect: Mapping[str, str]) -> str:
    """A shape with its pieces filled in, for Python or for a browser.

    >>> written("{begin}{huis}", {"huis": "[{w}]"}, PYTHON)
    '(?<!\\\\w)[\\\\w]'
    """

    def filled(match: re.Match[str]) -> str:
        name = match.group(1)
        return dialect[name] if name in dialect else written(pieces[name], pieces, dialect)

    return _PART.sub(filled, shape)


def folded(word: str) -> str:
    """A word in lower case without accents, as the lists are compared.

    >>> folded("Geboren"), folded("Één")
    ('geboren', 'een')
    """
    plain = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] != "M")


def _name_words(own: Mapping[str, Any], names: Mapping[str, Any]) -> NameWords:
    return NameWords(
        cues=_folded([*names["aanspreekwoorden"], *own["inleidingen"]]),
        dotted=_folded(own["met_punt"]),
        particles=_folded(names["tussenvoegsels"]),
        companies=_folded(names["bedrijfswoorden"]),
        no_name=_folded([*names["geen_naam"], *names["plaatsen"]]),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for word in words)


def _flags(shape: Mapping[str, Any]) -> str:
    return "gu" if shape.get("hoofdletters_tellen") else "giu"


def _compiled(shape: Mapping[str, Any], pieces: Mapping[str, str]) -> re.Pattern[str]:
    flags = re.NOFLAG if shape.get("hoofdletters_tellen") else re.IGNORECASE
    return re.compile(written(shape["vorm"], pieces, PYTHON), flags)
