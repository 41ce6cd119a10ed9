"""The editions of a wave that published subjects: what a next one is judged by. Reads only."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.evaluation.publishing.queries import KEPT
from survey_app.models import EditionSubject, ReleasedBreakdown, Snapshot


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """An edition with its subjects.

    of_trajectories: it was made of finished trajectories too. in_store: what its breakdowns told
    of people is known; of an edition from before that was kept it is not.
    """

    sequence: int
    subjects: dict[str, Any]
    of_trajectories: bool
    in_store: bool

    @property
    def origin(self) -> int:
        """The number of the edition whose subjects these still are; mostly its own."""
        return int((self.subjects.get(KEPT) or {"edition": self.sequence})["edition"])


def earlier_editions(session: Session, snapshot: Snapshot) -> list[EarlierEdition]:
    """The editions of the wave before this one that published subjects of anybody, oldest first."""
    told = select(ReleasedBreakdown.snapshot_id)
    statement = (
        select(Snapshot, Snapshot.id.in_(told))
        .where(Snapshot.wave_id == snapshot.wave_id, Snapshot.sequence < snapshot.sequence)
        .where(Snapshot.id.in_(select(EditionSubject.snapshot_id)))
        .order_by(Snapshot.sequence)
    )
    return [
        EarlierEdition(
            one.sequence, stored_subjects(session, one.id), "trajectories" in one.content, in_store
        )
        for one, in_store in session.execute(statement)
        if any(cell.get("n") for cell in one.content["cells"].values())
    ]


def stored_subjects(session: Session, snapshot_id: str) -> dict[str, Any]:
    """Every subject of an edition by its name."""
    rows = select(EditionSubject.subject, EditionSubject.content)
    found = session.execute(rows.where(EditionSubject.snapshot_id == snapshot_id))
    return {row.subject: row.content for row in found}
