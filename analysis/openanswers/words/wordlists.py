"""The Dutch word lists beside this file, read once and turned into records."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.openanswers.words.patterns import Pattern, compile_pattern
from analysis.openanswers.words.tokens import fold

_HERE = Path(__file__).parent.parent
# A piece in a shape of `persoonsgegevens.toml`, and those that every language writes its own way.
_PIECE = re.compile(r"\{([a-z_]+)\}")
_OURS = {"w": r"\w", "letter": r"[^\W\d_]", "begin": r"(?<!\w)", "einde": r"(?!\w)"}
_VALUES = {
    "zeer_positief": 0.8,
    "positief": 0.5,
    "licht_positief": 0.25,
    "licht_negatief": -0.3,
    "negatief": -0.5,
    "zeer_negatief": -0.8,
    "neutraal": 0.0,
}


@dataclass(frozen=True)
class Words:
    """A set of words and stems: `exact` words and `stems` (the part before the star)."""

    exact: frozenset[str]
    stems: frozenset[str]

    def __contains__(self, form: str) -> bool:
        return form in self.exact or any(form[:n] in self.stems for n in range(len(form), 1, -1))


@dataclass(frozen=True)
class Valued:
    """A pattern with its value from -1 (negative) to 1 (positive); `verb` as in the word list."""

    pattern: Pattern
    value: float
    verb: bool


@dataclass(frozen=True)
class FeelingWords:
    """Everything `gevoelswoorden.toml` says, ready for use.

    `words` and `phrases` carry values in [-1, 1]; the other fields are the word groups of the file
    under their English name.
    """

    words: tuple[Valued, ...]
    phrases: tuple[Valued, ...]
    no_feeling: Words
    negators: frozenset[str]
    complaints: frozenset[str]
    wanted: frozenset[str]
    stronger: frozenset[str]
    weaker: frozenset[str]
    contrast: frozenset[str]
    wish: tuple[Pattern, ...]
    wish_opening: tuple[Pattern, ...]
    report: frozenset[str]
    judging: frozenset[str]
    emoji: Mapping[str, float]


@dataclass(frozen=True)
class Turns:
    """What signals that a judging word is not the writer's own, of now, or meant as it stands."""

    hearsay: tuple[Pattern, ...]
    others: tuple[Pattern, ...]
    then: tuple[Pattern, ...]
    now: tuple[Pattern, ...]
    irony: tuple[Pattern, ...]
    sour: tuple[Pattern, ...]


@dataclass(frozen=True)
class Theme:
    """A theme of `themawoorden.toml`: its code, a Dutch explanation and its patterns."""

    code: str
    explanation: str
    patterns: tuple[Pattern, ...]


def _read(name: str) -> dict[str, Any]:
    with (_HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _words(sources: Iterable[str]) -> Words:
    folded = [fold(source) for source in sources]
    return Words(
        frozenset(word for word in folded if not word.endswith("*")),
        frozenset(word[:-1] for word in folded if word.endswith("*")),
    )


def _valued(groups: Mapping[str, Iterable[str]], verb: bool = False) -> list[Valued]:
    return [
        Valued(compile_pattern(source), _VALUES[group], verb)
        for group, sources in groups.items()
        for source in sources
    ]


@cache
def feeling_words() -> FeelingWords:
    """Return the feeling words of `gevoelswoorden.toml`.

    Raises ValueError or KeyError when the file holds a pattern or group that does not exist.

    Example:
        >>> feeling_words().emoji["👎"]
        -0.5

    """
    lists = _read("gevoelswoorden")
    fixed = {key: frozenset(lists["versterken"][key]) for key in ("meer", "minder")}
    return FeelingWords(
        words=tuple(_valued(lists["werkwoorden"], verb=True) + _valued(lists["woorden"])),
        phrases=tuple(_valued(lists["uitdrukkingen"])),
        no_feeling=_words(lists["geen_gevoel"]["woorden"]),
        negators=frozenset(lists["omkeren"]["woorden"]),
        complaints=frozenset(lists["omkeren"]["klacht"]),
        wanted=frozenset(lists["omkeren"]["gewenst"]),
        stronger=fixed["meer"],
        weaker=fixed["minder"],
        contrast=frozenset(lists["tegenstelling"]["woorden"]),
        wish=tuple(compile_pattern(source) for source in lists["wens"]["overal"]),
        wish_opening=tuple(compile_pattern(source) for source in lists["wens"]["vooraan"]),
        report=frozenset(lists["wens"]["verslag"]),
        judging=frozenset(lists["wens"]["oordeel"]),
        emoji={sign: _VALUES[group] for group, signs in lists["emoji"].items() for sign in signs},
    )


@cache
def turns() -> Turns:
    """Return the turns of `gevoelswoorden.toml`; raises as `feeling_words`.

    Example:
        >>> any(pattern.source == "vroeger" for pattern in turns().then)
        True

    """
    lists = _read("gevoelswoorden")["wending"]
    names = ("volgens_anderen", "van_anderen", "toen", "nu", "ironie", "zuur")
    return Turns(*(tuple(compile_pattern(source) for source in lists[name]) for name in names))


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes of `themawoorden.toml` in the order of the file.

    Example:
        >>> [theme.code for theme in themes()][:2]
        ['bejegening', 'maatwerk']

    """
    return tuple(
        Theme(code, entry["uitleg"], tuple(compile_pattern(word) for word in entry["woorden"]))
        for code, entry in _read("themawoorden").items()
    )


@cache
def known_misspellings() -> Mapping[str, str]:
    """Return the misspellings of `schrijffouten.toml` with the word that was meant.

    Example:
        >>> known_misspellings()["goet"]
        'goed'

    """
    return {fold(wrong): right for wrong, right in _read("schrijffouten")["woorden"].items()}


@dataclass(frozen=True)
class NameRules:
    """Everything `naamregels.toml` says: folded words, and `health` as words and stems."""

    titles: frozenset[str]
    particles: frozenset[str]
    no_name: frozenset[str]
    companies: Words
    places: frozenset[str]
    health: Words


@cache
def shapes() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of `persoonsgegevens.toml` by name.

    Example:
        >>> bool(shapes()["postcode"].search("2741 AB 12"))
        True

    """
    source = _read("persoonsgegevens")
    return {
        one["naam"]: re.compile(
            _written(one["vorm"], source["stukken"]),
            re.NOFLAG if one.get("hoofdletters_tellen") else re.IGNORECASE,
        )
        for one in source["vormen"]
    }


def _written(shape: str, pieces: Mapping[str, str]) -> str:
    return _PIECE.sub(lambda m: _OURS.get(m[1]) or _written(pieces[m[1]], pieces), shape)


@cache
def name_rules() -> NameRules:
    """Return the rules for names, places and health of `naamregels.toml`.

    Example:
        >>> "mevrouw" in name_rules().titles, "medicijnen" in name_rules().health
        (True, True)

    """
    lists = _read("naamregels")
    return NameRules(
        titles=frozenset(fold(word) for word in lists["aanspreekwoorden"]),
        particles=frozenset(fold(word) for word in lists["tussenvoegsels"]),
        no_name=frozenset(fold(word) for word in lists["geen_naam"]),
        companies=_words(lists["bedrijfswoorden"]),
        places=frozenset(fold(word) for word in lists["plaatsen"]),
        health=_words(lists["gezondheid"]),
    )
