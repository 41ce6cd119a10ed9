"""Storing finished trajectories as counts, and the reply of a provider to its results."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.evaluation.providers.read import Trajectory
from survey_app.models import ProviderReply, TrajectoryCount
from survey_app.organisations.waves import mark_changed


def store_trajectories(session: Session, wave_id: str, counts: Mapping[Trajectory, int]) -> None:
    """Store these counts in the place of those that the wave had."""
    session.execute(delete(TrajectoryCount).where(TrajectoryCount.wave_id == wave_id))
    session.add_all(
        TrajectoryCount(wave_id=wave_id, n=n, **asdict(one)) for one, n in counts.items()
    )
    session.flush()
    mark_changed(session, wave_id)
    record_in_wave(session, wave_id, "trajectories.imported")
    session.commit()


def store_reply(engine: Engine, wave_id: str, provider: str, text: str, name: str) -> None:
    """Store what a provider says in the place of what it said before; nothing takes it away."""
    with session_of(engine) as session:
        held = session.get(ProviderReply, (wave_id, provider))
        if held is not None and not text:
            session.delete(held)
        elif text:
            reply = held or ProviderReply(wave_id=wave_id, provider=provider)
            reply.text, reply.entered_by, reply.entered_at = text, name, now()
            session.add(reply)
        record_in_wave(session, wave_id, "reply.written")
        session.commit()
