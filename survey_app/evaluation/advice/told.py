"""The points of the deeladviezen as published, with what evaluators gathered since."""

from typing import Any

from sqlalchemy.orm import Session

from survey_app.evaluation.documents.queries import documents_of
from survey_app.evaluation.documents.told import with_documents
from survey_app.evaluation.measures.queries import measures_of
from survey_app.evaluation.measures.told import with_measures


def points_told(
    session: Session, wave_id: str, points: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The points with the documents and the measures that were added."""
    documented = with_documents(points, documents_of(session, wave_id))
    return with_measures(documented, measures_of(session, wave_id))
