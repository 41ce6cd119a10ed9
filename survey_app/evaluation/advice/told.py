"""The points of the deeladviezen as published, with what evaluators had gathered by then."""

from typing import Any

from survey_app.evaluation.documents.told import with_documents
from survey_app.evaluation.evidence.entries import Entries
from survey_app.evaluation.measures.told import with_measures


def points_told(points: list[dict[str, Any]], entries: Entries) -> list[dict[str, Any]]:
    """The points with the documents and the measures of the same edition."""
    return with_measures(with_documents(points, entries["documents"]), entries["measures"])
