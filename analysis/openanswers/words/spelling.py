"""Reading through misspellings: which word of our lists was meant."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from wordfreq import zipf_frequency

from analysis.openanswers.words.lexicon import dutch_words, feelings
from analysis.openanswers.words.patterns import GAP
from analysis.openanswers.words.wordlists import feeling_words, known_misspellings, themes

SHORTEST = 5
# Zipf 3 is once in a million words: more often than that, it is a word and not a slip.
COMMON_ZIPF = 3.0
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DOUBLE = re.compile(r"(\w)\1")


@cache
def vocabulary() -> frozenset[str]:
    """Return the words worth recognising: feeling and theme words without stars or gaps.

    Example:
        >>> "vriendelijk" in vocabulary()
        True

    """
    patterns = [entry.pattern for entry in (*feeling_words().words, *feeling_words().phrases)]
    patterns += [pattern for theme in themes() for pattern in theme.patterns]
    parts = (choice for p in patterns for part in p.parts for choice in part.split("|"))
    listed = {part.strip("*") for part in parts if part != GAP and len(part) >= SHORTEST}
    strong = {word for word, feeling in feelings().items() if abs(feeling.polarity) >= 0.3}
    return frozenset(listed | strong)


@lru_cache(maxsize=20_000)
def corrected(form: str) -> str:
    """Return the word that the folded `form` most likely stands for, or `form` itself.

    Known Dutch words stay as they are; others are changed only when the list of common errors has
    them or when exactly one word of our vocabulary differs by one letter (missing, extra, other
    or swapped) with the same first letter; of several, the most frequent one wins.

    Example:
        >>> corrected("goet"), corrected("vriendelijck"), corrected("fiets")
        ('goed', 'vriendelijk', 'fiets')

    """
    if form in known_misspellings():
        return known_misspellings()[form]
    if is_known(form):
        return form
    if _DOUBLE.sub(r"\1", form) in vocabulary():
        return _DOUBLE.sub(r"\1", form)
    if len(form) < SHORTEST:
        return form
    near = [word for word in _one_edit_away(form) if word in vocabulary() and word[0] == form[0]]
    return max(near, key=lambda word: zipf_frequency(word, "nl"), default=form)


@lru_cache(maxsize=20_000)
def is_known(form: str) -> bool:
    """Tell whether `form` is a Dutch word as far as we can know.

    Example:
        >>> is_known("gesprek"), is_known("gespreck")
        (True, False)

    """
    if form in dutch_words() or form in vocabulary():
        return True
    return zipf_frequency(form, "nl") >= COMMON_ZIPF


def _one_edit_away(word: str) -> Iterator[str]:
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    yield from (left + right[1:] for left, right in splits if right)
    yield from (left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1)
    yield from (left + c + right[1:] for left, right in splits if right for c in _LETTERS)
    yield from (left + c + right for left, right in splits for c in _LETTERS)
