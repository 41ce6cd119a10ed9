"""The evaluation of a wave: the cells of its newest edition, and what its closing opens."""

from collections.abc import Mapping
from typing import Any

from survey_app.database import reading
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.wave_data import (
    WaveData,
    held_questionnaires,
    wave_data,
    without,
)
from survey_app.evaluation.publishing.content import content_version
from survey_app.evaluation.publishing.services import published_table
from survey_app.evaluation.table1.queries import facts_of
from survey_app.installation import Installation


def evaluation_of(
    installation: Installation, wave_id: str, previous_id: str | None = None
) -> dict[str, Any]:
    """Everything of a wave that may be published, as plain JSON.

    Raises UnknownName and BadInput.
    """
    table = published_table(installation, wave_id)
    now = _published(installation, wave_id, table)
    before = None
    if previous_id is not None:
        earlier = published_table(installation, previous_id)
        before = _published(installation, previous_id, earlier)
    return {
        "wave": now.facts.name,
        "previous": before.facts.name if before is not None else None,
        "organisation": now.facts.organisation,
        "synthetic": installation.config.synthetic,
        "edition": table["edition"],
        "data_version": table["data_version"],
        "closed": now.closed,
        "cells": table["cells"],
        **evaluation_record(now, before),
    }


def _published(installation: Installation, wave_id: str, table: Mapping[str, Any]) -> WaveData:
    """The counts of a wave, without the questionnaires that say more than its edition does."""
    with reading(installation.engine) as session:
        wave = wave_data(session, installation.catalogue, facts_of(session, wave_id))
    stale = table["data_version"] != content_version(wave.facts, wave.counts)
    if not wave.closed and stale:  # answers came in since the interim edition
        return without(wave, (one.code for one in wave.questionnaires))
    return without(wave, held_questionnaires(wave, table["cells"]))
