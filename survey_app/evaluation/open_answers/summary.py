"""What may be told of open answers that a reviewer has read (method.md D.4 rule 8)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_app.evaluation.open_answers.words import LABELS, MINIMUM, THEMES


@dataclass(frozen=True, slots=True)
class Decided:
    """How many answers to one question got this class and these themes ('' = not read yet)."""

    questionnaire: str
    question: str
    label: str
    themes: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A text in which nobody is recognised, and the question that it answers."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadSoFar:
    """One questionnaire: themes → class → answers, none below the minimum; approved quotes."""

    total: int
    reviewed: int
    themes: Mapping[str, Mapping[str, int]]
    quotes: tuple[Quote, ...]


def read_so_far(
    decided: Iterable[Decided], quotes: Iterable[tuple[str, str, str]]
) -> dict[str, ReadSoFar]:
    """Per questionnaire what may be told.

    Nobody knows which answers are of one person, and nobody answers a question twice. So a count
    needs the minimum within a single question: then it is of that many people at least.
    """
    by_code: dict[str, list[Decided]] = defaultdict(list)
    for row in decided:
        by_code[row.questionnaire].append(row)
    said: dict[str, list[Quote]] = defaultdict(list)
    for code, question, text in quotes:
        said[code].append(Quote(question, text))
    return {code: _told(rows, said[code]) for code, rows in by_code.items()}


def _told(rows: list[Decided], quotes: list[Quote]) -> ReadSoFar:
    everybody = _people(rows)
    if everybody is None:
        return ReadSoFar(sum(row.n for row in rows), 0, {}, ())
    themes = {
        theme: {label: n for label in LABELS if (n := _people(_about(rows, theme, label)))}
        for theme in THEMES
    }
    return ReadSoFar(
        total=everybody,
        reviewed=sum(row.n for row in rows if row.label),
        themes={theme: counts for theme, counts in themes.items() if counts},
        quotes=tuple(quotes),
    )


def _about(rows: list[Decided], theme: str, label: str) -> list[Decided]:
    return [row for row in rows if row.label == label and theme in row.themes]


def _people(rows: list[Decided]) -> int | None:
    """The number of answers; None when they may be of fewer people than the minimum."""
    by_question: Counter[str] = Counter()
    for row in rows:
        by_question[row.question] += row.n
    return sum(by_question.values()) if max(by_question.values(), default=0) >= MINIMUM else None
