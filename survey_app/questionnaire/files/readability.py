"""How easy the Dutch texts read: an aid, not a verdict (method.md C.1: test with people)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from survey_app.questionnaire.definition import (
    SHARED_SCALES,
    Catalogue,
    Question,
    Questionnaire,
)
from survey_app.questionnaire.wording import sentences

# A word of more than 12 letters is long. 3.5 on the Zipf scale is once per 300,000 words.
LONG_WORD = 12
RARE_BELOW = 3.5
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_PLACE = re.compile(r"\{[^{}]*\}")

Frequency = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Readability:
    """What a reader of one question (text, explanation and its own answers) meets."""

    code: str
    questionnaire: str
    version: int
    party: str
    file: str
    line: int
    sentences: int
    words: int
    longest_sentence: int
    long_words: tuple[str, ...]
    rare_words: tuple[str, ...]

    @property
    def words_per_sentence(self) -> float:
        """The mean number of words in a sentence."""
        return self.words / self.sentences


def report(catalogue: Catalogue, frequency: Frequency) -> tuple[Readability, ...]:
    """Return one record per question of the newest version of every questionnaire.

    ``frequency`` gives the Zipf frequency of a lower-case Dutch word (0 = unknown; 3 = once per
    million words; 6 = once per thousand), so that this package needs no word list.
    """
    return tuple(
        _readability(one, question, frequency)
        for one in catalogue.newest()
        for question in one.questions
    )


def rare_words(texts: Iterable[str], frequency: Frequency) -> tuple[str, ...]:
    """Return the words that are rarer than ``RARE_BELOW``, in order, each once.

    >>> rare_words(["Wat is ontschotting?"], lambda word: 0.0 if word == "ontschotting" else 6.0)
    ('ontschotting',)
    """
    found = (word.lower() for word in _words(texts))
    return tuple(dict.fromkeys(word for word in found if frequency(word) < RARE_BELOW))


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(_PLACE.sub(" ", text))]


def _readability(home: Questionnaire, question: Question, frequency: Frequency) -> Readability:
    own = () if question.scale in SHARED_SCALES else tuple(o.text for o in question.options)
    texts = [question.text, question.text_with_goal, question.explanation, *own, *question.fields]
    lengths = [len(sentence.split()) for text in texts for sentence in sentences(text)]
    long = (word.lower() for word in _words(texts) if len(word) > LONG_WORD)
    return Readability(
        code=question.code,
        questionnaire=home.code,
        version=home.version,
        party=home.party,
        file=home.file,
        line=question.line,
        sentences=len(lengths),
        words=sum(lengths),
        longest_sentence=max(lengths),
        long_words=tuple(dict.fromkeys(long)),
        rare_words=rare_words(texts, frequency),
    )
