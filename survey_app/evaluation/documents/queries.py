"""The documents of a wave. Reads only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import EvidenceDocument


def documents_of(session: Session, wave_id: str) -> list[EvidenceDocument]:
    """Every document, by code and title."""
    statement = (
        select(EvidenceDocument)
        .where(EvidenceDocument.wave_id == wave_id)
        .order_by(EvidenceDocument.code, EvidenceDocument.title, EvidenceDocument.id)
    )
    return list(session.scalars(statement))


def document_of(session: Session, wave_id: str, document_id: str) -> EvidenceDocument | None:
    """One document of this wave."""
    found = session.get(EvidenceDocument, document_id)
    return found if found is not None and found.wave_id == wave_id else None
