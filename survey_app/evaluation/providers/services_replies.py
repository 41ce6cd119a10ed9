"""Storing the reply of a provider to its results."""

from sqlalchemy import Engine

from survey_app.clock import now
from survey_app.database import session_of
from survey_app.models import ProviderReply


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
        session.commit()
