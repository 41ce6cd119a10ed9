"""What is kept of providers: their replies. Reads only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import ProviderReply


def replies(session: Session, wave_id: str) -> dict[str, ProviderReply]:
    """What each provider said about its results."""
    statement = select(ProviderReply).where(ProviderReply.wave_id == wave_id)
    return {one.provider: one for one in session.scalars(statement)}
