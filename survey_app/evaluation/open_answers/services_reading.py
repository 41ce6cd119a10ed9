"""The worker reads the open answers of a closed wave, once, and puts them apart for a reviewer."""

import secrets
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.evaluation.open_answers.second.drawing import drawn
from survey_app.installation import Installation
from survey_app.models import InboxItem, OpenAnswer, Response, SecondReading, Wave
from survey_app.models.columns import new_id
from survey_app.questionnaire.definition import Catalogue, UnknownQuestionnaire

PART = 1000


def read_open_answers(installation: Installation) -> list[str]:
    """Every closed wave that has not been read; returns the ids of the waves read now.

    Only a wave that is closed and has nothing left in the inbox: the answers then stand there all
    at once, shuffled, and tell nothing of who sent one last.
    """
    left = select(InboxItem.id).where(InboxItem.wave_id == Wave.id).exists()
    due = select(Wave.id, Wave.organisation_id).where(
        Wave.closed_at.is_not(None), Wave.open_answers_read_at.is_(None), ~left
    )
    with reading(installation.engine) as session:
        waves = session.execute(due.order_by(Wave.id)).all()
    return [wave_id for wave_id, owner in waves if _read_wave(installation, wave_id, owner)]


def _read_wave(installation: Installation, wave_id: str, owner: str) -> bool:
    """Whether this call did it: of two workers at once one does, the other does nothing."""
    with reading(installation.engine) as session:
        texts = list(_texts(session, installation.catalogue, wave_id))
    secrets.SystemRandom().shuffle(texts)
    rows = [
        {"id": new_id(), "wave_id": wave_id, "organisation_id": owner, **_read(*found)}
        for found in texts
    ]
    with session_of(installation.engine) as session:
        first = (
            update(Wave)
            .where(Wave.id == wave_id, Wave.open_answers_read_at.is_(None))
            .values(open_answers_read_at=now())
        )
        if cast("CursorResult[Any]", session.execute(first)).rowcount != 1:
            return False
        if rows:
            session.execute(insert(OpenAnswer), rows)
            session.execute(insert(SecondReading), drawn(rows))
        session.commit()
    return True


def _texts(
    session: Session, catalogue: Catalogue, wave_id: str
) -> Iterator[tuple[str, str, str, str]]:
    """(questionnaire, question, expected language, text) of everything somebody wrote."""
    found = select(
        Response.questionnaire, Response.version, Response.language, Response.answers
    ).where(Response.wave_id == wave_id)
    open_codes: dict[tuple[str, int], tuple[str, ...]] = {}
    for code, version, language, answers in session.execute(found).yield_per(PART):
        if (code, version) not in open_codes:
            open_codes[code, version] = _open_questions(catalogue, code, version)
        for question in open_codes[code, version]:
            text = answers.get(question)
            if isinstance(text, str) and text.strip():
                yield code, question, language or "nl", text.strip()


def _open_questions(catalogue: Catalogue, code: str, version: int) -> tuple[str, ...]:
    try:
        asked = catalogue.questionnaire(code, version)
    except UnknownQuestionnaire:  # a file that was taken away: nobody can say what was asked
        return ()
    return tuple(one.code for one in asked.questions if one.kind == "open")


def _read(questionnaire: str, question: str, expected: str, text: str) -> dict[str, Any]:
    language, label, themes, marks = _reading(text, expected)
    return {
        "questionnaire": questionnaire,
        "question": question,
        "original": text,
        "language": language,
        "proposed_label": label,
        "themes": themes,
        "marks": [dict(zip(("kind", "start", "end"), mark, strict=True)) for mark in marks],
        "times_skipped": 0,
    }


@lru_cache(maxsize=256)  # "Nee", "Geen" and "Niets" come back many times
def _reading(
    text: str, expected: str
) -> tuple[str, str | None, tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    """Language, class, themes and what is to be covered; the words themselves go no further."""
    # The word lists take seconds to load: only a worker with something to read pays that.
    from analysis.openanswers.answer import analyse_answer  # noqa: PLC0415
    from analysis.openanswers.words.language import LANGUAGES  # noqa: PLC0415

    read = analyse_answer(text, expected if expected in LANGUAGES else "nl")
    label = None if read.label == "onzeker" else read.label
    marks = tuple((one.kind, one.start, one.end) for one in read.identifiers)
    return read.language, label, read.themes, marks
