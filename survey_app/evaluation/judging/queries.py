"""Conclusions of evaluators about one wave. Reads only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Judgement


def judgements(session: Session, wave_id: str, about: str) -> dict[str, Judgement]:
    """By code of the norm or the point."""
    statement = select(Judgement).where(Judgement.wave_id == wave_id, Judgement.about == about)
    return {one.code: one for one in session.scalars(statement)}
