"""What is kept of providers: their names in a wave, trajectories, replies. Reads only."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from survey_app.models import ProviderReply, TrajectoryCount, Wave


def providers_of(session: Session, wave_id: str) -> tuple[str, ...]:
    """The providers that the wave names."""
    return session.get_one(Wave, wave_id).providers


def are_stored(session: Session, wave_id: str) -> bool:
    """Whether finished trajectories of this wave were read before."""
    held = exists().where(TrajectoryCount.wave_id == wave_id)
    return bool(session.scalar(select(held)))


def replies(session: Session, wave_id: str) -> dict[str, ProviderReply]:
    """What each provider said about its results."""
    statement = select(ProviderReply).where(ProviderReply.wave_id == wave_id)
    return {one.provider: one for one in session.scalars(statement)}
