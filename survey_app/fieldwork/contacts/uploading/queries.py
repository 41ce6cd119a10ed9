"""What the database knows of contact files that are not in yet."""

import datetime
from collections.abc import Sequence

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from survey_app.models import ContactColumn, ContactUpload, UploadedPiece, UploadedRow

UNDERWAY = ("reading", "checking", "importing")
RowSeen = Row[int, bytes, str, str | None, str | None]


def upload_of(session: Session, upload_id: str) -> ContactUpload | None:
    """One file."""
    return session.get(ContactUpload, upload_id)


def newest_upload(session: Session, wave_id: str) -> ContactUpload | None:
    """The last file that came for a wave."""
    statement = select(ContactUpload).where(ContactUpload.wave_id == wave_id)
    return session.scalars(statement.order_by(ContactUpload.made_at.desc()).limit(1)).first()


def underway(session: Session) -> list[str]:
    """The files that there is work on, the oldest first."""
    statement = select(ContactUpload.id).where(ContactUpload.stage.in_(UNDERWAY))
    return list(session.scalars(statement.order_by(ContactUpload.made_at, ContactUpload.id)))


def outdated(session: Session, before: datetime.datetime) -> list[str]:
    """The files that came before this moment and are not on their way into the store."""
    statement = select(ContactUpload.id).where(
        ContactUpload.made_at < before, ContactUpload.stage != "importing"
    )
    return list(session.scalars(statement))


def pieces_of(session: Session, upload_id: str) -> list[tuple[int, bytes]]:
    """(Number, ciphertext) of the pieces of a file, in order."""
    statement = select(UploadedPiece.number, UploadedPiece.ciphertext).where(
        UploadedPiece.contact_upload_id == upload_id
    )
    return [
        (number, sealed)
        for number, sealed in session.execute(statement.order_by(UploadedPiece.number))
    ]


def rows_with(
    session: Session, upload_id: str, verdict: str, limit: int, beyond: int = 0
) -> Sequence[RowSeen]:
    """The next rows with this verdict whose number is beyond another."""
    statement = (
        select(
            UploadedRow.number,
            UploadedRow.ciphertext,
            UploadedRow.verdict,
            UploadedRow.problem,
            UploadedRow.contact_id,
        )
        .where(UploadedRow.contact_upload_id == upload_id, UploadedRow.verdict == verdict)
        .where(UploadedRow.number > beyond)
        .order_by(UploadedRow.number)
        .limit(limit)
    )
    return session.execute(statement).all()


def row_numbered(session: Session, upload_id: str, number: int) -> RowSeen | None:
    """One row."""
    statement = select(
        UploadedRow.number,
        UploadedRow.ciphertext,
        UploadedRow.verdict,
        UploadedRow.problem,
        UploadedRow.contact_id,
    ).where(UploadedRow.contact_upload_id == upload_id, UploadedRow.number == number)
    return session.execute(statement).one_or_none()


def verdicts(session: Session, upload_id: str) -> dict[str, int]:
    """How many rows have each verdict."""
    statement = (
        select(UploadedRow.verdict, func.count())
        .where(UploadedRow.contact_upload_id == upload_id)
        .group_by(UploadedRow.verdict)
    )
    return dict(session.execute(statement).all())


def told_columns(session: Session, organisation_id: str) -> dict[str, str]:
    """What people of this organisation said that its columns are."""
    statement = select(ContactColumn.column, ContactColumn.name).where(
        ContactColumn.organisation_id == organisation_id
    )
    return dict(session.execute(statement).all())


def moved_on(session: Session, upload_id: str, stage: str, begin: int, end: int) -> bool:
    """Count these rows as done, unless somebody else did them meanwhile.

    The first statement of a part: who comes second waits for it, and then writes nothing.
    """
    done = session.execute(
        update(ContactUpload)
        .where(ContactUpload.id == upload_id, ContactUpload.stage == stage)
        .where(ContactUpload.done == begin)
        .values(done=end)
    )
    return getattr(done, "rowcount", 0) == 1


def damaged_rows(
    session: Session, upload_id: str, limit: int
) -> tuple[Sequence[Row[int, bytes]], int]:
    """The first rows whose name or address probably lost letters, and how many there are."""
    theirs = (
        UploadedRow.contact_upload_id == upload_id,
        UploadedRow.verdict == "good",
        UploadedRow.damaged.is_(True),
    )
    total = session.scalar(select(func.count()).where(*theirs)) or 0
    first = select(UploadedRow.number, UploadedRow.ciphertext).where(*theirs)
    return session.execute(first.order_by(UploadedRow.number).limit(limit)).all(), total


def first_rows(session: Session, upload_id: str, limit: int) -> Sequence[Row[int, bytes]]:
    """The first rows of a file, whatever was thought of them."""
    statement = (
        select(UploadedRow.number, UploadedRow.ciphertext)
        .where(UploadedRow.contact_upload_id == upload_id)
        .order_by(UploadedRow.number)
        .limit(limit)
    )
    return session.execute(statement).all()
