"""From answer sheets to counts: what a batch adds to the histograms that figures are made of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from survey_app.questionnaire.coverage import cells_of
from survey_app.questionnaire.definition import Catalogue, Questionnaire, Value
from survey_app.stores.inbox import Submission

BREAKDOWNS = {"B1": "doelgroep", "B2": "leeftijd", "B3": "duur"}
NOT_SHOWN = "-"


@dataclass(slots=True)
class Counts:
    """Increments per count table, keyed by that table's key columns after the wave."""

    responses: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    answers: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    patterns: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)


def count(catalogue: Catalogue, submissions: Iterable[Submission]) -> Counts:
    """The increments of these submissions for every published breakdown."""
    counts = Counts()
    for submission in submissions:
        groups = breakdowns_of(submission.background, submission.mode)
        tallies = [
            (question, value)
            for question, answer in submission.answers.items()
            for value in tallied(answer)
        ]
        patterns = list(_patterns(catalogue, submission))
        for breakdown, category in groups:
            counts.responses[submission.questionnaire, breakdown, category] += 1
            for question, value in tallies:
                counts.answers[question, value, breakdown, category] += 1
            for cell, pattern in patterns:
                counts.patterns[cell, pattern, breakdown, category] += 1
    return counts


def breakdowns_of(background: Mapping[str, Value], mode: str) -> list[tuple[str, str]]:
    """The published groups a response belongs to: all, its background categories, its mode."""
    known = [
        (name, str(background[code]))
        for code, name in BREAKDOWNS.items()
        if background.get(code) is not None
    ]
    return [("", ""), *known, ("mode", mode)]


def tallied(answer: Value) -> list[str]:
    """The values of an answer that are counted; text and numbers only as given or blank."""
    if answer is None:
        return [""]
    if isinstance(answer, bool | int):
        return [str(int(answer))]
    if isinstance(answer, str):
        return ["given" if answer else ""]
    return [str(option) for option in answer if option is not None] or [""]


def _patterns(catalogue: Catalogue, submission: Submission) -> Iterable[tuple[str, str]]:
    """Per cell the values on its questions in order; only when one of them was shown."""
    questionnaire = catalogue.questionnaire(submission.questionnaire, submission.version)
    for cell, questions in _cells(questionnaire):
        values = [
            _symbol(submission.answers[code]) if code in submission.answers else NOT_SHOWN
            for code in questions
        ]
        if any(value != NOT_SHOWN for value in values):
            yield cell, ",".join(values)


def _symbol(answer: Value) -> str:
    return "" if answer is None else str(answer)


@lru_cache(maxsize=64)
def _cells(questionnaire: Questionnaire) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(cells_of(questionnaire).items())
