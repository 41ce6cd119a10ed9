"""Storing a document with its judgement, taking it away, and reading along."""

import datetime
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now, today
from survey_app.database import session_of
from survey_app.errors import EntryRefused
from survey_app.evaluation.documents.queries import document_of
from survey_app.models import EvidenceDocument
from survey_app.organisations.waves import mark_changed

GONE = "Dit document staat er niet meer."
NOTHING_JUDGED = "Er is nog geen oordeel om mee te lezen."
ONES_OWN = "Een ander moet uw oordeel meelezen."


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What an evaluator says of a document; without a light it was not judged yet."""

    code: str
    title: str
    reference: str
    tells_from: datetime.date
    tells_to: datetime.date | None
    light: str | None
    reason: str


def save_document(
    engine: Engine, wave_id: str, document_id: str | None, said: DocumentFacts, name: str
) -> str:
    """Store a document, new or changed; a changed judgement is read along anew. Returns its id.

    Raises BadInput for one that was taken away meanwhile.
    """
    with session_of(engine) as session:
        held = document_of(session, wave_id, document_id) if document_id else None
        if document_id and held is None:
            raise EntryRefused(GONE)
        document = held or EvidenceDocument(wave_id=wave_id, added_on=today(), reason="")
        judged_anew = (document.light, document.reason) != (said.light, said.reason)
        for field, value in asdict(said).items():
            setattr(document, field, value)
        if judged_anew:
            document.judged_by, document.read_by = name if said.light else None, None
        document.changed_at = now()
        session.add(document)
        session.flush()
        mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "documents.changed")
        session.commit()
        return document.id


def delete_document(engine: Engine, wave_id: str, document_id: str) -> None:
    """Take a document away."""
    with session_of(engine) as session:
        session.execute(
            delete(EvidenceDocument).where(
                EvidenceDocument.id == document_id, EvidenceDocument.wave_id == wave_id
            )
        )
        mark_changed(session, wave_id)
        record_in_wave(session, wave_id, "documents.changed")
        session.commit()


def agree_with_document(engine: Engine, wave_id: str, document_id: str, name: str) -> None:
    """Note that somebody else read the judgement and agrees.

    Raises BadInput without a judgement, and for one's own.
    """
    with session_of(engine) as session:
        held = document_of(session, wave_id, document_id)
        if held is None or held.judged_by is None:
            raise EntryRefused(NOTHING_JUDGED)
        if held.judged_by == name:
            raise EntryRefused(ONES_OWN)
        held.read_by = name
        record_in_wave(session, wave_id, "documents.changed")
        session.commit()
