"""An entry by itself, for what changes nothing else: a file that somebody takes along."""

from survey_app.audit.recording import record
from survey_app.database import session_of
from survey_app.installation import Installation


def record_alone(
    installation: Installation,
    organisation_id: str,
    what: str,
    about: str = "",
    **details: int | str,
) -> None:
    """Put this in the log, in a transaction of its own (see `record`)."""
    with session_of(installation.engine) as session:
        record(session, organisation_id, what, about, **details)
        session.commit()
