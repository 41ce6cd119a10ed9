"""Words, emoji and sentences of a short Dutch text, without any corpus."""

import re
import unicodedata
from dataclasses import dataclass

_EMOJI = "[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55][\ufe0f\U0001f3fb-\U0001f3ff]*"
_SMILEY = r"[:;=]-?[)(DP/|](?!\w)"
_WORD = r"[^\W_]+(?:['’.\-][^\W_]+)*"
_TOKEN = re.compile(f"(?P<emoji>{_EMOJI}|{_SMILEY})|(?P<word>{_WORD})|(?P<mark>[^\\w\\s])")
_SENTENCE_END = re.compile(r"(?:[.!?…]+[\"'’)]*(?=\s|$))|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?i:bv|bijv|mevr|mw|dhr|drs|dr|mr|ir|ing|nr|tel|enz|etc|evt|incl|excl|ca|jl|geb|dat)"
    r"|\b[a-z](?:\.[a-z])+|\b[A-Z])\.$",
)
_LONG_RUN = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True)
class Token:
    """One word, emoji or punctuation mark.

    `text` as written, `start`/`end` in characters, `form` folded for look-up (lower case, no
    accents), `kind` one of "word", "emoji", "mark".
    """

    text: str
    start: int
    end: int
    form: str
    kind: str


@dataclass(frozen=True)
class Span:
    """A stretch of a text: `start` up to but not including `end`, in characters."""

    start: int
    end: int


def fold(word: str) -> str:
    """Return `word` in the form the word lists use: lower case, no accents, no stretched letters.

    Example:
        >>> fold("Éénnnn"), fold("Sóms"), fold("heeeel")
        ('eenn', 'soms', 'heel')

    """
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _LONG_RUN.sub(r"\1\1", letters)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words, emoji and punctuation marks of `text` in order.

    Never raises; an empty text gives an empty tuple.

    Example:
        >>> [token.form for token in tokens("Héél goed, morgen 👍")]
        ['heel', 'goed', ',', 'morgen', '👍']

    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        form = fold(match.group()) if kind == "word" else match.group().rstrip("\ufe0f")
        found.append(Token(match.group(), match.start(), match.end(), form, kind))
    return tuple(found)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` as stretches without surrounding white space.

    A full stop after a common Dutch abbreviation or an initial does not end a sentence; a small
    letter after a full stop does not prevent one, because many writers use no capitals.

    Example:
        >>> text = "Goed. maar traag! Bel b.v. mevr. X."
        >>> [text[s.start : s.end] for s in sentences(text)]
        ['Goed.', 'maar traag!', 'Bel b.v. mevr. X.']

    """
    found = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        shortened = match.group() == "." and _ABBREVIATION.search(text[start : match.end()])
        if shortened and match.end() < len(text):
            continue
        found.append(_trimmed(text, start, match.end()))
        start = match.end()
    found.append(_trimmed(text, start, len(text)))
    return tuple(span for span in found if span.start < span.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
