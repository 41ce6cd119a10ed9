"""A file comes in from a browser: sealed in pieces, then its rows apart, each sealed."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, update

from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.documents.tabular import Table
from survey_app.errors import CannotDecrypt, FileRefused
from survey_app.fieldwork.contacts.columns import columns_of
from survey_app.fieldwork.contacts.file import can_reach, checked_table
from survey_app.fieldwork.contacts.queries import plan_of
from survey_app.fieldwork.contacts.services import IntoWave
from survey_app.fieldwork.contacts.uploading.queries import moved_on, pieces_of, told_columns
from survey_app.fieldwork.contacts.uploading.sealing import (
    Holder,
    RowContent,
    holder_of,
    opened_piece,
    sealed_piece,
    sealed_row,
)
from survey_app.installation import Installation
from survey_app.models import ContactUpload, UploadedPiece, UploadedRow
from survey_app.models.columns import new_id

PIECE = 256 * 1024
PIECES = 4  # that are erased at once
ROWS = 250
FILE = "bestand"
LOST = "Het bestand is niet meer te lezen. Kies het opnieuw."


def receive(installation: Installation, place: IntoWave, raw: bytes) -> str:
    """Keep a file, sealed, until it is confirmed or a day has gone by; returns its id."""
    upload_id, owner = new_id(), place.organisation_id
    holder = holder_of(installation.keys.contact, owner, upload_id)
    with session_of(installation.engine) as session:
        session.add(
            ContactUpload(
                id=upload_id,
                wave_id=place.wave_id,
                organisation_id=owner,
                columns={},
                made_at=now(),
            )
        )
        session.commit()
    for number, start in enumerate(range(0, len(raw), PIECE)):
        sealed = sealed_piece(holder, number, raw[start : start + PIECE])
        with session_of(installation.engine) as session:
            session.add(
                UploadedPiece(
                    contact_upload_id=upload_id,
                    number=number,
                    ciphertext=sealed,
                    organisation_id=owner,
                )
            )
            session.commit()
    _move(installation, upload_id, "receiving", stage="reading")
    return upload_id


def read_pieces(installation: Installation, upload: ContactUpload) -> bool:
    """Set the rows of a file apart, a part at a time. False when that is interrupted by another.

    A file that cannot be used is gone at once; what is wrong with it stays.
    """
    if upload.rows and upload.done == upload.rows:  # killed after the last of them
        return _all_apart(installation, upload.id, upload.columns["names"])
    holder = holder_of(installation.keys.contact, upload.organisation_id, upload.id)
    with reading(installation.engine) as session:
        pieces = pieces_of(session, upload.id)
        told = told_columns(session, upload.organisation_id)
        plan = plan_of(session, upload.wave_id)
    try:
        raw = b"".join(opened_piece(holder, number, sealed) for number, sealed in pieces)
        table = checked_table(raw, FILE)
    except FileRefused as error:
        return _refuse(installation, upload.id, error.dutch)
    except CannotDecrypt:
        return _refuse(installation, upload.id, LOST)
    names = columns_of(table.header, told, plan.is_rolling).names
    if not upload.columns:
        _note(installation, upload.id, table, dict(names))
    apart = _set_apart(installation, holder, table, upload.done)
    return apart and _all_apart(installation, upload.id, names)


def _note(installation: Installation, upload_id: str, table: Table, names: dict[str, str]) -> None:
    """The columns of the file and how many rows there are, before the first is set apart."""
    columns = {"header": list(table.header), "names": names, "encoding": table.encoding}
    rows = sum(1 for _ in table.rows())
    _move(installation, upload_id, "reading", columns=columns, rows=rows)


def _set_apart(installation: Installation, holder: Holder, table: Table, done: int) -> bool:
    cells, upload_id = islice(table.rows(), done, None), holder.upload_id
    while part := list(islice(cells, ROWS)):
        rows = [
            {
                "contact_upload_id": upload_id,
                "organisation_id": holder.organisation_id,
                "number": number,
                "ciphertext": sealed_row(holder, number, RowContent(found)),
            }
            for number, found in part
        ]
        with session_of(installation.engine) as session:
            if not moved_on(session, upload_id, "reading", done, done + len(part)):
                return False
            session.execute(insert(UploadedRow), rows)
            session.commit()
        done += len(part)
    return True


def _all_apart(installation: Installation, upload_id: str, names: Mapping[str, str]) -> bool:
    """The rows are judged next, or somebody says what they hold; the file as it came is erased.

    In this order: who reads the pieces at the same moment must not take them for a broken file.
    """
    stage = "checking" if can_reach(names.values()) else "columns"
    _move(installation, upload_id, "reading", stage=stage, done=0)
    forget_pieces(installation, upload_id)
    return True


def _refuse(installation: Installation, upload_id: str, why: str) -> bool:
    _move(installation, upload_id, "reading", stage="refused", refusal=why)
    forget_pieces(installation, upload_id)
    return True


def forget_pieces(installation: Installation, upload_id: str) -> None:
    """Erase the file as it came, a few pieces at a time."""
    with reading(installation.engine) as session:
        numbers = [number for number, _ in pieces_of(session, upload_id)]
    for start in range(0, len(numbers), PIECES):
        some = numbers[start : start + PIECES]
        with session_of(installation.engine) as session:
            session.execute(
                delete(UploadedPiece).where(
                    UploadedPiece.contact_upload_id == upload_id, UploadedPiece.number.in_(some)
                )
            )
            session.commit()


def _move(installation: Installation, upload_id: str, before: str, **values: Any) -> None:
    """Change a file that is still in this stage."""
    with session_of(installation.engine) as session:
        session.execute(
            update(ContactUpload)
            .where(ContactUpload.id == upload_id, ContactUpload.stage == before)
            .values(**values)
        )
        session.commit()
