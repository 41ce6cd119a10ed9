"""The providers that a wave names: as answers to choose from, and as an example in a text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from survey_app.questionnaire.definition import Option, Question, Questionnaire, Route

# Without an example the place for it goes, with what joins it to the next word: a comma of any
# script, or the Arabic "or"; the marks that isolate a name in a text from right to left go too.
_EXAMPLE = re.compile(r"\u2068?\{aanbieder\}\u2069?[,،፡]?\s*(?:أو\s+)?")


@lru_cache(maxsize=256)
def adapt(
    questionnaire: Questionnaire, providers: tuple[str, ...], provider_example: str
) -> Questionnaire:
    """Return the questionnaire with the providers as answers and one of them as example.

    Answers are numbered 1..n in the order shown (method.md D.17 point 9), so the list of
    providers is part of what a wave freezes. Without providers one general answer stays.
    Providers that stand twice count once.
    """
    names = tuple(dict.fromkeys(providers))
    questions = tuple(_adapted(q, names, provider_example) for q in questionnaire.questions)
    background = tuple(_adapted(q, names, provider_example) for q in questionnaire.background)
    values = {
        question.code: tuple(option.value for option in question.options if option.provider)
        for question in questions
    }
    return replace(
        questionnaire,
        questions=tuple(_routed(question, values) for question in questions),
        background=background,
    )


def _adapted(question: Question, providers: tuple[str, ...], example: str) -> Question:
    return replace(
        question,
        explanation=_filled(question.explanation, example),
        easy=_filled(question.easy, example),
        text=_filled(question.text, example),
        options=_expanded(question.options, providers),
    )


def _filled(text: str, example: str) -> str:
    if "{aanbieder}" not in text:
        return text
    return text.replace("{aanbieder}", example) if example else _EXAMPLE.sub("", text)


def _expanded(options: tuple[Option, ...], providers: tuple[str, ...]) -> tuple[Option, ...]:
    if not providers or not any(option.provider for option in options):
        return options
    first = next(place for place, option in enumerate(options) if option.provider)
    others = [option for option in options if not option.provider]
    named = [Option(0, name, provider=True) for name in providers]
    renewed = [*others[:first], *named, *others[first:]]
    return tuple(replace(option, value=place) for place, option in enumerate(renewed, start=1))


def _routed(question: Question, values: dict[str, tuple[int, ...]]) -> Question:
    route = question.route
    if route is None or route.operator != "is_provider":
        return question
    return replace(question, route=Route(route.question, "is_provider", values[route.question]))
