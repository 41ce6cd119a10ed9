"""Which function computes which subject: the name of a case folder after its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.cases import (
    cells,
    comparisons,
    disclosure,
    outcomes,
    planning,
    response,
    selection,
)

Case = Callable[[Path], Any]

SUBJECTS: Mapping[str, Case] = {
    "celscore": cells.cell_score,
    "gemiddelde_interval": cells.mean_with_interval,
    "aandeel_interval": cells.share_with_interval,
    "onderdrukking": disclosure.suppression,
    "partijen": comparisons.parties,
    "fasetrend": comparisons.phases,
    "metingtrend": comparisons.waves,
    "verwachting_uitkomst": response.expectation,
    "representativiteit": response.representative,
    "stoplicht": response.lights,
    "sterren": outcomes.stars,
    "ladder": outcomes.ladder,
    "interviewselectie": selection.interviews,
    "behoeftegroepen": selection.needs,
    "benjamini_hochberg": comparisons.adjusted,
    "betrouwbaarheid": cells.cronbach,
    "planning": planning.planning,
}

WITHOUT_INPUT = frozenset({"planning"})
"""Subjects that compute from their parameters alone, so that a folder needs no input file."""
