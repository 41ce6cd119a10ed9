"""Counts of a wave per category, per mode and in pairs. Never a response, never a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.models import (
    Access,
    AnswerCount,
    Invitation,
    Message,
    PageReached,
    PairCount,
    PatternCount,
    Population,
    ResponseCount,
    ScoreCount,
)

ALL = ""
JOINT = "doelgroep+leeftijd"
MODE = "mode"
READ = ("doelgroep", "leeftijd", "duur", JOINT, MODE)

# breakdown -> category -> people
ByCategory = Mapping[str, Mapping[str, int]]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SheetScore:
    """A score over all questions of a questionnaire, and how many people of a mode had it."""

    points: int
    valid: int
    asked: int
    mode: str
    n: int


def pattern_rows(session: Session, wave_id: str) -> Iterator[tuple[str, str, str, str, int]]:
    """Cell, pattern, breakdown, category and people, for everybody and per category."""
    statement = (
        select(
            PatternCount.cell,
            PatternCount.pattern,
            PatternCount.breakdown,
            PatternCount.category,
            PatternCount.n,
        )
        .where(PatternCount.wave_id == wave_id, PatternCount.breakdown.in_((ALL, *READ)))
        .where(PatternCount.n > 0)
    )
    for row in session.execute(statement.execution_options(yield_per=5000)):
        yield row[0], row[1], row[2], row[3], row[4]


def response_counts(session: Session, wave_id: str) -> dict[str, ByCategory]:
    """Per questionnaire: answers per breakdown and category, everybody under ALL."""
    statement = select(
        ResponseCount.questionnaire,
        ResponseCount.breakdown,
        ResponseCount.category,
        ResponseCount.n,
    ).where(ResponseCount.wave_id == wave_id)
    return _by_category(session.execute(statement))


def population_by_category(session: Session, wave_id: str) -> dict[str, ByCategory]:
    """Per questionnaire: people per breakdown and category as the municipality calls it (F01)."""
    statement = select(
        Population.questionnaire, Population.breakdown, Population.category, Population.people
    ).where(Population.wave_id == wave_id)
    return _by_category(session.execute(statement))


def sheet_scores(session: Session, wave_id: str) -> dict[str, tuple[SheetScore, ...]]:
    """Per questionnaire the scores over all its questions, per mode."""
    statement = select(ScoreCount).where(
        ScoreCount.wave_id == wave_id, ScoreCount.breakdown == MODE, ScoreCount.n > 0
    )
    found: dict[str, list[SheetScore]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.questionnaire].append(
            SheetScore(row.points, row.valid, row.asked, row.category, row.n)
        )
    return {code: tuple(scores) for code, scores in found.items()}


def pair_counts(session: Session, wave_id: str) -> dict[Pair, dict[Pair, int]]:
    """Per pair of questions: how often two values go together."""
    statement = select(
        PairCount.first,
        PairCount.second,
        PairCount.first_value,
        PairCount.second_value,
        PairCount.n,
    ).where(PairCount.wave_id == wave_id, PairCount.n > 0)
    found: dict[Pair, dict[Pair, int]] = defaultdict(dict)
    for first, second, first_value, second_value, n in session.execute(statement):
        found[first, second][first_value, second_value] = n
    return dict(found)


def pages_reached(session: Session, wave_id: str) -> dict[str, dict[str, int]]:
    """Per questionnaire: on how many forms each page was reached, and how many were sent in."""
    statement = select(PageReached.questionnaire, PageReached.page, PageReached.n)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, page, n in session.execute(statement.where(PageReached.wave_id == wave_id)):
        found[code][page] = n
    return dict(found)


def value_counts(session: Session, wave_id: str) -> dict[str, dict[str, int]]:
    """Per question: how often each value was given, by everybody ('' = left blank)."""
    statement = select(AnswerCount.question, AnswerCount.value, AnswerCount.n).where(
        AnswerCount.wave_id == wave_id, AnswerCount.breakdown == ALL
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for question, value, n in session.execute(statement):
        found[question][value] = n
    return dict(found)


def bounced(session: Session, wave_id: str) -> dict[str, int]:
    """Per questionnaire: invitations of which no message arrived as far as is known."""
    failed = (
        select(Access.invitation_id)
        .join(Message, Message.access_id == Access.id)
        .where(Message.wave_id == wave_id, Message.state == "failed")
    )
    arrived = (
        select(Access.invitation_id)
        .join(Message, Message.access_id == Access.id)
        .where(Message.wave_id == wave_id, Message.state == "sent")
    )
    statement = (
        select(Invitation.questionnaire, func.count())
        .where(Invitation.wave_id == wave_id)
        .where(Invitation.id.in_(failed), Invitation.id.not_in(arrived))
        .group_by(Invitation.questionnaire)
    )
    return {code: int(n) for code, n in session.execute(statement)}


def _by_category(rows: Iterable[Any]) -> dict[str, ByCategory]:
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for questionnaire, breakdown, category, n in rows:
        found[questionnaire][breakdown][category] = n
    return {code: dict(parts) for code, parts in found.items()}
