"""Which questions a respondent is asked, and which comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from survey_app.questionnaire.definition import (
    Circumstances,
    Question,
    Questionnaire,
    Route,
    Value,
)
from survey_app.questionnaire.providers import adapt

Answers = Mapping[str, Value]

_WHEN: Mapping[str, Callable[[Circumstances], bool]] = {
    "always": lambda circumstances: True,
    "linked": lambda circumstances: circumstances.linked,
    "contract": lambda circumstances: circumstances.contract,
}


@lru_cache(maxsize=1024)
def questions_for(questionnaire: Questionnaire, circumstances: Circumstances) -> Questionnaire:
    """Return the questionnaire as this respondent gets it (method.md C.2 and C.5).

    Adds the background questions when they have not been answered before, drops the questions
    that give way until the maximum is kept (consents do not count), leaves out what does not
    apply, names the providers and fills in the person's own goal.
    """
    adapted = adapt(questionnaire, circumstances.providers, circumstances.provider_example)
    background = adapted.background if circumstances.ask_background else ()
    asked = [q for q in adapted.questions if _WHEN[q.when](circumstances)]
    kept = _within_maximum(asked, background, questionnaire.maximum)
    own = [_with_goal(q, circumstances.goal) for q in kept if q.when != "linked"]
    # The consent to link speaks of "your answers of now": it comes after all of them.
    about_linking = [question for question in kept if question.when == "linked"]
    return replace(adapted, questions=(*own, *background, *about_linking), background=())


def given_way(questionnaire: Questionnaire, circumstances: Circumstances) -> tuple[Question, ...]:
    """Return the questions that this respondent would get but for the maximum, in order.

    With 12 questions of its own and 3 on the background, three of K3-TIJDENS give way.
    """
    kept = set(questions_for(questionnaire, circumstances).codes)
    return tuple(
        question
        for question in adapt(
            questionnaire, circumstances.providers, circumstances.provider_example
        ).questions
        if question.code not in kept and _WHEN[question.when](circumstances)
    )


def _within_maximum(
    asked: list[Question], background: Sequence[Question], maximum: int | None
) -> list[Question]:
    if maximum is None:
        return asked
    counted = sum(question.kind != "consent" for question in (*asked, *background))
    # The lowest number gives way first; of equals the later one, so that no route loses its start.
    giving_way = sorted((q for q in asked if q.drop), key=lambda q: (q.drop, -asked.index(q)))
    dropped = giving_way[: max(0, counted - maximum)]
    return [question for question in asked if question not in dropped]


def _with_goal(question: Question, goal: str | None) -> Question:
    if not (question.text_with_goal and goal):
        return question
    return replace(question, text=question.text_with_goal.replace("{doel}", goal))


def path(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """Return the questions on the path, given the answers so far, in order.

    A routed question is on the path only when the question that it depends on is on the path
    and has been answered so that its condition is met.
    """
    on_path: dict[str, Question] = {}
    for question in questionnaire.questions:
        route = question.route
        if route is None or (route.question in on_path and is_met(route, answers)):
            on_path[question.code] = question
    return tuple(on_path.values())


def is_met(route: Route, answers: Answers) -> bool:
    """Whether the answer that a route asks about has been given, and opens it."""
    if route.question not in answers:
        return False
    answer = answers[route.question]
    chosen = answer if isinstance(answer, tuple) else (answer,)
    hit = any(value in route.values for value in chosen)
    return not hit if route.operator == "is_not" else hit


def next_question(
    questionnaire: Questionnaire, answers: Answers, after: str | None
) -> Question | None:
    """Return the first question on the path after ``after`` (None = the very first).

    None means that all has been asked. Raises ``UnknownQuestion`` for a code of elsewhere.
    """
    on_path = path(questionnaire, answers)
    if after is None:
        return on_path[0] if on_path else None
    codes = questionnaire.codes
    place = codes.index(questionnaire.question(after).code)
    return next((q for q in on_path if codes.index(q.code) > place), None)


def on_path_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, Value]:
    """Return the answers that count, in the order of the questions."""
    return {q.code: answers[q.code] for q in path(questionnaire, answers) if q.code in answers}


def with_implied_consents(questionnaire: Questionnaire, answers: Answers) -> dict[str, Value]:
    """Return the answers with each consent that an answer behind it presupposes.

    Answer files gathered elsewhere hold no consent questions: whoever answered B1 there had
    agreed to answer it.
    """
    complete = dict(answers)
    for question in questionnaire.questions:
        route = question.route
        if route is None or question.code not in answers or route.question in answers:
            continue
        if questionnaire.question(route.question).kind == "consent":
            complete[route.question] = route.values[0]
    return complete
