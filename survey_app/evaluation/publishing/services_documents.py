"""The documents of an edition: made once, in their own time, after the edition itself."""

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from survey_app.database import reading, session_of
from survey_app.errors import UnknownName
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.files.documents import KINDS, Report, render_document
from survey_app.evaluation.publishing.queries import (
    FORMER,
    TREND,
    editions_without_documents,
)
from survey_app.evaluation.publishing.queries_editions import stored_subjects
from survey_app.evaluation.publishing.services_subjects import keep_subjects
from survey_app.evaluation.table1.queries import document_kinds
from survey_app.installation import Installation
from survey_app.models import Document, Snapshot


def make_documents(installation: Installation) -> list[str]:
    """Make the documents that are due; returns the ids of the editions that got theirs.

    One edition at a time, the newest first: killed half-way, the next run makes the rest.
    """
    with reading(installation.engine) as session:
        due = editions_without_documents(session)
    made = []
    for edition in due:
        if edition.is_newest:
            render_documents(installation, edition.snapshot_id)
            made.append(edition.snapshot_id)
        else:  # nobody reads the documents of an edition that another one has replaced
            _mark_made(installation, edition.snapshot_id)
    return made


def render_documents(installation: Installation, snapshot_id: str) -> list[str]:
    """Make the documents of a snapshot that are not there yet; returns their kinds.

    No database connection is held while a document is being made. Raises UnknownName.
    """
    with reading(installation.engine) as session:
        snapshot = session.get(Snapshot, snapshot_id)
        if snapshot is None:
            raise UnknownName("no snapshot {snapshot_id!r}", snapshot_id=snapshot_id)
        ready = document_kinds(session, snapshot_id)
    report = _report(installation, snapshot)
    made = [kind for kind in KINDS if kind not in ready]
    for kind in made:
        _store(installation, snapshot_id, kind, render_document(kind, report))
    _mark_made(installation, snapshot_id)
    return made


def _report(installation: Installation, snapshot: Snapshot) -> Report:
    """The edition with what it says of the wave before it, so that files show the same arrows."""
    if snapshot.content["wave"]["closed"]:
        keep_subjects(installation, snapshot.id)  # nothing to do where the worker has been
    with reading(installation.engine) as session:
        stored = stored_subjects(session, snapshot.id)
    return Report(
        edition_table(snapshot.content),
        installation.catalogue,
        installation.config.synthetic,
        tuple(stored.get(TREND) or ()),
        (stored.get(FORMER) or {}).get("name") or "",
    )


def _store(installation: Installation, snapshot_id: str, kind: str, content: bytes) -> None:
    with session_of(installation.engine) as session:
        try:
            session.execute(
                insert(Document).values(snapshot_id=snapshot_id, kind=kind, content=content)
            )
            session.commit()
        except IntegrityError:  # another worker made the same document
            session.rollback()


def _mark_made(installation: Installation, snapshot_id: str) -> None:
    with session_of(installation.engine) as session:
        made = update(Snapshot).where(Snapshot.id == snapshot_id).values(documents_due=False)
        session.execute(made)
        session.commit()
