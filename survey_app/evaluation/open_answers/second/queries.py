"""SQL of the second reading: what waits for whom, and how far a wave is. Reads only."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import Session

from survey_app.evaluation.open_answers.second.stages import differs
from survey_app.evaluation.open_answers.words import LABELS, THEMES
from survey_app.models import OpenAnswer, SecondReading, Wave

if TYPE_CHECKING:
    from analysis.openanswers.agreement import Agreement

DIFFERENT = or_(
    SecondReading.label != SecondReading.first_label,
    SecondReading.themes != SecondReading.first_themes,
)


@dataclass(frozen=True, slots=True)
class ReadTwice:
    """The sample of a wave: its size, how many were read twice, what still differs, agreement."""

    total: int
    read: int
    differing: int
    agreement: "Agreement | None"


def next_to_read_again(session: Session, account_id: str) -> OpenAnswer | None:
    """An answer of the sample that somebody else read first; skipped ones last."""
    waits = and_(
        SecondReading.read_at.is_(None),
        OpenAnswer.reviewed_by.is_not(None),
        OpenAnswer.reviewed_by != account_id,
    )
    found = _of_sample().where(waits).order_by(SecondReading.times_skipped, *_ORDER)
    return session.scalars(found.limit(1)).first()


def next_difference(session: Session, account_id: str) -> OpenAnswer | None:
    """An answer that two people read differently; those of others first."""
    waits = and_(SecondReading.read_at.is_not(None), SecondReading.settled_at.is_(None), DIFFERENT)
    readers = (SecondReading.first_by, SecondReading.read_by)
    own = case((or_(*(one == account_id for one in readers)), 1), else_=0)
    found = _of_sample().where(waits).order_by(SecondReading.times_skipped, own, *_ORDER)
    return session.scalars(found.limit(1)).first()


def read_twice(session: Session) -> dict[str, ReadTwice]:
    """Per wave that has a sample how far it is; at most 300 rows a wave."""
    rows: dict[str, list[SecondReading]] = defaultdict(list)
    for one in session.scalars(select(SecondReading)):
        rows[one.wave_id].append(one)
    return {wave_id: _so_far(found) for wave_id, found in rows.items()}


def read_twice_of(session: Session, wave_id: str) -> ReadTwice:
    """How far the sample of one wave is; nothing where there is none."""
    found = select(SecondReading).where(SecondReading.wave_id == wave_id)
    return _so_far(list(session.scalars(found)))


def _so_far(rows: list[SecondReading]) -> ReadTwice:
    # Only who asks for agreement loads the analysis, as every page beside it does without.
    from analysis.openanswers.agreement import Reading, agreement  # noqa: PLC0415

    read = [one for one in rows if one.label is not None and one.first_label is not None]
    pairs = [
        (
            Reading(one.first_label or "", frozenset(one.first_themes)),
            Reading(one.label or "", frozenset(one.themes)),
        )
        for one in read
    ]
    return ReadTwice(
        total=len(rows),
        read=len(read),
        differing=sum(differs(one) and one.settled_at is None for one in read),
        agreement=agreement(pairs, tuple(LABELS), tuple(THEMES)),
    )


def _of_sample() -> Select[OpenAnswer]:
    return (
        select(OpenAnswer)
        .join(SecondReading, SecondReading.open_answer_id == OpenAnswer.id)
        .join(Wave, Wave.id == OpenAnswer.wave_id)
        .where(OpenAnswer.original.is_not(None))
    )


_ORDER = (
    Wave.starts_on.desc(),
    OpenAnswer.wave_id,
    OpenAnswer.questionnaire,
    OpenAnswer.question,
    OpenAnswer.id,
)
