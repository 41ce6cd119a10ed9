"""The published editions that the council reads. Reads only."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.edition.records import EditionTable
from survey_app.models import Organisation, Snapshot, Wave


@dataclass(frozen=True, slots=True)
class PublishedWave:
    """A closed wave of which an edition has been published."""

    id: str
    name: str
    organisation: str


def published_waves(session: Session) -> list[PublishedWave]:
    """Every closed wave with a closing edition, newest first; an interim edition is none."""
    statement = (
        select(Wave.id, Wave.name, Organisation.name)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .where(Wave.closed_at.is_not(None), Wave.published_revision.is_not(None))
        .where(select(Snapshot.id).where(Snapshot.wave_id == Wave.id).exists())
        .order_by(Wave.starts_on.desc(), Wave.name)
    )
    return [PublishedWave(*row) for row in session.execute(statement)]


def tables_up_to(session: Session, snapshot: Snapshot) -> list[EditionTable]:
    """What the organisation published of this closed wave and earlier ones, oldest first.

    Of every earlier wave its newest edition; of this wave the edition asked for.
    """
    this = session.get_one(Wave, snapshot.wave_id)
    edition = aliased(Snapshot)
    newest = select(func.max(edition.sequence)).where(edition.wave_id == Wave.id).scalar_subquery()
    statement = (
        select(Snapshot.content)
        .join(Wave, Wave.id == Snapshot.wave_id)
        .where(Snapshot.sequence == newest, Wave.closed_at.is_not(None))
        .where(Wave.organisation_id == this.organisation_id, Wave.starts_on < this.starts_on)
        .order_by(Wave.starts_on)
    )
    earlier = [edition_table(content) for content in session.scalars(statement)]
    return [*(one for one in earlier if one.wave.closed), edition_table(snapshot.content)]
