"""What a reviewer decided about an answer: kept apart, and stronger than any later reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.openanswers.answer import OpenAnswer, analyse_answer
from analysis.openanswers.personal.identifiers import KINDS, Identifier
from analysis.openanswers.verdict import CLASSES
from analysis.openanswers.words.language import DUTCH, LANGUAGES
from analysis.openanswers.words.wordlists import themes


class UnknownValue(ValueError):
    """Raised when a correction names a label, theme, language or kind that does not exist."""


@dataclass(frozen=True)
class Correction:
    """The decision of a reviewer; a field that is None was not decided.

    `label` one of `CLASSES`, `themes` the complete list of codes (empty: none), `language` a code
    of ours, `identifiers` the complete list of personal data (empty: none).
    """

    label: str | None = None
    themes: tuple[str, ...] | None = None
    language: str | None = None
    identifiers: tuple[Identifier, ...] | None = None

    def __post_init__(self) -> None:
        for name, allowed in _ALLOWED.items():
            if unknown := set(_values(getattr(self, name))) - allowed():
                raise UnknownValue(f"{name}: {sorted(unknown)}")


def _values(decided: Any) -> tuple[str, ...]:
    if decided is None or isinstance(decided, str):
        return (decided,) if decided else ()
    return tuple(item.kind if isinstance(item, Identifier) else item for item in decided)


_ALLOWED: Mapping[str, Callable[[], set[str]]] = {
    "label": lambda: set(CLASSES),
    "themes": lambda: {theme.code for theme in themes()},
    "language": lambda: set(LANGUAGES),
    "identifiers": lambda: set(KINDS),
}


def apply_correction(answer: OpenAnswer, correction: Correction) -> OpenAnswer:
    """Return `answer` with everything the reviewer decided put in its place.

    A decided label has confidence 1, no polarity and no deciding words: it rests on a person. An
    answer that turns out not to be Dutch loses its label and themes unless they were decided too.
    Applying the same correction twice, or to a newer reading of the same text, changes nothing.

    Example:
        >>> read = analyse_answer("Nou, lekker dan")
        >>> apply_correction(read, Correction(label="negatief")).label
        'negatief'

    """
    if correction.language not in (None, DUTCH, answer.language):
        answer = replace(answer, **_NO_READING)
    decided = {name: setter for name, setter in _SETTERS.items() if _is_decided(correction, name)}
    for name, setter in decided.items():
        answer = replace(answer, **setter(getattr(correction, name)))
    kept = tuple(name for name in _SETTERS if name in decided or name in answer.corrected)
    return replace(answer, corrected=kept)


def read_again(text: str, correction: Correction, expected: str = DUTCH) -> OpenAnswer:
    """Return a fresh reading of `text` in which everything the reviewer decided stands.

    Example:
        >>> read_again("Prima", Correction(themes=("informatie",))).themes
        ('informatie',)

    """
    return apply_correction(analyse_answer(text, expected, correction.language), correction)


def _is_decided(correction: Correction, name: str) -> bool:
    return getattr(correction, name) is not None


_NO_READING: Mapping[str, Any] = {
    "polarity": None,
    "label": None,
    "confidence": None,
    "deciding_words": (),
    "themes": (),
    "theme_words": (),
}
_SETTERS: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    "language": lambda code: {"language": code},
    "label": lambda label: {
        "label": label,
        "confidence": 1.0,
        "polarity": None,
        "deciding_words": (),
    },
    "themes": lambda codes: {"themes": codes, "theme_words": ()},
    "identifiers": lambda found: {"identifiers": found},
}
