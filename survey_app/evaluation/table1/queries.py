"""What the evaluation reads: facts of a wave and counts. Never a response, never a person."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from survey_app.errors import UnknownName
from survey_app.models import (
    AnswerCount,
    Document,
    Figure,
    InboxItem,
    Invitation,
    OpenLink,
    Organisation,
    PatternCount,
    Population,
    ResponseCount,
    Snapshot,
    TrajectoryCount,
    Wave,
    WaveQuestionnaire,
)

ALL = ""  # the breakdown that counts everybody
PERCEIVED = ("C405", "W405")  # "did it go as you expected?" beside R20-C and R21-W


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """A wave as a report names it."""

    id: str
    name: str
    organisation: str
    mode: str
    starts_on: datetime.date
    ends_on: datetime.date
    minimum_cell: int
    closed: bool
    providers: tuple[str, ...] = ()
    provider_example: str = ""
    draft: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of a figure F01-F17, as the municipality registered it.

    Realised is numerator / denominator; a line without numerator only holds a target or forecast.
    """

    code: str
    label: str
    numerator: float | None
    denominator: float | None
    unit: str
    target: float | None = None
    higher_is_better: bool = True
    period: str = ""
    source: str = ""
    explanation: str = ""
    responsible: str = ""
    forecast: float | None = None
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class TrajectoryLine:
    """How many finished trajectories of a provider began and ended like this (D.12, D.13)."""

    provider: str
    distance: str
    target_group: str
    instrument: str
    start_step: int
    end_step: int
    succeeded: bool
    n: int


@dataclass(frozen=True, slots=True)
class WaveCounts:
    """Every count that Tabel 1 of a wave is made of."""

    versions: Mapping[str, int]  # questionnaire -> version frozen into the wave
    patterns: Mapping[str, Mapping[str, int]]  # cell -> pattern of answers -> responses
    responses: Mapping[str, int]  # questionnaire -> responses
    population: Mapping[str, tuple[int, bool]]  # questionnaire -> (people, all invited)
    invited: Mapping[str, int]  # questionnaire -> people on the contact list with an invitation
    open_entry: frozenset[str]  # questionnaires that somebody entered without invitation
    figures: tuple[FigureLine, ...]
    perceived: Mapping[str, Mapping[str, int]]  # question on the expectation -> value -> people
    trajectories: tuple[TrajectoryLine, ...] = ()


def facts_of(session: Session, wave_id: str) -> WaveFacts:
    """The facts of one wave. Raises UnknownName."""
    found = wave_facts(session, wave_id)
    if not found:
        raise UnknownName("no wave with id {wave_id!r}", wave_id=wave_id)
    return found[0]


def wave_facts(session: Session, wave_id: str | None = None) -> list[WaveFacts]:
    """Every wave but tests, newest first; or only the one with this id."""
    statement = (
        select(Wave, Organisation.name)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .where(~Wave.is_test)
        .order_by(Wave.starts_on.desc(), Wave.name)
    )
    if wave_id is not None:
        statement = statement.where(Wave.id == wave_id)
    return [
        WaveFacts(
            id=wave.id,
            name=wave.name,
            organisation=organisation,
            mode=wave.mode,
            starts_on=wave.starts_on,
            ends_on=wave.ends_on,
            minimum_cell=wave.minimum_cell,
            closed=wave.closed_at is not None,
            draft=wave.live_at is None,
            paused=wave.paused_at is not None,
            providers=wave.providers,
            provider_example=wave.provider_example,
        )
        for wave, organisation in session.execute(statement)
    ]


def wave_counts(session: Session, wave_id: str) -> WaveCounts:
    """The counts of one wave over everybody, without breakdowns."""
    return WaveCounts(
        versions=_pairs(
            session,
            select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.version).where(
                WaveQuestionnaire.wave_id == wave_id
            ),
        ),
        patterns=pattern_counts(session, wave_id),
        responses=_pairs(
            session,
            select(ResponseCount.questionnaire, ResponseCount.n).where(
                ResponseCount.wave_id == wave_id, ResponseCount.breakdown == ALL
            ),
        ),
        population=population_counts(session, wave_id),
        invited=_pairs(
            session,
            select(Invitation.questionnaire, func.count())
            .where(Invitation.wave_id == wave_id, Invitation.is_known.is_(True))
            .group_by(Invitation.questionnaire),
        ),
        open_entry=open_entries(session, wave_id),
        figures=figure_lines(session, wave_id),
        perceived=answer_counts(session, wave_id, PERCEIVED),
        trajectories=trajectory_lines(session, wave_id),
    )


