"""What a plan asks of people: minutes for who answers, messages for who is written to.

Seconds per kind of question: method.md C.2. Counted is what people really get: the questions that
give way to the maximum of a questionnaire are left out, those on the background are in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.fieldwork.outlook.margins import RESPONSES, asked_of
from survey_app.questionnaire.definition import (
    Catalogue,
    Circumstances,
    Kind,
    Question,
    Questionnaire,
)
from survey_app.questionnaire.routing import given_way, questions_for

SECONDS: Mapping[Kind, int] = {
    "scale": 14,
    "choice": 16,
    "multiple": 16,
    "consent": 10,
    "open": 45,
    "numbers": 45,
}
YES_OR_NO = 10
REMINDERS = 2  # at most, of the usual scheme


@dataclass(frozen=True, slots=True)
class Effort:
    """One questionnaire as people get it."""

    questionnaire: Questionnaire
    questions: int
    minutes: float
    given_way: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """What a plan asks: of each questionnaire, and how many messages if all go the same way."""

    efforts: tuple[Effort, ...]
    people: int
    hours: tuple[int, ...]  # of all who answer together, at each response
    reminders: tuple[int, ...]  # at each response: at most, when nobody answers after one

    @property
    def least_parts(self) -> tuple[int, ...]:
        """Parts of text messages at each response if all go by SMS in Dutch, one part each."""
        return tuple(self.people + reminders for reminders in self.reminders)


def costs_of(
    catalogue: Catalogue, asked: frozenset[str], people: Mapping[str, int], linked: bool
) -> Costs:
    """What these questionnaires ask of these numbers of people. Pure arithmetic."""
    about = Circumstances(linked=linked)
    chosen = [one for one in asked_of(catalogue) if one.code in asked]
    known = sum(people.get(one.code, 0) for one in chosen)
    efforts = tuple(_effort(one, about) for one in chosen)
    each = sum(people.get(one.questionnaire.code, 0) * one.minutes for one in efforts)
    return Costs(
        efforts=efforts,
        people=known,
        hours=tuple(round(each * part / 100 / 60) for part in RESPONSES),
        reminders=tuple(REMINDERS * round(known * (100 - part) / 100) for part in RESPONSES),
    )


def minutes_of(questionnaire: Questionnaire) -> float:
    """How long somebody needs who gets every question of it, in minutes."""
    return sum(_seconds(question) for question in questionnaire.questions) / 60


def _effort(one: Questionnaire, about: Circumstances) -> Effort:
    offered = questions_for(one, about)
    return Effort(
        questionnaire=one,
        questions=sum(question.kind != "consent" for question in offered.questions),
        minutes=minutes_of(offered),
        given_way=given_way(one, about),
    )


def _seconds(question: Question) -> int:
    return YES_OR_NO if question.scale == "JN" else SECONDS[question.kind]
