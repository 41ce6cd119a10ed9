"""The figures of a wave with their ids, and those of others beside them. Reads only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.evaluation.figures.outside import OutsideLine
from survey_app.models import Figure, OutsideFigure


def entered_figures(session: Session, wave_id: str) -> list[Figure]:
    """Every line, by code, period and label."""
    statement = (
        select(Figure)
        .where(Figure.wave_id == wave_id)
        .order_by(Figure.code, Figure.label, Figure.period)
    )
    return list(session.scalars(statement))


def figure_of(session: Session, wave_id: str, figure_id: str) -> Figure | None:
    """One line of this wave."""
    found = session.get(Figure, figure_id)
    return found if found is not None and found.wave_id == wave_id else None


def outside_lines(session: Session, wave_id: str) -> list[OutsideLine]:
    """The numbers of others, by code, source, indicator, place and period."""
    names = OutsideLine.__dataclass_fields__
    statement = (
        select(*(getattr(OutsideFigure, name) for name in names))
        .where(OutsideFigure.wave_id == wave_id)
        .order_by(
            OutsideFigure.code,
            OutsideFigure.source,
            OutsideFigure.indicator,
            OutsideFigure.place,
            OutsideFigure.period,
        )
    )
    return [OutsideLine(*row) for row in session.execute(statement)]
