"""A questionnaire in another language: same codes and values, other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from survey_app.questionnaire.definition import SHARED_SCALES, Option, Question, Questionnaire
from survey_app.questionnaire.wording import EASY

_PLACE = re.compile(r"\{[^{}]*\}")
Replace = Callable[[str, str], str]


class MissingTranslation(ValueError):
    """Raised when texts are missing or lack a place such as ``{aanbieder}``; ``keys`` lists all."""

    def __init__(self, questionnaire: str, keys: tuple[str, ...]) -> None:
        super().__init__(f"{questionnaire}: no translation of {', '.join(keys)}")
        self.questionnaire = questionnaire
        self.keys = keys


def translation_keys(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the Dutch source text of every key to be translated, background included.

    ``K3-TIJDENS.title`` is the title, ``C302`` the question, ``C302.explanation``,
    ``C302.explanation.easy`` its easy form, ``C403.with_goal``, ``C104:3`` an answer of the
    question's own list, ``SQ:5`` an answer of a shared scale and ``O401.field1`` the label of a
    number. Answers that are only a number need no translation. Use it before providers are
    filled in.
    """
    keys: dict[str, str] = {}

    def collect(key: str, text: str) -> str:
        if text and not text.isdigit():
            keys[key] = text
        return text

    _replaced(questionnaire, collect)
    return keys


def translated(questionnaire: Questionnaire, texts: Mapping[str, str]) -> Questionnaire:
    """Return the questionnaire with every text replaced by its translation.

    Raises ``MissingTranslation`` with all keys that are absent, empty, or whose places in braces
    differ from the Dutch: a half translated questionnaire is never shown.
    """
    source = translation_keys(questionnaire)
    missing = tuple(key for key, dutch in source.items() if not _fits(dutch, texts.get(key, "")))
    if missing:
        raise MissingTranslation(questionnaire.code, missing)
    return _replaced(questionnaire, lambda key, text: texts[key] if key in source else text)


def _fits(dutch: str, text: str) -> bool:
    return bool(text.strip()) and sorted(_PLACE.findall(dutch)) == sorted(_PLACE.findall(text))


def _replaced(questionnaire: Questionnaire, change: Replace) -> Questionnaire:
    return replace(
        questionnaire,
        title=change(f"{questionnaire.code}.title", questionnaire.title),
        questions=tuple(_question(q, change) for q in questionnaire.questions),
        background=tuple(_question(q, change) for q in questionnaire.background),
    )


def _question(question: Question, change: Replace) -> Question:
    code = question.code
    owner = question.scale if question.scale in SHARED_SCALES else code
    return replace(
        question,
        text=change(code, question.text),
        explanation=change(f"{code}.explanation", question.explanation),
        easy=change(f"{code}.explanation{EASY}", question.easy),
        text_with_goal=change(f"{code}.with_goal", question.text_with_goal),
        fields=tuple(
            change(f"{code}.field{place}", field)
            for place, field in enumerate(question.fields, start=1)
        ),
        options=tuple(_option(owner, option, change) for option in question.options),
    )


def _option(owner: str, option: Option, change: Replace) -> Option:
    return replace(option, text=change(f"{owner}:{option.value}", option.text))
