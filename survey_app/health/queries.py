"""Reading the worker's last sign of life."""

import datetime

from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.models import Heartbeat

WORKER = "worker"
SILENT_AFTER = datetime.timedelta(minutes=2)  # a worker at a large batch needs a while


def worker_seen_at(session: Session) -> datetime.datetime | None:
    """When the worker was last at work; None when it never was."""
    found = session.get(Heartbeat, WORKER)
    return found.beaten_at if found else None


def worker_is_silent(session: Session) -> bool:
    """Whether nothing has been heard of the worker for too long.

    A sign from the future says nothing: somebody has put the clock back.
    """
    seen = worker_seen_at(session)
    return seen is None or abs(now() - seen) > SILENT_AFTER
