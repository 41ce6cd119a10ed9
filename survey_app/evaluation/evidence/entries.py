"""What evaluators filled in beside the answers, frozen into the edition of a closed wave.

Figures stand in an edition by themselves; here are the documents with their judgement (D01-D21),
the register of measures (D22) and the numbers of others. What is changed afterwards waits for the
next edition, which the worker makes at once: what a council read stays as it was read.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from survey_app.evaluation.documents.queries import documents_of
from survey_app.evaluation.documents.told import document_evidence
from survey_app.evaluation.figures.queries import outside_lines
from survey_app.evaluation.measures.presentation import (
    ShownMeasure,
    ShownState,
    shown_measure,
)
from survey_app.evaluation.measures.queries import measures_of
from survey_app.evaluation.measures.told import measure_record

ENTRIES = "entries"
Entries = Mapping[str, Any]
NOTHING: Entries = {"documents": {}, "measures": [], "register": [], "outside": []}


def entries_of(session: Session, wave_id: str) -> dict[str, Any]:
    """What is filled in now, as plain JSON."""
    found = measures_of(session, wave_id)
    outside = (asdict(one) for one in outside_lines(session, wave_id))
    return {
        "documents": document_evidence(documents_of(session, wave_id)),
        "measures": [{"point": one.measure.point, **measure_record(one)} for one in found],
        "register": [asdict(shown_measure(one)) for one in found],
        "outside": [{**one, "taken_on": one["taken_on"].isoformat()} for one in outside],
    }


def published_entries(session: Session, kept: Entries | None, wave_id: str) -> Entries:
    """Those `kept` in an edition; without (an older edition, an open wave) those of now."""
    return entries_of(session, wave_id) if kept is None else kept


def register(entries: Entries, kind: str) -> tuple[ShownMeasure, ...]:
    """The measures or recommendations of these entries, as the register shows them."""
    return tuple(
        ShownMeasure(**{**one, "before": _state(one["before"]), "now": _state(one["now"])})
        for one in entries["register"]
        if one["kind"] == kind
    )


def _state(told: Mapping[str, str] | None) -> ShownState | None:
    return None if told is None else ShownState(**told)
