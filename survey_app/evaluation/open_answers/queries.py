"""SQL of open answers: what waits, one answer, how far a wave is, and what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from survey_app.evaluation.open_answers.summary import Decided, ReadSoFar, read_so_far
from survey_app.models import OpenAnswer, Wave, WaveQuestionnaire


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the open answers of a wave are."""

    wave_id: str
    wave: str
    reviewed: int
    total: int
    quotes: int


def next_waiting(session: Session) -> OpenAnswer | None:
    """The answer to read now: of the newest wave, question after question; skipped ones last."""
    found = (
        select(OpenAnswer)
        .join(Wave, Wave.id == OpenAnswer.wave_id)
        .where(OpenAnswer.reviewed_at.is_(None))
    )
    order = (
        OpenAnswer.times_skipped,
        Wave.starts_on.desc(),
        OpenAnswer.wave_id,
        OpenAnswer.questionnaire,
        OpenAnswer.question,
        OpenAnswer.id,  # random: no order of arrival
    )
    return session.scalars(found.order_by(*order).limit(1)).first()


def open_answer(session: Session, answer_id: str) -> OpenAnswer | None:
    """One answer; None when it is not there for this reviewer."""
    return session.scalars(select(OpenAnswer).where(OpenAnswer.id == answer_id)).first()


def progress(session: Session) -> list[Progress]:
    """Every wave that has open answers, the newest first."""
    numbers = (
        func.count(OpenAnswer.reviewed_at),
        func.count(),
        func.count(OpenAnswer.quote),
    )
    found = (
        select(Wave.id, Wave.name, *numbers)
        .join(OpenAnswer, OpenAnswer.wave_id == Wave.id)
        .group_by(Wave.id, Wave.name, Wave.starts_on)
        .order_by(Wave.starts_on.desc(), Wave.name)
    )
    return [Progress(*row) for row in session.execute(found)]


def questionnaire_version(session: Session, wave_id: str, questionnaire: str) -> int | None:
    """The version that this wave asks."""
    found = select(WaveQuestionnaire.version).where(
        WaveQuestionnaire.wave_id == wave_id, WaveQuestionnaire.questionnaire == questionnaire
    )
    return session.scalar(found)


def read_of_wave(session: Session, wave_id: str) -> dict[str, ReadSoFar]:
    """Per questionnaire what may be told of the open answers that have been read."""
    return read_so_far(_decided(session, wave_id), _quotes(session, wave_id))


def _decided(session: Session, wave_id: str) -> Iterator[Decided]:
    """What reviewers decided, counted; who has not been read yet counts under class ''."""
    label = case((OpenAnswer.reviewed_at.is_(None), ""), else_=OpenAnswer.label)
    themes = OpenAnswer.themes
    found = select(
        OpenAnswer.questionnaire, OpenAnswer.question, label, themes, func.count()
    ).where(OpenAnswer.wave_id == wave_id)
    grouped = found.group_by(OpenAnswer.questionnaire, OpenAnswer.question, label, themes)
    for questionnaire, question, said, about, n in session.execute(grouped):
        yield Decided(questionnaire, question, said or "", about, n)


def _quotes(session: Session, wave_id: str) -> list[tuple[str, str, str]]:
    """(questionnaire, question, quote) of every approved quote, in no order of arrival."""
    found = select(OpenAnswer.questionnaire, OpenAnswer.question, OpenAnswer.quote).where(
        OpenAnswer.wave_id == wave_id, OpenAnswer.quote.is_not(None)
    )
    rows = session.execute(found.order_by(OpenAnswer.id))
    return [(code, question, quote) for code, question, quote in rows if quote is not None]