def open_entries(session: Session, wave_id: str) -> frozenset[str]:
    """The questionnaires that somebody has entered through a link for everybody."""
    statement = select(OpenLink.questionnaire).where(
        OpenLink.wave_id == wave_id, OpenLink.started > 0
    )
    return frozenset(session.scalars(statement))


def pattern_counts(session: Session, wave_id: str) -> dict[str, dict[str, int]]:
    """Per cell: how often each pattern of answers on its questions occurs."""
    statement = (
        select(PatternCount.cell, PatternCount.pattern, PatternCount.n)
        .where(PatternCount.wave_id == wave_id, PatternCount.breakdown == ALL, PatternCount.n > 0)
        .order_by(PatternCount.cell, PatternCount.pattern)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for cell, pattern, n in session.execute(statement):
        found[cell][pattern] = n
    return dict(found)


def answer_counts(
    session: Session, wave_id: str, questions: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """Per question: how often each value was given ('' = left blank)."""
    statement = (
        select(AnswerCount.question, AnswerCount.value, AnswerCount.n)
        .where(AnswerCount.wave_id == wave_id, AnswerCount.breakdown == ALL)
        .where(AnswerCount.question.in_(questions))
    )
    found: dict[str, dict[str, int]] = {question: {} for question in questions}
    for question, value, n in session.execute(statement):
        found[question][value] = n
    return found


def population_counts(session: Session, wave_id: str) -> dict[str, tuple[int, bool]]:
    """Per questionnaire: how many people it is meant for, and whether all were invited."""
    statement = select(Population.questionnaire, Population.people, Population.all_invited).where(
        Population.wave_id == wave_id, Population.breakdown == ALL
    )
    return {code: (people, invited) for code, people, invited in session.execute(statement)}


def figure_lines(session: Session, wave_id: str) -> tuple[FigureLine, ...]:
    """The registered figures of a wave, by code, label and period."""
    names = FigureLine.__dataclass_fields__
    columns = [getattr(Figure, name) for name in names]
    statement = (
        select(*columns)
        .where(Figure.wave_id == wave_id)
        .order_by(Figure.code, Figure.label, Figure.period)
    )
    return tuple(FigureLine(*row) for row in session.execute(statement))


def trajectory_lines(session: Session, wave_id: str) -> tuple[TrajectoryLine, ...]:
    """The finished trajectories of a wave, as counts."""
    columns = [getattr(TrajectoryCount, name) for name in TrajectoryLine.__dataclass_fields__]
    statement = select(*columns).where(TrajectoryCount.wave_id == wave_id).order_by(*columns[:7])
    return tuple(TrajectoryLine(*row) for row in session.execute(statement))


def waiting_sheets(session: Session, wave_id: str) -> int:
    """How many sheets were handed in and are not counted yet."""
    statement = select(func.count()).select_from(InboxItem).where(InboxItem.wave_id == wave_id)
    return session.scalar(statement) or 0


def sheets_received(session: Session, wave_id: str) -> int:
    """How many sheets were handed in so far, published or not."""
    counted = select(func.coalesce(func.sum(ResponseCount.n), 0)).where(
        ResponseCount.wave_id == wave_id, ResponseCount.breakdown == ALL
    )
    return waiting_sheets(session, wave_id) + int(session.scalar(counted) or 0)


def latest_snapshot(session: Session, wave_id: str) -> Snapshot | None:
    """The newest published table of a wave."""
    return session.scalar(
        select(Snapshot)
        .where(Snapshot.wave_id == wave_id)
        .order_by(Snapshot.sequence.desc())
        .limit(1)
    )


def earlier_contents(session: Session, wave_id: str) -> list[Mapping[str, Any]]:
    """What every edition of a wave published in its table, the oldest first."""
    statement = select(Snapshot.content).where(Snapshot.wave_id == wave_id)
    return list(session.scalars(statement.order_by(Snapshot.sequence)))


def document_kinds(session: Session, snapshot_id: str) -> frozenset[str]:
    """Which documents of a snapshot have been made."""
    return frozenset(
        session.scalars(select(Document.kind).where(Document.snapshot_id == snapshot_id))
    )


def document_bytes(session: Session, snapshot_id: str, kind: str) -> bytes | None:
    """One document of a snapshot."""
    return session.scalar(
        select(Document.content).where(Document.snapshot_id == snapshot_id, Document.kind == kind)
    )


def _pairs(session: Session, statement: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(statement)}
