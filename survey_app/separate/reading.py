"""What people sent in, in the words of the questionnaire; shared by both stores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from survey_app.installation import Installation
from survey_app.models import Wave
from survey_app.questionnaire.definition import Circumstances, Question, Questionnaire
from survey_app.questionnaire.routing import questions_for

PART = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Filed:
    """A table of what people sent in: column names, and a row for each person."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def asked_in(installation: Installation, wave: Wave, code: str) -> Questionnaire:
    """The questionnaire as this wave asks it, with the names of its providers."""
    circumstances = Circumstances(ask_background=False, providers=wave.providers)
    return questions_for(installation.catalogue.latest(code), circumstances)


def question_texts(asked: Questionnaire) -> tuple[str, ...]:
    """The questions, one text each."""
    return tuple(question.text for question in _shown(asked))


def as_read(asked: Questionnaire, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The answers in the words of the questionnaire, one text for each question."""
    return tuple(", ".join(words_of(question, answers)) for question in _shown(asked))


def words_of(question: Question, answers: Mapping[str, Any]) -> list[str]:
    """What somebody chose or wrote at one question; nothing when it was left empty."""
    words = {option.value: option.text for option in question.options}
    value = answers.get(question.code)
    values = value if isinstance(value, list | tuple) else [value]
    return [str(words.get(one, one)) for one in values if one is not None]


def _shown(asked: Questionnaire) -> list[Question]:
    return [question for question in asked.questions if question.kind != "consent"]


def in_parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in parts that each fit in a short transaction.

    >>> [len(part) for part in in_parts(range(60))]
    [50, 10]
    """
    for start in range(0, len(rows), PART):
        yield list(rows[start : start + PART])
