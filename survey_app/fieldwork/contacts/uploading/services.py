"""What a person decides about a contact file before it goes in."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.audit.services import record_alone
from survey_app.database import reading, session_of
from survey_app.errors import EntryRefused
from survey_app.fieldwork.contacts.columns import DATES, columns_of, is_read
from survey_app.fieldwork.contacts.file import can_reach
from survey_app.fieldwork.contacts.queries import plan_of
from survey_app.fieldwork.contacts.services import is_over
from survey_app.fieldwork.contacts.uploading.queries import row_numbered, rows_with, verdicts
from survey_app.fieldwork.contacts.uploading.sealing import RowContent, holder_of
from survey_app.fieldwork.contacts.uploading.services_checking import judged, recognise, rules_of
from survey_app.fieldwork.contacts.uploading.services_importing import erase_some_rows
from survey_app.fieldwork.contacts.uploading.services_receiving import forget_pieces
from survey_app.installation import Installation
from survey_app.models import Contact, ContactColumn, ContactUpload, UploadedRow, Wave

DECIDING = ("columns", "checked")
STOPPABLE = ("receiving", "reading", "columns", "checking", "checked", "done", "refused")
PART = 500
NOT_NOW = "Dit bestand is al verwerkt, of er wordt nog aan gewerkt."
UNREACHABLE = "Kies minstens één kolom waarmee mensen te bereiken zijn: telefoon, e-mail of adres."
OVER = "Deze meting is voorbij. Er kan niemand meer bij."
PROBLEMS = "Er zijn nog rijen waarover u iets moet beslissen."


def choose_columns(
    installation: Installation, upload: ContactUpload, chosen: Mapping[str, str]
) -> None:
    """Read the columns as somebody said, and judge every row again; remembered for later files.

    `chosen`: for each column of the file our name, or '' for one that is not read.
    Raises BadInput when nobody could be reached, or when the file is past this.
    """
    header = [one for one in upload.columns.get("header", ()) if one]
    with reading(installation.engine) as session:
        dated = plan_of(session, upload.wave_id).is_rolling
    if not dated:  # nobody was asked what a day is, so nothing is remembered of that
        days = columns_of(header, with_dates=True).names
        header = [one for one in header if days.get(one) not in DATES]
    names = {one: chosen.get(one, "") for one in header if is_read(chosen.get(one, ""), dated)}
    if not can_reach(names.values()):
        raise EntryRefused(UNREACHABLE)
    told = [
        {"organisation_id": upload.organisation_id, "column": one, "name": names.get(one, "")}
        for one in header
    ]
    columns = {**upload.columns, "names": names}
    if not _set_stage(installation, upload.id, DECIDING, stage="columns", columns=columns):
        raise EntryRefused(NOT_NOW)
    while _unread_some(installation, upload.id):
        pass
    with suppress(IntegrityError):  # somebody told of the same columns at the same moment
        _remember_columns(installation, upload.organisation_id, header, told)
    _set_stage(installation, upload.id, ("columns",), stage="checking", done=0)


def _remember_columns(
    installation: Installation,
    organisation_id: str,
    header: Collection[str],
    told: Sequence[Mapping[str, str]],
) -> None:
    with session_of(installation.engine) as session:
        session.execute(
            delete(ContactColumn).where(
                ContactColumn.organisation_id == organisation_id, ContactColumn.column.in_(header)
            )
        )
        session.execute(insert(ContactColumn), told)
        session.commit()


def correct_row(
    installation: Installation, upload: ContactUpload, number: int, cells: tuple[str, ...]
) -> str:
    """Judge one row with other contents; returns what is still wrong with it, or ''.

    Raises BadInput when the file is past this or has no such row.
    """
    holder = holder_of(installation.keys.contact, upload.organisation_id, upload.id)
    rules = rules_of(installation, upload)
    found = judged(installation, holder, rules, number, RowContent(cells))
    recognise(installation, holder, [found])
    values = found[0]
    with session_of(installation.engine) as session:
        if row_numbered(session, upload.id, number) is None or not _deciding(session, upload.id):
            raise EntryRefused(NOT_NOW)
        session.execute(update(UploadedRow), [values])
        session.commit()
    return str(values["problem"] or "")


def leave_out(installation: Installation, upload_id: str, number: int | None = None) -> None:
    """Leave one row with a problem out, or all of them. Raises BadInput."""
    statement = update(UploadedRow).where(
        UploadedRow.contact_upload_id == upload_id, UploadedRow.verdict == "refused"
    )
    if number is not None:
        statement = statement.where(UploadedRow.number == number)
    with session_of(installation.engine) as session:
        if not _deciding(session, upload_id):
            raise EntryRefused(NOT_NOW)
        session.execute(statement.values(verdict="left_out"))
        session.commit()


def decide(
    installation: Installation,
    upload_id: str,
    number: int,
    leave: int | None = None,
    contact_id: str | None = None,
) -> None:
    """A row that looked like another is no longer in doubt.

    `leave`: the row of the two that is left out; `contact_id`: whom of the store it is about, and
    with it every other row of the same person (each questionnaire has its row).
    Raises BadInput.
    """
    one = update(UploadedRow).where(
        UploadedRow.contact_upload_id == upload_id, UploadedRow.verdict.in_(("good", "doubtful"))
    )
    with session_of(installation.engine) as session:
        if not _deciding(session, upload_id):
            raise EntryRefused(NOT_NOW)
        if contact_id and not _is_here(session, upload_id, contact_id):
            raise EntryRefused(NOT_NOW)
        if leave != number and contact_id:
            person = select(UploadedRow.person_hash).where(
                UploadedRow.contact_upload_id == upload_id, UploadedRow.number == number
            )
            theirs = or_(
                UploadedRow.number == number,
                UploadedRow.person_hash == person.scalar_subquery(),
            )
            session.execute(one.where(theirs).values(verdict="good", contact_id=contact_id))
        elif leave != number:
            session.execute(one.where(UploadedRow.number == number).values(verdict="good"))
        if leave is not None:
            session.execute(one.where(UploadedRow.number == leave).values(verdict="left_out"))
        session.commit()


def _is_here(session: Session, upload_id: str, contact_id: str) -> bool:
    """Whether this contact is there, and of the organisation of the file."""
    owner = select(ContactUpload.organisation_id).where(ContactUpload.id == upload_id)
    one = select(Contact.id).where(
        Contact.id == contact_id, Contact.organisation_id == owner.scalar_subquery()
    )
    return session.scalar(one) is not None


def keep_all(installation: Installation, upload_id: str) -> None:
    """Everybody who was in doubt is somebody else."""
    while True:
        with session_of(installation.engine) as session:
            if not _deciding(session, upload_id):
                raise EntryRefused(NOT_NOW)
            numbers = [row.number for row in rows_with(session, upload_id, "doubtful", PART)]
            if not numbers:
                return
            session.execute(
                update(UploadedRow)
                .where(UploadedRow.contact_upload_id == upload_id, UploadedRow.number.in_(numbers))
                .values(verdict="good")
            )
            session.commit()


def confirm(installation: Installation, upload_id: str) -> None:
    """From here on everybody with a good row goes into the store. Raises BadInput."""
    with reading(installation.engine) as session:
        counted = verdicts(session, upload_id)
        into = select(Wave).join(ContactUpload, ContactUpload.wave_id == Wave.id)
        wave = session.scalar(into.where(ContactUpload.id == upload_id))
    if counted.get("refused") or counted.get("doubtful"):
        raise EntryRefused(PROBLEMS)
    if wave is not None and is_over(wave):
        raise EntryRefused(OVER)
    people = counted.get("good", 0)
    if wave is None or not _set_stage(
        installation, upload_id, ("checked",), stage="importing", done=0, rows=people
    ):
        raise EntryRefused(NOT_NOW)
    if people:
        owner = wave.organisation_id
        record_alone(installation, owner, "contacts.imported", wave.name, people=people)


def throw_away(installation: Installation, upload_id: str) -> None:
    """Erase a file with all that was kept of it; not once its people are on their way in."""
    if not _set_stage(installation, upload_id, STOPPABLE, stage="refused", refusal=None):
        return
    while erase_some_rows(installation, upload_id):
        pass
    forget_pieces(installation, upload_id)
    with session_of(installation.engine) as session:
        session.execute(delete(ContactUpload).where(ContactUpload.id == upload_id))
        session.commit()


def _set_stage(
    installation: Installation, upload_id: str, before: Collection[str], **values: Any
) -> bool:
    """Move a file on, unless it is in no such stage any more."""
    with session_of(installation.engine) as session:
        done = session.execute(
            update(ContactUpload)
            .where(ContactUpload.id == upload_id, ContactUpload.stage.in_(before))
            .values(**values)
        )
        session.commit()
    return getattr(done, "rowcount", 0) == 1


def _unread_some(installation: Installation, upload_id: str) -> bool:
    """Take back what was judged of some rows; False when nothing was left to take back."""
    with session_of(installation.engine) as session:
        some = (
            select(UploadedRow.number)
            .where(UploadedRow.contact_upload_id == upload_id)
            .where(UploadedRow.verdict.in_(("good", "doubtful", "refused", "left_out")))
            .limit(PART)
        )
        done = session.execute(
            update(UploadedRow)
            .where(UploadedRow.contact_upload_id == upload_id, UploadedRow.number.in_(some))
            .values(verdict="unread")
            .execution_options(synchronize_session=False)
        )
        session.commit()
    return bool(getattr(done, "rowcount", 0))


def _deciding(session: Session, upload_id: str) -> bool:
    """Whether the file waits for a person; whoever works on it next waits for this transaction."""
    done = session.execute(
        update(ContactUpload)
        .where(ContactUpload.id == upload_id, ContactUpload.stage == "checked")
        .values(stage="checked")
    )
    return getattr(done, "rowcount", 0) == 1
