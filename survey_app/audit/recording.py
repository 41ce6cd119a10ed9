"""Adding an entry to the log, within the transaction of the service that does the thing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.actor import actor
from survey_app.audit.chain import content_of, hash_of_entry, start_of
from survey_app.audit.events import DETAILS, EVENTS
from survey_app.clock import now
from survey_app.database import inserting
from survey_app.models import Wave
from survey_app.models.life_cycle.audit import AuditEntry, AuditHead

LONGEST = 200


def record(
    session: Session, organisation_id: str, what: str, about: str = "", **details: int | str
) -> None:
    """Put in the log that somebody did this; kept or lost together with what was done.

    `about` is a name of ours (a wave, a colleague, a file). Raises ValueError for an event or a
    detail that events.py does not know: that is a mistake of the program. Does not commit.
    """
    if what not in EVENTS or set(details) - set(DETAILS):
        raise ValueError(f"the log knows no {what!r} with {sorted(details)}")
    head = _held_head(session, organisation_id)
    at, said = now(), (actor(), what, about[:LONGEST])
    number, before = head.number + 1, head.hashed
    hashed = hash_of_entry(before, content_of(organisation_id, number, at, said, details))
    session.add(
        AuditEntry(
            organisation_id=organisation_id,
            number=number,
            at=at,
            who=said[0],
            what=what,
            about=said[2],
            details=dict(details),
            hash_before=before,
            hashed=hashed,
        )
    )
    head.number, head.hashed = number, hashed
    session.flush()


def record_in_wave(session: Session, wave_id: str, what: str, **details: int | str) -> None:
    """The same for what was done in a wave. Last in its transaction: the end of the log is held."""
    wave = session.get_one(Wave, wave_id)
    record(session, wave.organisation_id, what, wave.name, **details)


def _held_head(session: Session, organisation_id: str) -> AuditHead:
    """The end of the log, held until this transaction ends; of two first entries, one waits."""
    wanted = select(AuditHead).where(AuditHead.organisation_id == organisation_id)
    wanted = wanted.with_for_update().execution_options(populate_existing=True)
    head = session.scalar(wanted)
    if head is None:
        start = {"number": 0, "hashed": start_of(organisation_id)}
        first = inserting(session, AuditHead).values(organisation_id=organisation_id, **start)
        session.execute(first.on_conflict_do_nothing())
        head = session.scalars(wanted).one()
    return head
