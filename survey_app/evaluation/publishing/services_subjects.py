"""The subjects of a closing edition: computed once by the worker, read by every page."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.disclosure import holds_back, subjects_must_wait
from survey_app.database import reading, session_of
from survey_app.errors import UnknownName
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.gate import breakdowns_told, numbers_told
from survey_app.evaluation.breakdowns.releases import Telling, release_rows
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
from survey_app.evaluation.publishing.queries_editions import (
    EarlierEdition,
    earlier_editions,
    stored_subjects,
)
from survey_app.evaluation.table1.queries import facts_of, latest_snapshot
from survey_app.installation import Installation
from survey_app.models import EditionSubject, Snapshot

PUBLISHED = {"dashboard", "history"}  # made from published editions, see dashboard/record
ANY_MOVE = 10**9  # people: where it is not known what an edition told, every move tells too much


def keep_subjects(installation: Installation, snapshot_id: str) -> list[str]:
    """Store the subjects that a closing edition has not got yet; returns their names.

    An interim edition has none (method.md D.17 point 13). What follows from published editions
    alone is made for every edition, also where the other subjects keep an earlier state. What is
    told of people goes to the store of releases with it. Nothing is computed in a transaction
    that writes. Raises UnknownName.
    """
    with reading(installation.engine) as session:
        snapshot = session.get(Snapshot, snapshot_id)
        if snapshot is None:
            raise UnknownName("no snapshot {snapshot_id!r}", snapshot_id=snapshot_id)
        if not snapshot.content["wave"]["closed"]:
            return []
        stored = stored_subjects(session, snapshot_id)
        known, told = frozenset(stored), list[Telling]()
        if known >= PUBLISHED:
            return []
        subjects = stored
        if not stored:
            wave = _counted(session, installation, snapshot)
            subjects = _subjects_to_publish(session, installation, snapshot, wave)
            told = list(_told(wave, snapshot, subjects))
        tables = tables_up_to(session, snapshot)
    former = subjects[FORMER]["name"]
    subjects |= published_record(tables, installation.catalogue, subjects["trend"], former)
    _store(installation, snapshot_id, {k: v for k, v in subjects.items() if k not in known}, told)
    return sorted(subjects.keys() - known)


def _store(
    installation: Installation, snapshot_id: str, subjects: dict[str, Any], told: list[Telling]
) -> None:
    rows = [
        {"snapshot_id": snapshot_id, "subject": name, "content": content}
        for name, content in subjects.items()
    ]
    with session_of(installation.engine) as session:
        try:
            session.execute(insert(EditionSubject), rows)
            session.add_all(release_rows(snapshot_id, told))
            session.commit()
        except IntegrityError:  # another worker kept them
            session.rollback()


def _told(wave: WaveData, snapshot: Snapshot, subjects: dict[str, Any]) -> Iterable[Telling]:
    """What this edition tells of people: breakdowns only where they are its own."""
    cells = snapshot.content["cells"]
    if subjects[KEPT] is None:
        return breakdowns_told(without(wave, held_questionnaires(wave, cells)))
    return numbers_told(wave, cells)


def _subjects_to_publish(
    session: Session, installation: Installation, snapshot: Snapshot, wave: WaveData
) -> dict[str, Any]:
    """The subjects of this edition: those of the edition before, where new ones tell too much."""
    earlier = earlier_editions(session, snapshot)
    if not earlier:
        return {**_subjects(session, installation, snapshot, wave), KEPT: None}
    kept = {**earlier[-1].subjects, KEPT: {"edition": earlier[-1].origin}}
    if holds_back(snapshot.content):
        return kept
    made = json.loads(json.dumps(_subjects(session, installation, snapshot, wave)))
    minimum = snapshot.content["wave"]["minimum"]
    own = (one for one in earlier if one.origin == one.sequence)
    return kept if any(_tell(one, made, minimum) for one in own) else {**made, KEPT: None}


def _tell(one: EarlierEdition, made: dict[str, Any], minimum: int) -> bool:
    """Whether new subjects, beside those of an earlier edition, would tell about a few people."""
    least = minimum if one.in_store else ANY_MOVE
    if one.of_trajectories:
        return subjects_must_wait(one.subjects, made, least)
    before, after = without_trajectories(one.subjects), without_trajectories(made)
    return subjects_must_wait(before, after, least)


def _subjects(
    session: Session, installation: Installation, snapshot: Snapshot, wave: WaveData
) -> dict[str, Any]:
    before = _former(session, installation, snapshot.wave_id)
    now = without(wave, held_questionnaires(wave, snapshot.content["cells"]))
    name = {"name": before.facts.name if before is not None else None}
    return {**evaluation_record(now, before), FORMER: name}


def _former(session: Session, installation: Installation, wave_id: str) -> WaveData | None:
    """The wave before this one as its newest edition told of it."""
    former_id = former_wave_id(session, wave_id)
    former = latest_snapshot(session, former_id) if former_id is not None else None
    if former is None:
        return None
    kept = stored_subjects(session, former.id).get(KEPT) is not None
    wave = replace(_counted(session, installation, former), kept=kept)
    return without(wave, held_questionnaires(wave, former.content["cells"]))


def _counted(session: Session, installation: Installation, snapshot: Snapshot) -> WaveData:
    facts = facts_of(session, snapshot.wave_id)
    return wave_data(session, installation.catalogue, facts)
