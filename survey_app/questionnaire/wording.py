"""Sentences of respondents' texts: how long they may be, and their easy forms.

An easy form is a shorter way to say an explanation, for people who chose easy reading; the
question itself is literal and never changes (method.md C.1). It stands beside its text: key
``check.explanation.easy`` beside ``check.explanation``, ``easy`` beside ``explanation``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from survey_app.operators.sentence import Sentence
from survey_app.questionnaire.definition import Question, Questionnaire

# Method.md C.1: at most 15 words in a sentence that a client reads; an easy sentence has ten.
MAX_WORDS = 15
MAX_EASY_WORDS = 10
EASY = ".easy"
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
_PLACE = re.compile(r"\{[^{}]*\}")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text.

    >>> sentences("Hoe ging het? Denk aan: vriendelijk en met respect.")
    ('Hoe ging het?', 'Denk aan: vriendelijk en met respect.')
    """
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if part)


def too_long(text: str, most: int = MAX_WORDS) -> str:
    """Return the first sentence of more words than this, or an empty text.

    >>> too_long("Kort genoeg.")
    ''
    >>> too_long("Kort. Net te lang.", most=2)
    'Net te lang.'
    """
    return next((one for one in sentences(text) if len(one.split()) > most), "")


def unfit_easy(normal: str, easy: str) -> str:
    """Return why a Dutch text cannot be the easy form of another; empty when it can.

    >>> unfit_easy("Bijvoorbeeld voor sport of zorg.", "Voor sport of zorg.")
    ''
    >>> unfit_easy("Kies 1.", "Kies er 1.")
    "the easy form is not shorter than 'Kies 1.'"
    """
    if not normal:
        return Sentence("an easy form of a text that is not there")
    if len(easy) >= len(normal):
        return Sentence("the easy form is not shorter than {normal!r}", normal=normal)
    if unknown := set(_PLACE.findall(easy)) - set(_PLACE.findall(normal)):
        return Sentence(
            "the easy form has a place that the text lacks: {unknown}", unknown=min(unknown)
        )
    if sentence := too_long(easy, MAX_EASY_WORDS):
        return Sentence(
            "an easy sentence of more than {max_easy_words} words: {sentence!r}",
            max_easy_words=MAX_EASY_WORDS,
            sentence=sentence,
        )
    return ""


def easy_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts with each easy form in the place of its normal text.

    >>> easy_texts({"stop": "U mag altijd stoppen.", "stop.easy": "Stoppen mag.", "yes": "Ja"})
    {'stop': 'Stoppen mag.', 'stop.easy': 'Stoppen mag.', 'yes': 'Ja'}
    """
    return {key: texts.get(f"{key}{EASY}", text) for key, text in texts.items()}


def in_easy_words(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire with easy explanations where there are any.

    Questions, answers, codes and routes stay as they are.
    """
    return replace(
        questionnaire,
        questions=tuple(_easy(question) for question in questionnaire.questions),
        background=tuple(_easy(question) for question in questionnaire.background),
    )


def _easy(question: Question) -> Question:
    return replace(question, explanation=question.easy) if question.easy else question
