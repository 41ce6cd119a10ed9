"""Storing the figures F01-F17 of a wave."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete
from sqlalchemy.orm import Session

from survey_app.evaluation.table1.queries import FigureLine
from survey_app.models import Figure
from survey_app.organisations.waves import mark_changed


def store_figures(session: Session, wave_id: str, lines: Sequence[FigureLine]) -> None:
    """Store these lines; a line with the same code and label replaces the earlier one."""
    for line in lines:
        session.execute(
            delete(Figure).where(
                Figure.wave_id == wave_id, Figure.code == line.code, Figure.label == line.label
            )
        )
    session.add_all(Figure(wave_id=wave_id, **asdict(line)) for line in lines)
    session.flush()
    mark_changed(session, wave_id)
    session.commit()
