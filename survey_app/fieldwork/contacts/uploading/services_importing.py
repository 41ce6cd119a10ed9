"""The good rows go into the contact store, a part at a time, and leave here as they do."""

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.database import reading, session_of
from survey_app.fieldwork.contacts.arriving import Arriving, given
from survey_app.fieldwork.contacts.services import IntoWave, store_part
from survey_app.fieldwork.contacts.uploading.queries import moved_on, rows_with
from survey_app.fieldwork.contacts.uploading.sealing import holder_of, opened_row
from survey_app.fieldwork.contacts.uploading.services_receiving import forget_pieces
from survey_app.installation import Installation
from survey_app.models import ContactUpload, UploadedRow

PART = 100
CONTRADICTED = (
    "Een rij is volgens u iemand van de lijst, maar heeft de gegevens van een ander. Lees het "
    "bestand nog een keer in. Wie er al op staat, telt niet dubbel."
)


def import_part(installation: Installation, upload: ContactUpload) -> int:
    """Bring the next people in; returns how many, 0 at the end or when somebody else did them.

    Rows that the store refuses end the file with a sentence.

    Their rows are deleted in the same transaction: killed at any moment, nobody comes in twice.
    """
    holder = holder_of(installation.keys.contact, upload.organisation_id, upload.id)
    with reading(installation.engine) as session:
        rows = rows_with(session, upload.id, "good", PART)
    if not rows:
        return _finish(installation, upload.id)
    opened = [(opened_row(holder, row.number, row.ciphertext).row, row.contact_id) for row in rows]
    lookup, owner = installation.keys.lookup, upload.organisation_id
    people = [given(lookup, owner, row, contact) for row, contact in opened if row is not None]
    numbers = [row.number for row in rows]
    place = IntoWave(upload.organisation_id, upload.wave_id)

    def taken(session: Session, found: Arriving) -> bool:
        return _taken(session, upload, numbers, found)

    try:
        stored = store_part(installation, place, people, taken)
    except IntegrityError:  # after looking again: the rows contradict the list
        return _refuse(installation, upload.id)
    return 0 if stored is None else len(rows)


def _taken(session: Session, upload: ContactUpload, numbers: list[int], found: Arriving) -> bool:
    """Take these rows out of the file, unless somebody else has."""
    if not moved_on(session, upload.id, "importing", upload.done, upload.done + len(numbers)):
        return False
    session.execute(
        update(ContactUpload)
        .where(ContactUpload.id == upload.id)
        .values(
            new_contacts=ContactUpload.new_contacts + len(found.contacts),
            new_invitations=ContactUpload.new_invitations + len(found.invitations),
        )
    )
    session.execute(
        delete(UploadedRow).where(
            UploadedRow.contact_upload_id == upload.id, UploadedRow.number.in_(numbers)
        )
    )
    return True


def _refuse(installation: Installation, upload_id: str) -> int:
    """Stop; who came in before stays, and the same file again doubles nobody."""
    with session_of(installation.engine) as session:
        session.execute(
            update(ContactUpload)
            .where(ContactUpload.id == upload_id, ContactUpload.stage == "importing")
            .values(stage="refused", refusal=CONTRADICTED)
        )
        session.commit()
    return 0


def _finish(installation: Installation, upload_id: str) -> int:
    """Erase what was left out, and say that everybody is in."""
    while erase_some_rows(installation, upload_id):
        pass
    forget_pieces(installation, upload_id)  # left by a kill
    with session_of(installation.engine) as session:
        session.execute(
            update(ContactUpload)
            .where(ContactUpload.id == upload_id, ContactUpload.stage == "importing")
            .values(stage="done")
        )
        session.commit()
    return 0


def erase_some_rows(installation: Installation, upload_id: str) -> bool:
    """Erase a part of the rows of a file; False when nothing was left."""
    with session_of(installation.engine) as session:
        verdicts = ("refused", "left_out", "doubtful", "unread", "good")
        for verdict in verdicts:
            numbers = [row.number for row in rows_with(session, upload_id, verdict, PART)]
            if numbers:
                session.execute(
                    delete(UploadedRow).where(
                        UploadedRow.contact_upload_id == upload_id,
                        UploadedRow.number.in_(numbers),
                    )
                )
                session.commit()
                return True
    return False
