"""Which answers a second person reads: a sample by chance, and what fills an empty place."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.models import OpenAnswer, SecondReading


def drawn(answers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the sample, given every answer of a wave in an order of chance."""
    # Drawn by the worker; a page that only shows loads nothing of the analysis.
    from analysis.openanswers.agreement import second_reading_size  # noqa: PLC0415

    found = list(answers)
    return [
        {
            "open_answer_id": one["id"],
            "wave_id": one["wave_id"],
            "organisation_id": one["organisation_id"],
        }
        for one in islice(found, second_reading_size(len(found)))
    ]


def give_way(session: Session, answer: OpenAnswer) -> None:
    """An answer that became a quote cannot be read again: another one takes its place.

    The ids are random, so the lowest that is left is drawn by chance.
    """
    second = session.get(SecondReading, answer.id)
    if second is None or second.read_at is not None:
        return
    session.delete(second)
    taken = select(SecondReading.open_answer_id).where(SecondReading.wave_id == answer.wave_id)
    left = select(OpenAnswer.id).where(
        OpenAnswer.wave_id == answer.wave_id,
        OpenAnswer.id != answer.id,
        OpenAnswer.original.is_not(None),
        or_(OpenAnswer.reviewed_at.is_(None), OpenAnswer.reviewed_by.is_not(None)),
        OpenAnswer.id.not_in(taken),
    )
    other = session.scalar(left.order_by(OpenAnswer.id).limit(1))
    if other is not None:
        session.add(SecondReading(open_answer_id=other, wave_id=answer.wave_id))
