"""How many questions somebody gets at most: what a start page may promise and a page may count.

The path so far is too short a promise: a question that depends on one not yet answered may still
come. Counting it from the start, the total can only shrink while somebody goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from survey_app.questionnaire.definition import Question, Questionnaire, Value
from survey_app.questionnaire.routing import Answers, is_met, path


def most_questions(questionnaire: Questionnaire, answers: Answers) -> int:
    """Return the length of the longest path that these answers still allow.

    Never less than the path so far, and never more after a further answer.
    """
    on_path = path(questionnaire, answers)
    return len(on_path) + still_to_open(questionnaire, answers, on_path)


def still_to_open(
    questionnaire: Questionnaire, answers: Answers, on_path: Sequence[Question]
) -> int:
    """Return how many questions the unanswered ones on the path can still open at most."""
    return sum(
        opens
        for code, opens in _ahead(questionnaire).items()
        if code not in answers and any(question.code == code for question in on_path)
    )


def may_be_shorter(questionnaire: Questionnaire) -> bool:
    """Whether an answer can take away questions, so that the longest path is not everybody's."""
    return any(question.route is not None for question in questionnaire.questions)


@lru_cache(maxsize=1024)
def _ahead(questionnaire: Questionnaire) -> Mapping[str, int]:
    """For each question that others depend on: how many of them its answer opens at most."""
    depending: dict[str, list[Question]] = {}
    for question in questionnaire.questions:
        if question.route is not None:
            depending.setdefault(question.route.question, []).append(question)
    ahead: dict[str, int] = {}
    # Routes point back, so that what depends on a question has been counted before it.
    for question in reversed(questionnaire.questions):
        if followers := depending.get(question.code):
            ahead[question.code] = _most(question, followers, ahead)
    return MappingProxyType(ahead)


def _most(question: Question, followers: list[Question], ahead: Mapping[str, int]) -> int:
    if question.kind == "multiple":  # several answers at once: together they may open all
        return sum(1 + ahead.get(one.code, 0) for one in followers)

    def opened(answer: Value) -> int:
        answers = {question.code: answer}
        met = (one for one in followers if one.route and is_met(one.route, answers))
        return sum(1 + ahead.get(one.code, 0) for one in met)

    return max(map(opened, chain((None,), question.values)))
