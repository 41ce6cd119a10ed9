"""The subjects of a closing edition: computed once by the worker, read by every page."""

import json
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.disclosure import holds_back, subjects_must_wait
from survey_app.database import reading, session_of
from survey_app.errors import UnknownName
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.wave_data import (
    WaveData,
    held_questionnaires,
    wave_data,
    without,
)
from survey_app.evaluation.dashboard.queries import tables_up_to
from survey_app.evaluation.dashboard.record import published_record
from survey_app.evaluation.providers.told import without_trajectories
from survey_app.evaluation.publishing.queries import FORMER, KEPT, former_wave_id
from survey_app.evaluation.table1.queries import facts_of, latest_snapshot
from survey_app.installation import Installation
from survey_app.models import EditionSubject, Snapshot

PUBLISHED = {"dashboard", "history"}  # made from published editions, see dashboard/record


def keep_subjects(installation: Installation, snapshot_id: str) -> list[str]:
    """Store the subjects that a closing edition has not got yet; returns their names.

    An interim edition has none (method.md D.17 point 13). What follows from published editions
    alone is made for every edition, also where the other subjects keep an earlier state. Nothing
    is computed in a transaction that writes. Raises UnknownName.
    """
    with reading(installation.engine) as session:
        snapshot = session.get(Snapshot, snapshot_id)
        if snapshot is None:
            raise UnknownName("no snapshot {snapshot_id!r}", snapshot_id=snapshot_id)
        if not snapshot.content["wave"]["closed"]:
            return []
        stored = stored_subjects(session, snapshot_id)
        known = frozenset(stored)
        if known >= PUBLISHED:
            return []
        subjects = stored or _subjects_to_publish(session, installation, snapshot)
        tables = tables_up_to(session, snapshot)
    former = subjects[FORMER]["name"]
    subjects |= published_record(tables, installation.catalogue, subjects["trend"], former)
    rows = [
        {"snapshot_id": snapshot_id, "subject": name, "content": content}
        for name, content in subjects.items()
        if name not in known
    ]
    with session_of(installation.engine) as session:
        try:
            session.execute(insert(EditionSubject), rows)
            session.commit()
        except IntegrityError:  # another worker kept them
            session.rollback()
    return sorted(row["subject"] for row in rows)


def stored_subjects(session: Session, snapshot_id: str) -> dict[str, Any]:
    """Every subject of an edition by its name."""
    rows = select(EditionSubject.subject, EditionSubject.content)
    found = session.execute(rows.where(EditionSubject.snapshot_id == snapshot_id))
    return {row.subject: row.content for row in found}


def _subjects_to_publish(
    session: Session, installation: Installation, snapshot: Snapshot
) -> dict[str, Any]:
    """The subjects of this edition: those of the edition before, where new ones tell too much."""
    former = _edition_before(session, snapshot)
    if former is None:
        return {**_subjects(session, installation, snapshot), KEPT: None}
    before = stored_subjects(session, former.id)
    origin = (before.get(KEPT) or {"edition": former.sequence})["edition"]
    kept = {**before, KEPT: {"edition": origin}}
    if holds_back(snapshot.content):
        return kept
    made = json.loads(json.dumps(_subjects(session, installation, snapshot)))
    minimum = snapshot.content["wave"]["minimum"]
    if _told_of_trajectories(session, snapshot.wave_id, origin):
        waits = subjects_must_wait(before, made, minimum)
    else:
        waits = subjects_must_wait(
            without_trajectories(before), without_trajectories(made), minimum
        )
    return kept if waits else {**made, KEPT: None}


def _told_of_trajectories(session: Session, wave_id: str, sequence: int) -> bool:
    """Whether this edition was made of finished trajectories too."""
    of_wave = select(Snapshot.content).where(Snapshot.wave_id == wave_id)
    content = session.scalars(of_wave.where(Snapshot.sequence == sequence)).one()
    return "trajectories" in content


def _edition_before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """The last edition of the wave before this one that published subjects of anybody."""
    former = session.scalar(
        select(Snapshot)
        .where(Snapshot.wave_id == snapshot.wave_id, Snapshot.sequence < snapshot.sequence)
        .where(Snapshot.id.in_(select(EditionSubject.snapshot_id)))
        .order_by(Snapshot.sequence.desc())
        .limit(1)
    )
    told = former is not None and any(cell.get("n") for cell in former.content["cells"].values())
    return former if told else None


def _subjects(session: Session, installation: Installation, snapshot: Snapshot) -> dict[str, Any]:
    former_id = former_wave_id(session, snapshot.wave_id)
    former = latest_snapshot(session, former_id) if former_id is not None else None
    before = _published(session, installation, former) if former is not None else None
    now = _published(session, installation, snapshot)
    name = {"name": before.facts.name if before is not None else None}
    return {**evaluation_record(now, before), FORMER: name}


def _published(session: Session, installation: Installation, snapshot: Snapshot) -> WaveData:
    """The counts of a wave, without the questionnaires of which a cell was held back."""
    facts = facts_of(session, snapshot.wave_id)
    wave = wave_data(session, installation.catalogue, facts)
    return without(wave, held_questionnaires(wave, snapshot.content["cells"]))
