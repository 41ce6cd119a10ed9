"""An answer cut into clauses: the stretches within which "niet" and "heel" have their effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.openanswers.words.spelling import corrected
from analysis.openanswers.words.tokens import Token, sentences, tokens
from analysis.openanswers.words.wordlists import feeling_words

_OPENERS = frozenset({"maar", "echter", "terwijl", "hoewel", "alhoewel", "ofschoon", "toch"})
_SCOPE_ENDS = frozenset({"en", "of", "omdat", "want", "dus", "waardoor", "zodat", "zonder"})


@dataclass(frozen=True)
class Clause:
    """The words and emoji of one clause, with corrected forms; `contrast` when it turns about.

    `sentence` counts from 0.
    """

    tokens: tuple[Token, ...]
    sentence: int
    contrast: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of the tokens, for the word lists."""
        return tuple(token.form for token in self.tokens)


def read_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text` with the forms of misspelled words corrected.

    Example:
        >>> [token.form for token in read_tokens("sleght geregelt")]
        ['slecht', 'geregeld']

    """
    return tuple(
        replace(token, form=corrected(token.form)) if token.kind == "word" else token
        for token in tokens(text)
    )


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of `text`: cut at punctuation and at words that turn or give a reason.

    Example:
        >>> [c.forms for c in clauses("Les goed, maar te lang")]
        [('les', 'goed'), ('maar', 'te', 'lang')]

    """
    found: list[Clause] = []
    for number, span in enumerate(sentences(text)):
        inside = read_tokens(text[span.start : span.end])
        moved = [replace(t, start=t.start + span.start, end=t.end + span.start) for t in inside]
        found.extend(_clause(piece, number) for piece in _pieces(moved))
    return tuple(found)


def _clause(piece: Sequence[Token], sentence: int) -> Clause:
    contrast = any(token.form in feeling_words().contrast for token in piece)
    return Clause(tuple(piece), sentence, contrast)


def _pieces(sentence: Sequence[Token]) -> Iterator[list[Token]]:
    piece: list[Token] = []
    for token in sentence:
        if piece and (token.kind == "mark" or token.form in _OPENERS | _SCOPE_ENDS):
            yield piece
            piece = []
        if token.kind != "mark":
            piece.append(token)
    if piece:
        yield piece
