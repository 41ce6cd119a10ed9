"""The worker works out the lights of one's own norms, beside the subjects of an edition."""

from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.database import reading, session_of
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.evidence.entries import ENTRIES, published_entries
from survey_app.evaluation.norms.own.lights import own_norms
from survey_app.evaluation.norms.own.queries import OWN_NORMS, own_frameworks
from survey_app.installation import Installation
from survey_app.models import EditionSubject, Snapshot

ADVICE = "advice"


def own_norms_of(session: Session, snapshot: Snapshot) -> list[dict[str, Any]]:
    """The norms of one's own, for this edition of a closed wave."""
    advice = session.get(EditionSubject, (snapshot.id, ADVICE))
    return own_norms(
        own_frameworks(session, snapshot.wave_id),
        edition_table(snapshot.content),
        advice.content if advice is not None else [],
        published_entries(session, snapshot.content.get(ENTRIES), snapshot.wave_id)["documents"],
    )


def keep_own_norms(installation: Installation, snapshot_id: str) -> bool:
    """Store the lights where they changed; returns whether they did."""
    with reading(installation.engine) as session:
        snapshot = session.get_one(Snapshot, snapshot_id)
        held = session.get(EditionSubject, (snapshot_id, OWN_NORMS))
        found = own_norms_of(session, snapshot)
    if held.content == found if held is not None else not found:
        return False
    row = {
        "snapshot_id": snapshot_id,
        "organisation_id": snapshot.organisation_id,
        "subject": OWN_NORMS,
        "content": found,
    }
    with session_of(installation.engine) as session:
        try:
            session.execute(
                delete(EditionSubject).where(
                    EditionSubject.snapshot_id == snapshot_id, EditionSubject.subject == OWN_NORMS
                )
            )
            session.execute(insert(EditionSubject), [row])
            session.commit()
        except IntegrityError:  # another worker stored them
            session.rollback()
    return True
