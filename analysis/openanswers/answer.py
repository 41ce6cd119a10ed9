"""One open answer, read completely: the record that leaves this package."""

from dataclasses import dataclass

from analysis.openanswers.evidence import Evidence
from analysis.openanswers.personal.identifiers import Identifier, find_identifiers
from analysis.openanswers.themes import ThemeFound, find_themes
from analysis.openanswers.words.language import DUTCH, detect_language
from analysis.text import read_verdict


@dataclass(frozen=True)
class OpenAnswer:
    """What we read in an answer; the text itself is not kept here.

    `language`: code, one of ours. `polarity`: -1 to 1, `label`: "negatief", "gemengd", "neutraal",
    "positief" or "onzeker", `confidence`: 0 to 1; these three are None for another language than
    Dutch, or after a reviewer's decision that leaves them unknown. `deciding_words`: what the label
    rests on. `themes`: codes; `theme_words`: what they rest on. `identifiers`: personal data.
    `corrected`: the fields a reviewer decided.
    """

    language: str
    polarity: float | None
    label: str | None
    confidence: float | None
    deciding_words: tuple[Evidence, ...]
    themes: tuple[str, ...]
    theme_words: tuple[ThemeFound, ...]
    identifiers: tuple[Identifier, ...]
    corrected: tuple[str, ...] = ()


def analyse_answer(text: str, expected: str = DUTCH, language: str | None = None) -> OpenAnswer:
    """Return what can be read in one open answer.

    `expected` is the language of the questionnaire; `language` is the language of the answer when
    it is known for certain, for example from a reviewer. Only Dutch answers get a label and
    themes; personal data is looked for in every language. Raises ValueError for a language that is
    not ours.

    Example:
        >>> answer = analyse_answer("Mijn begeleider is aardig, maar ik moet te lang wachten.")
        >>> answer.label, answer.themes
        ('gemengd', ('bejegening', 'wachttijd'))

    """
    code = language or detect_language(text, expected).code
    identifiers = find_identifiers(text)
    if code != DUTCH:
        return OpenAnswer(code, None, None, None, (), (), (), identifiers)
    verdict = read_verdict(text)
    found = find_themes(text)
    return OpenAnswer(
        language=code,
        polarity=verdict.polarity,
        label=verdict.label,
        confidence=verdict.confidence,
        deciding_words=verdict.evidence,
        themes=tuple(theme.code for theme in found),
        theme_words=found,
        identifiers=identifiers,
    )
