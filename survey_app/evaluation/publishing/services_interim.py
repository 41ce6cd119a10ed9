"""Asking for an interim edition: a wish the web writes down and the worker fulfils."""

from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.models import Wave


def ask_interim(installation: Installation, wave_id: str) -> None:
    """Ask the worker for an edition of an open wave; asking twice makes one. Raises BadInput."""
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        if wave.closed_at is not None:
            raise BadInput(
                "wave {wave!r} is closed: its edition is made without asking", wave=wave.name
            )
        wave.interim_asked_at = wave.interim_asked_at or now()
        record(session, wave.organisation_id, "edition.asked", wave.name)
        session.commit()
