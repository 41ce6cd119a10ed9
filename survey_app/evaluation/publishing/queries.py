"""What has been published: waves with their newest edition, and its documents. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import Session, aliased

from survey_app.database import as_indexed
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.edition.records import EditionTable
from survey_app.evaluation.evidence.entries import ENTRIES
from survey_app.evaluation.table1.queries import (
    document_bytes,
    latest_snapshot,
    sheets_received,
)
from survey_app.evaluation.wording import date_words, sheets_words
from survey_app.models import EditionSubject, Snapshot, Wave

KEPT = "kept"  # subject: the edition of which this one keeps the subjects, or None
TREND = "trend"  # subject: each cell beside the former wave
FORMER = "former"  # subject: the wave that the trend looks back on, by name


@dataclass(frozen=True, slots=True)
class Edition:
    """The newest published table of a wave."""

    snapshot_id: str
    number: int
    table: EditionTable
    made_on: str
    version: str = ""  # of the data it was made from
    entries: Mapping[str, Any] | None = None  # evidence/entries; None: from before they were kept


@dataclass(frozen=True, slots=True)
class WaveState:
    """What may be told of a wave before anything of it is published."""

    id: str
    organisation_id: str
    name: str
    is_closed: bool
    interim_asked: bool
    received: str


@dataclass(frozen=True, slots=True)
class DueWave:
    """A wave of which an edition may have to be made, and the change it would be made of."""

    id: str
    revision: int
    interim: bool


@dataclass(frozen=True, slots=True)
class UnmadeEdition:
    """An edition of which the documents have not been made."""

    snapshot_id: str
    is_newest: bool  # no later edition of its wave


def waves_due(session: Session, again: bool) -> list[DueWave]:
    """Closed waves that changed since their last edition (`again`: all), and those asked for."""
    asked = and_(Wave.interim_asked_at.is_not(None), Wave.closed_at.is_(None))
    changed = or_(Wave.published_revision.is_(None), Wave.published_revision != Wave.revision)
    closed = and_(Wave.closed_at.is_not(None), changed if not again else true())
    statement = select(Wave.id, Wave.revision, asked).where(or_(asked, closed), ~Wave.is_test)
    found = session.execute(statement.order_by(Wave.starts_on, Wave.id))
    return [DueWave(*row) for row in found]


def editions_without_documents(session: Session) -> list[UnmadeEdition]:
    """The editions whose documents are still to be made, newest first."""
    later = aliased(Snapshot)
    replaced = (
        select(later.id)
        .where(later.wave_id == Snapshot.wave_id, later.sequence > Snapshot.sequence)
        .exists()
    )
    statement = select(Snapshot.id, ~replaced).where(as_indexed(Snapshot.documents_due))
    return [
        UnmadeEdition(*row) for row in session.execute(statement.order_by(Snapshot.made_at.desc()))
    ]


def wave_state(session: Session, wave_id: str) -> WaveState | None:
    """The state of a wave, or None when there is no such wave among those seen here."""
    wave = session.get(Wave, wave_id)
    if wave is None or wave.is_test:
        return None
    received = sheets_words(sheets_received(session, wave_id))
    closed, asked = wave.closed_at is not None, wave.interim_asked_at is not None
    return WaveState(wave.id, wave.organisation_id, wave.name, closed, asked, received)


def is_known(session: Session, wave_id: str) -> bool:
    """Whether there is such a wave among those that are seen here."""
    wave = session.get(Wave, wave_id)
    return wave is not None and not wave.is_test


def edition(session: Session, wave_id: str) -> Edition | None:
    """The newest edition of a wave, or None when nothing has been published."""
    snapshot = latest_snapshot(session, wave_id)
    if snapshot is None:
        return None
    table = edition_table(snapshot.content)
    made_on = date_words(table.made_on)
    entries = snapshot.content.get(ENTRIES)
    version = snapshot.data_version
    return Edition(snapshot.id, snapshot.sequence, table, made_on, version, entries)


def subject(session: Session, published: Edition, name: str) -> Any:
    """One subject of an edition as it was published, or None while it is still being made."""
    return session.scalar(
        select(EditionSubject.content).where(
            EditionSubject.snapshot_id == published.snapshot_id, EditionSubject.subject == name
        )
    )


def former_wave_id(session: Session, wave_id: str) -> str | None:
    """The last closed wave of the same organisation that began before this one."""
    this = session.get_one(Wave, wave_id)
    statement = (
        select(Wave.id)
        .where(Wave.organisation_id == this.organisation_id, Wave.starts_on < this.starts_on)
        .where(Wave.closed_at.is_not(None), ~Wave.is_test)
        .order_by(Wave.starts_on.desc())
        .limit(1)
    )
    return session.scalar(statement)


def document(session: Session, published: Edition, kind: str) -> bytes | None:
    """A document of this edition, or None while it is still being made."""
    return document_bytes(session, published.snapshot_id, kind)
