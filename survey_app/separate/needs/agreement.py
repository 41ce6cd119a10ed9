"""Who wants to do something together, and what they need: what may go into a proposal. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from survey_app.questionnaire.definition import Questionnaire

WANTS, NEEDED, TOGETHER = "H1", "H2", "H4"
NOT_NOW = 5  # "Nee, nu niet"
YES = 1


def agrees(answers: Mapping[str, Any]) -> bool:
    """Whether somebody wants something and agreed to a group (method.md D.15).

    >>> agrees({"H1": 1, "H4": 1}), agrees({"H1": 5, "H4": 1}), agrees({"H1": 1})
    (True, False, False)
    """
    wants = answers.get(WANTS)
    return wants is not None and wants != NOT_NOW and answers.get(TOGETHER) == YES


def needs_asked(asked: Questionnaire) -> dict[Any, str]:
    """The needs that can be chosen, without 'Ik heb niets nodig': value -> words."""
    question = next(one for one in asked.questions if one.code == NEEDED)
    return {one.value: one.text for one in question.options if not one.exclusive}


def needs_given(answers: Mapping[str, Any], needs: Mapping[Any, str]) -> tuple[str, ...]:
    """What somebody needs, in words."""
    chosen: Sequence[Any] = answers.get(NEEDED) or ()
    return tuple(words for value, words in needs.items() if value in chosen)
