"""Storing the figures F01-F17 of a wave, and those of others beside them."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Engine, delete, select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record, record_in_wave
from survey_app.database import session_of
from survey_app.errors import EntryRefused
from survey_app.evaluation.figures.outside import OutsideLine
from survey_app.evaluation.table1.queries import FigureLine
from survey_app.models import Figure, OutsideFigure, Wave
from survey_app.organisations.waves import mark_changed

PART = 100  # rows that one transaction stores
TAKEN = "Er is al een regel met deze naam en periode. Geef deze een andere naam."


def store_figures(session: Session, wave_id: str, lines: Sequence[FigureLine]) -> None:
    """Store these lines; a line with the same code, label and period replaces the earlier one.

    In parts that each commit: a file that was cut off is read again and gives the same.
    """
    for start in range(0, len(lines), PART):
        part = lines[start : start + PART]
        for line in part:
            session.execute(delete(Figure).where(*_same(wave_id, line)))
        session.add_all(Figure(wave_id=wave_id, **asdict(line)) for line in part)
        session.flush()
        mark_changed(session, wave_id)
        wave = session.get_one(Wave, wave_id)
        record(session, wave.organisation_id, "figures.imported", wave.name, rows=len(part))
        session.commit()


def save_figure(engine: Engine, wave_id: str, figure_id: str | None, line: FigureLine) -> None:
    """Store one line, new or in the place of an earlier one. Raises BadInput for a name twice."""
    with session_of(engine) as session:
        held = session.get(Figure, figure_id) if figure_id else None
        other = session.scalar(select(Figure.id).where(*_same(wave_id, line)))
        if other is not None and (held is None or other != held.id):
            raise EntryRefused(TAKEN)
        figure = held if held is not None and held.wave_id == wave_id else Figure(wave_id=wave_id)
        for name, value in asdict(line).items():
            setattr(figure, name, value)
        session.add(figure)
        session.flush()
        mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "figures.changed")
        session.commit()


def delete_figure(engine: Engine, wave_id: str, figure_id: str) -> None:
    """Take one line away."""
    with session_of(engine) as session:
        session.execute(delete(Figure).where(Figure.id == figure_id, Figure.wave_id == wave_id))
        mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "figures.changed")
        session.commit()


def store_outside(engine: Engine, wave_id: str, lines: Sequence[OutsideLine]) -> None:
    """Store numbers of others; the same number taken over again replaces the earlier one."""
    with session_of(engine) as session:
        for line in lines:
            session.execute(
                delete(OutsideFigure).where(
                    OutsideFigure.wave_id == wave_id,
                    OutsideFigure.source == line.source,
                    OutsideFigure.indicator == line.indicator,
                    OutsideFigure.place == line.place,
                    OutsideFigure.period == line.period,
                )
            )
        session.add_all(OutsideFigure(wave_id=wave_id, **asdict(line)) for line in lines)
        session.flush()
        mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "figures.changed")
        session.commit()


def _same(wave_id: str, line: FigureLine) -> tuple[ColumnElement[bool], ...]:
    return (
        Figure.wave_id == wave_id,
        Figure.code == line.code,
        Figure.label == line.label,
        Figure.period == line.period,
    )
