"""Writing a sign of life."""

from survey_app.clock import now
from survey_app.database import session_of
from survey_app.health.queries import WORKER
from survey_app.installation import Installation
from survey_app.models import Heartbeat


def beat(installation: Installation) -> None:
    """The worker says that it is at work. Raises StoreUnavailable."""
    with session_of(installation.engine) as session:
        session.merge(Heartbeat(program=WORKER, beaten_at=now()))
        session.commit()
