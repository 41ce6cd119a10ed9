"""Publishing: the worker and the command line compute the next edition of a wave."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from survey_app.audit.recording import record
from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput
from survey_app.evaluation.breakdowns.gate import numbers_told
from survey_app.evaluation.breakdowns.releases import Telling, release_rows
from survey_app.evaluation.breakdowns.wave_data import wave_data
from survey_app.evaluation.evidence.entries import ENTRIES, NOTHING, Entries, entries_of
from survey_app.evaluation.norms.own.services_lights import keep_own_norms
from survey_app.evaluation.publishing.content import TableContent, content_version, table_content
from survey_app.evaluation.publishing.queries import DueWave, waves_due
from survey_app.evaluation.publishing.services_subjects import keep_subjects
from survey_app.evaluation.table1.queries import (
    earlier_contents,
    facts_of,
    latest_snapshot,
    waiting_sheets,
    wave_counts,
)
from survey_app.installation import Installation
from survey_app.models import Snapshot, Wave

MADE_ON = "made_on"


def publish_closed(installation: Installation, wave_id: str) -> Snapshot | None:
    """The closing edition of a wave (later: one after a correction), or None without news.

    While a wave is open nothing is published here: two states of one cell, subtracted, tell of
    the people between them (method.md D.17 point 13). Raises UnknownName.
    """
    return _publish(installation, wave_id, interim=False)


def publish_interim(installation: Installation, wave_id: str) -> Snapshot | None:
    """An edition of an open wave, because an evaluator wants one; None when nothing changed.

    Raises UnknownName, and BadInput for a wave that is closed.
    """
    with reading(installation.engine) as session:
        facts = facts_of(session, wave_id)
    if facts.closed:
        raise BadInput(
            "wave {facts!r} is closed: its edition is made without asking", facts=facts.name
        )
    made = _publish(installation, wave_id, interim=True)
    with session_of(installation.engine) as session:
        session.get_one(Wave, wave_id).interim_asked_at = None
        session.commit()
    return made


def _publish(installation: Installation, wave_id: str, interim: bool) -> Snapshot | None:
    """The next edition, or None when it would say the same as the last one.

    A closed wave of which sheets still wait to be counted is left for the next time: its first
    edition would hold back the last few answers for good. The table is computed outside any
    transaction; two workers at once make one edition, the second finds the first's.
    """
    with reading(installation.engine) as session:
        facts, counts = facts_of(session, wave_id), wave_counts(session, wave_id)
        waits = not interim and (not facts.closed or waiting_sheets(session, wave_id) > 0)
        last = latest_snapshot(session, wave_id)
        entries = entries_of(session, wave_id) if facts.closed else NOTHING
        if waits or (
            last is not None and _tells_all(last, content_version(facts, counts), entries)
        ):
            return None
        earlier = earlier_contents(session, wave_id)
        wave = wave_data(session, installation.catalogue, facts) if interim else None
    made = table_content(installation.catalogue, facts, counts, earlier)
    if facts.closed:
        made = replace(made, content={**made.content, ENTRIES: entries})
    if earlier and _same(earlier[-1], made.content):
        return None
    told = tuple(numbers_told(wave, made.content["cells"])) if wave else ()
    return _kept(installation, wave_id, made, last, told)


def _tells_all(last: Snapshot, version: str, entries: Entries) -> bool:
    """Whether an edition already says what there is: of the answers, and what was filled in."""
    return last.data_version == version and last.content.get(ENTRIES, NOTHING) == entries


def _kept(
    installation: Installation,
    wave_id: str,
    made: TableContent,
    last: Snapshot | None,
    told: tuple[Telling, ...],
) -> Snapshot | None:
    """Store the edition; what an interim one told of people goes with it."""
    snapshot = Snapshot(
        wave_id=wave_id,
        sequence=last.sequence + 1 if last is not None else 1,
        data_version=made.version,
        content={**made.content, MADE_ON: today().isoformat()},
        made_at=now(),
    )
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        session.add(snapshot)
        try:
            session.flush()
            sequence = snapshot.sequence
            session.add_all(release_rows(snapshot.id, told))
            record(session, wave.organisation_id, "edition.published", wave.name, version=sequence)
            session.commit()
        except IntegrityError:
            session.rollback()
            return None
    return snapshot


def publish_all(installation: Installation, again: bool = False) -> list[str]:
    """Make the editions that are due, with their subjects; returns the ids of new snapshots.

    The earliest wave first: a wave is compared with what was published of the one before it.
    Only waves of which something changed are looked at; with `again` every closed one, which is
    for what changes beside us: a new version of this program, a name of the organisation.
    """
    with reading(installation.engine) as session:
        due = waves_due(session, again)
    made = []
    for wave in due:
        publish = publish_interim if wave.interim else publish_closed
        snapshot = publish(installation, wave.id)
        if snapshot is not None:
            made.append(snapshot.id)
        if not wave.interim:
            _complete(installation, wave)
    return made


def publish_again(installation: Installation) -> list[str]:
    """Look at every closed wave, changed or not (see `publish_all`)."""
    return publish_all(installation, again=True)


def _complete(installation: Installation, wave: DueWave) -> None:
    """Keep what belongs to the closing edition, and the wave is no longer due.

    A wave of which sheets still wait stays due. What changed meanwhile has a higher revision, and
    is found the next time.
    """
    with reading(installation.engine) as session:
        last, waits = latest_snapshot(session, wave.id), waiting_sheets(session, wave.id) > 0
    if last is None or waits:
        return
    keep_subjects(installation, last.id)
    keep_own_norms(installation, last.id)
    with session_of(installation.engine) as session:
        done = update(Wave).where(Wave.id == wave.id).values(published_revision=wave.revision)
        session.execute(done)
        session.commit()


def published_edition(installation: Installation, wave_id: str) -> Snapshot:
    """The newest published edition; that of a closed wave is made when it is due.

    Raises UnknownName, and BadInput when nothing of this wave has been published.
    """
    publish_closed(installation, wave_id)
    with reading(installation.engine) as session:
        snapshot = latest_snapshot(session, wave_id)
        if snapshot is not None:
            return snapshot
        facts, waiting = facts_of(session, wave_id), waiting_sheets(session, wave_id)
    if facts.closed:
        raise BadInput(
            "nothing of wave {facts!r} has been published: {waiting} answer sheets still "
            "wait to be counted. Run 'trajectspiegel worker'; its log names what it cannot "
            "open",
            facts=facts.name,
            waiting=waiting,
        )
    raise BadInput(
        "nothing of wave {facts!r} has been published: it is open. Close it with "
        "'trajectspiegel close-wave', or make an interim edition on purpose with "
        "'trajectspiegel interim --wave {facts}'",
        facts=facts.name,
    )


def published_table(installation: Installation, wave_id: str) -> dict[str, Any]:
    """The 47 cells of the newest edition. Raises UnknownName and BadInput."""
    snapshot = published_edition(installation, wave_id)
    return {
        "wave": snapshot.content["wave"]["name"],
        "organisation": snapshot.content["wave"]["organisation"],
        "synthetic": installation.config.synthetic,
        "edition": snapshot.sequence,
        "closed": snapshot.content["wave"]["closed"],
        "data_version": snapshot.data_version,
        "cells": snapshot.content["cells"],
    }


def _same(published: Mapping[str, Any], content: dict[str, Any]) -> bool:
    """Whether readers would see the same, apart from the day it was made."""
    before = {key: value for key, value in published.items() if key != MADE_ON}
    return bool(before == json.loads(json.dumps(content)))
