"""From answer sheets to counts: what a batch adds to the histograms that figures are made of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from survey_app.questionnaire.definition import Catalogue, Questionnaire, Value
from survey_app.questionnaire.files.coverage import cells_of
from survey_app.stores.inbox import Submission

BREAKDOWNS = {"B1": "doelgroep", "B2": "leeftijd", "B3": "duur"}
JOINT = "doelgroep+leeftijd"  # for weighting on both; patterns only, never published
LANGUAGE = "taal"
HELPED = "help"  # a way of answering of its own beside web, phone and paper (method.md D.10)
NOT_SHOWN = "-"
# What stands on one sheet and is judged together: which organisation, and its mark.
CROSSED = (("C407", "C408"), ("W407", "W408"))
# Scale -> (lowest, highest, points per step): thirty-sixths of a full judgement.
SCORED = {"SQ": (1, 5, 9), "R10": (1, 10, 4)}


@dataclass(slots=True)
class Counts:
    """Increments per count table, keyed by that table's key columns after the wave."""

    responses: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    answers: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    patterns: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    scores: Counter[tuple[str, int, int, int, str, str]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)


def count(
    catalogue: Catalogue, submissions: Iterable[Submission], counts: Counts | None = None
) -> Counts:
    """The increments of these submissions for every published breakdown, added to `counts`."""
    counts = Counts() if counts is None else counts
    for submission in submissions:
        questionnaire = catalogue.questionnaire(submission.questionnaire, submission.version)
        mode = HELPED if submission.helped else submission.mode
        groups = breakdowns_of(submission.background, mode)
        language = [(LANGUAGE, submission.language)] if submission.language else []
        _count_answers(counts, submission, groups)
        for breakdown, category in [*groups, *language]:
            counts.responses[submission.questionnaire, breakdown, category] += 1
        joint = _joint(submission.background)
        for cell, pattern in _patterns(questionnaire, submission):
            for breakdown, category in [*groups, *language, *joint]:
                counts.patterns[cell, pattern, breakdown, category] += 1
        score = _score(questionnaire, submission)
        if score is not None:
            for breakdown, category in [("", ""), *ways(mode)]:
                counts.scores[submission.questionnaire, *score, breakdown, category] += 1
        counts.pairs.update(crossed(submission.answers, CROSSED))
    return counts


def breakdowns_of(background: Mapping[str, Value], mode: str) -> list[tuple[str, str]]:
    """The published groups a response belongs to: all, its background categories, its mode."""
    known = [
        (name, str(background[code]))
        for code, name in BREAKDOWNS.items()
        if background.get(code) is not None
    ]
    return [("", ""), *known, *ways(mode)]


def ways(mode: str) -> list[tuple[str, str]]:
    """The way of answering as a group; rare ones are not kept (intake/coarsening)."""
    return [("mode", mode)] if mode else []


def crossed(
    answers: Mapping[str, Value], pairs: Iterable[tuple[str, str]]
) -> list[tuple[str, str, str, str]]:
    """The pairs of questions that were both answered, with their values."""
    return [
        (first, str(answers[first]), second, str(answers[second]))
        for first, second in pairs
        if isinstance(answers.get(first), int) and isinstance(answers.get(second), int)
    ]


def _count_answers(counts: Counts, submission: Submission, groups: list[tuple[str, str]]) -> None:
    for question, answer in submission.answers.items():
        for value in tallied(answer):
            for breakdown, category in groups:
                counts.answers[question, value, breakdown, category] += 1


def _joint(background: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Target group and age together, when one of them is known; empty for the other."""
    both = [background.get("B1"), background.get("B2")]
    if both == [None, None]:
        return []
    return [(JOINT, "+".join("" if value is None else str(value) for value in both))]


def tallied(answer: Value) -> list[str]:
    """The values of an answer that are counted; text and numbers only as given or blank."""
    if answer is None:
        return [""]
    if isinstance(answer, bool | int):
        return [str(int(answer))]
    if isinstance(answer, str):
        return ["given" if answer else ""]
    return [str(option) for option in answer if option is not None] or [""]


def _patterns(questionnaire: Questionnaire, submission: Submission) -> Iterable[tuple[str, str]]:
    """Per cell the values on its questions in order; only when one of them was shown."""
    for cell, questions in _cells(questionnaire):
        values = [
            _symbol(submission.answers[code]) if code in submission.answers else NOT_SHOWN
            for code in questions
        ]
        if any(value != NOT_SHOWN for value in values):
            yield cell, ",".join(values)


def _score(questionnaire: Questionnaire, submission: Submission) -> tuple[int, int, int] | None:
    """Points, judgements and questions over all that count in a cell; None when none was shown."""
    points = valid = asked = 0
    for code, lowest, highest, step in _scored(questionnaire):
        if code not in submission.answers:
            continue
        asked += 1
        value = submission.answers[code]
        if isinstance(value, int) and lowest <= value <= highest:
            valid += 1
            points += (value - lowest) * step
    return (points, valid, asked) if asked else None


def _symbol(answer: Value) -> str:
    return "" if answer is None else str(answer)


@lru_cache(maxsize=64)
def _cells(questionnaire: Questionnaire) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(cells_of(questionnaire).items())


@lru_cache(maxsize=64)
def _scored(questionnaire: Questionnaire) -> tuple[tuple[str, int, int, int], ...]:
    # G303 brings its own five answers and is scored like the common scale (method.md C.4).
    return tuple(
        (question.code, *SCORED.get(question.scale, SCORED["SQ"]))
        for question in questionnaire.questions
        if question.cells
    )
