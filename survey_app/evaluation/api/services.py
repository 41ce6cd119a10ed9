"""The evaluation of a wave: the cells of its newest edition, and what its closing opens."""

from typing import Any

from survey_app.database import reading
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.wave_data import wave_data
from survey_app.evaluation.publishing.services import facts_of, published_table
from survey_app.installation import Installation


def evaluation_of(
    installation: Installation, wave_id: str, previous_id: str | None = None
) -> dict[str, Any]:
    """Everything of a wave that may be published, as plain JSON.

    Raises UnknownName and BadInput.
    """
    table = published_table(installation, wave_id)
    with reading(installation.engine) as session:
        now = wave_data(session, installation.catalogue, facts_of(session, wave_id))
        before = (
            wave_data(session, installation.catalogue, facts_of(session, previous_id))
            if previous_id is not None
            else None
        )
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
