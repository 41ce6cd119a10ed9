"""Publishing: the worker and the command line compute a snapshot and its documents."""

import json
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.clock import now, today
from survey_app.database import session_of
from survey_app.errors import UnknownName
from survey_app.evaluation.publishing.content import content_version, current_cells, table_content
from survey_app.evaluation.publishing.documents import KINDS, Report, render_document
from survey_app.evaluation.table1.queries import (
    WaveFacts,
    document_kinds,
    latest_snapshot,
    wave_counts,
    wave_facts,
)
from survey_app.installation import Installation
from survey_app.models import Document, Snapshot, Wave

MADE_ON = "made_on"


def publish_snapshot(installation: Installation, wave_id: str) -> Snapshot | None:
    """A new edition of the wave's table, or None when it would say the same as the last one.

    Raises UnknownName. Two workers at once make one edition: the second finds the first's.
    """
    with session_of(installation.engine) as session:
        facts, counts = facts_of(session, wave_id), wave_counts(session, wave_id)
        last = latest_snapshot(session, wave_id)
        if last is not None and last.data_version == content_version(facts, counts):
            return None
        made = table_content(
            installation.catalogue, facts, counts, last.content if last is not None else None
        )
        if last is not None and _same(last.content, made.content):
            return None
        snapshot = Snapshot(
            wave_id=wave_id,
            sequence=last.sequence + 1 if last is not None else 1,
            data_version=made.version,
            content={**made.content, MADE_ON: today().isoformat()},
            made_at=now(),
        )
        session.add(snapshot)
        try:
            session.commit()
        except IntegrityError:
            session.rollback()
            return None
        return snapshot


def render_documents(installation: Installation, snapshot_id: str) -> list[str]:
    """Make the documents of a snapshot that are not there yet; returns their kinds.

    No database connection is held while a document is being made.
    """
    with session_of(installation.engine) as session:
        snapshot = session.get(Snapshot, snapshot_id)
        if snapshot is None:
            raise UnknownName(f"no snapshot {snapshot_id!r}")
        ready = document_kinds(session, snapshot_id)
    report = Report(snapshot.content, installation.catalogue, installation.config.synthetic)
    made = [kind for kind in KINDS if kind not in ready]
    for kind in made:
        _store(installation, snapshot_id, kind, render_document(kind, report))
    return made


def publish_all(installation: Installation) -> list[str]:
    """Bring every wave's table and documents up to date; returns the ids of new snapshots."""
    with session_of(installation.engine) as session:
        waves = list(session.scalars(select(Wave.id).order_by(Wave.id)))
    made = []
    for wave_id in waves:
        snapshot = publish_snapshot(installation, wave_id)
        if snapshot is not None:
            made.append(snapshot.id)
        with session_of(installation.engine) as session:
            last = latest_snapshot(session, wave_id)
        if last is not None:
            render_documents(installation, last.id)
    return made


def current_table(installation: Installation, wave_id: str) -> dict[str, Any]:
    """The 47 cells of a wave from the counts as they are now, for the operator's commands."""
    with session_of(installation.engine) as session:
        facts, counts = facts_of(session, wave_id), wave_counts(session, wave_id)
    return {
        "wave": facts.name,
        "organisation": facts.organisation,
        "data_version": content_version(facts, counts),
        "cells": current_cells(installation.catalogue, facts, counts),
    }


def facts_of(session: Session, wave_id: str) -> WaveFacts:
    """The facts of one wave. Raises UnknownName."""
    found = next((facts for facts in wave_facts(session) if facts.id == wave_id), None)
    if found is None:
        raise UnknownName(f"no wave with id {wave_id!r}")
    return found


def _same(published: dict[str, Any], content: dict[str, Any]) -> bool:
    """Whether readers would see the same, apart from the day it was made."""
    before = {key: value for key, value in published.items() if key != MADE_ON}
    return bool(before == json.loads(json.dumps(content)))


def _store(installation: Installation, snapshot_id: str, kind: str, content: bytes) -> None:
    with session_of(installation.engine) as session:
        try:
            session.execute(
                insert(Document).values(snapshot_id=snapshot_id, kind=kind, content=content)
            )
            session.commit()
        except IntegrityError:  # another worker made the same document
            session.rollback()
