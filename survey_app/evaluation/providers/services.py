"""Storing finished trajectories as counts."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import delete
from sqlalchemy.orm import Session

from survey_app.evaluation.providers.file import Trajectory
from survey_app.models import TrajectoryCount
from survey_app.organisations.waves import mark_changed


def store_trajectories(session: Session, wave_id: str, counts: Mapping[Trajectory, int]) -> None:
    """Store these counts in the place of those that the wave had."""
    session.execute(delete(TrajectoryCount).where(TrajectoryCount.wave_id == wave_id))
    session.add_all(
        TrajectoryCount(wave_id=wave_id, n=n, **asdict(one)) for one, n in counts.items()
    )
    session.flush()
    mark_changed(session, wave_id)
    session.commit()
