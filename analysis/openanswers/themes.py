"""Which themes an answer is about, by the Dutch keyword file."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.openanswers.clauses import read_tokens
from analysis.openanswers.patterns import match_at
from analysis.openanswers.tokens import Token
from analysis.openanswers.wordlists import Theme, themes


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
    words = [token for token in read_tokens(text) if token.kind == "word"]
    found = (_find(theme, words) for theme in themes())
    return tuple(theme for theme in found if theme)


def _find(theme: Theme, words: Sequence[Token]) -> ThemeFound | None:
    forms = [word.form for word in words]
    hits = [
        (at, end)
        for at in range(len(forms))
        for pattern in theme.patterns
        if (end := match_at(pattern, forms, at)) is not None
    ]
    if not hits:
        return None
    texts = (" ".join(word.text for word in words[at:end]) for at, end in hits)
    first, end = hits[0]
    return ThemeFound(
        theme.code, tuple(dict.fromkeys(texts)), words[first].start, words[end - 1].end
    )
