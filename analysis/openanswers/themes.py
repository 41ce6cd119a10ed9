"""Which themes an answer is about: the Dutch keyword file, weighed with what was learned.

A keyword may mislead ("snel" in "snel boos") and a theme may be told without one; the weights of
`geleerd_themas.toml` say how far each keyword theme is to be trusted and what other words add.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.openanswers.learning.learned import chances_of_each, read_weights
from analysis.openanswers.words.clauses import read_tokens
from analysis.openanswers.words.patterns import match_at
from analysis.openanswers.words.stems import stem, stems
from analysis.openanswers.words.tokens import Token
from analysis.openanswers.words.wordlists import Theme, themes

# The chance a theme must have; chosen in cross-validation for precision before recall.
THEME_THRESHOLD = 0.5
# Without a keyword the theme shows at most this many of the words that pulled most.
WORDS_SHOWN = 3


@dataclass(frozen=True)
class ThemeFound:
    """A theme with the words that pointed to it: `start`/`end` in characters of the first."""

    code: str
    words: tuple[str, ...]
    start: int
    end: int


def find_themes(text: str) -> tuple[ThemeFound, ...]:
    """Return the themes of a Dutch answer in the order of the keyword file.

    Example:
        >>> [theme.code for theme in find_themes("De brief is moeilijk en ik moet lang wachten")]
        ['informatie', 'wachttijd']

    """
    words = tuple(token for token in read_tokens(text) if token.kind == "word")
    weights = read_weights("geleerd_themas")
    hits = {theme.code: _hits(theme, words) for theme in themes()}
    chances = chances_of_each(weights.scores(_features(words, hits)))
    likely = dict(zip(weights.outcomes, chances.tolist(), strict=True))
    return tuple(
        _shown(theme.code, words, hits[theme.code] or _learned_places(theme.code, words))
        for theme in themes()
        if words and likely[theme.code] >= THEME_THRESHOLD
    )


def theme_features(text: str) -> Mapping[str, float]:
    """Return what the learned weights look at: stems, and between brackets the keyword themes.

    Example:
        >>> theme_features("De brief")["[informatie]"]
        1.0

    """
    words = tuple(token for token in read_tokens(text) if token.kind == "word")
    return _features(words, {theme.code: _hits(theme, words) for theme in themes()})


def _features(
    words: tuple[Token, ...], hits: Mapping[str, Sequence[tuple[int, int]]]
) -> Mapping[str, float]:
    listed = {f"[{code}]": 1.0 for code, places in hits.items() if places}
    return dict.fromkeys(stems(words), 1.0) | listed


def _hits(theme: Theme, words: Sequence[Token]) -> list[tuple[int, int]]:
    forms = [word.form for word in words]
    return [
        (at, end)
        for at in range(len(forms))
        for pattern in theme.patterns
        if (end := match_at(pattern, forms, at)) is not None
    ]


def _learned_places(code: str, words: Sequence[Token]) -> list[tuple[int, int]]:
    weights = read_weights("geleerd_themas")
    outcome = weights.outcomes.index(code)
    pulls = {
        at: float(row[outcome])
        for at, word in enumerate(words)
        if (row := weights.weights.get(stem(word.form))) is not None and row[outcome] > 0
    }
    strongest = sorted(pulls, key=lambda at: -pulls[at])[:WORDS_SHOWN]
    return [(at, at + 1) for at in sorted(strongest)] or [(0, len(words))]


def _shown(code: str, words: Sequence[Token], places: Sequence[tuple[int, int]]) -> ThemeFound:
    texts = (" ".join(word.text for word in words[at:end]) for at, end in places)
    first, end = places[0]
    return ThemeFound(code, tuple(dict.fromkeys(texts)), words[first].start, words[end - 1].end)
