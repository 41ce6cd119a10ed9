"""The evaluation of a wave from its counts as they are now."""

from typing import Any

from survey_app.database import reading
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.wave_data import WaveData, wave_data
from survey_app.evaluation.publishing.content import content_version, current_cells
from survey_app.evaluation.publishing.services import facts_of
from survey_app.evaluation.table1.queries import latest_snapshot
from survey_app.installation import Installation


def evaluation_of(
    installation: Installation, wave_id: str, previous_id: str | None = None
) -> dict[str, Any]:
    """Everything of a wave that may be published, as plain JSON. Raises UnknownName."""
    with reading(installation.engine) as session:
        now = wave_data(session, installation.catalogue, facts_of(session, wave_id))
        before = (
            wave_data(session, installation.catalogue, facts_of(session, previous_id))
            if previous_id is not None
            else None
        )
        snapshot = latest_snapshot(session, wave_id)
        edition = snapshot.sequence if snapshot is not None else None
    return {
        "wave": now.facts.name,
        "previous": before.facts.name if before is not None else None,
        "organisation": now.facts.organisation,
        "synthetic": installation.config.synthetic,
        "edition": edition,
        "data_version": content_version(now.facts, now.counts),
        "closed": now.closed,
        "cells": _cells(installation, now),
        **evaluation_record(now, before),
    }


def _cells(installation: Installation, wave: WaveData) -> dict[str, dict[str, Any]]:
    return current_cells(installation.catalogue, wave.facts, wave.counts)
