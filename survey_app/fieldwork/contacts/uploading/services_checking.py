"""Every row of a file judged: who it is about, or in Dutch why it cannot be used."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import update

from survey_app.database import reading, session_of
from survey_app.documents.tabular import Line
from survey_app.fieldwork.contacts.alike.queries import (
    Other,
    contacts_reached_at,
    rows_reached_at,
)
from survey_app.fieldwork.contacts.queries import contacts_by_reference, plan_of
from survey_app.fieldwork.contacts.rows import Plan, RowRefused, contact_row
from survey_app.fieldwork.contacts.services import invitable
from survey_app.fieldwork.contacts.uploading.queries import moved_on, rows_with
from survey_app.fieldwork.contacts.uploading.sealing import (
    Holder,
    RowContent,
    holder_of,
    opened_row,
    sealed_row,
)
from survey_app.installation import Installation
from survey_app.models import ContactUpload, UploadedRow
from survey_app.ways_in.contacts import Person, reference_hashes, way_hashes

PART = 250
LOOKED_AT = ("phone_hash", "email_hash")


class Rules(NamedTuple):
    """What a row is judged by: the columns of the file, the questionnaires and plan of the wave."""

    header: tuple[str, ...]
    names: Mapping[str, str]
    questionnaires: Mapping[str, str]
    plan: Plan


def rules_of(installation: Installation, upload: ContactUpload) -> Rules:
    """The rules for the rows of this file."""
    with reading(installation.engine) as session:
        questionnaires = invitable(session, installation, upload.wave_id)
        plan = plan_of(session, upload.wave_id)
    columns = upload.columns
    header, names = tuple(columns.get("header", ())), columns.get("names", {})
    return Rules(header, names, questionnaires, plan)


def check_part(installation: Installation, upload: ContactUpload) -> int:
    """Judge the next rows; returns how many, 0 at the end or when somebody else did them."""
    rules = rules_of(installation, upload)
    holder = holder_of(installation.keys.contact, upload.organisation_id, upload.id)
    with reading(installation.engine) as session:
        rows = rows_with(session, upload.id, "unread", PART)
    if not rows:
        _all_checked(installation, upload.id)
        return 0
    opened = [(row.number, opened_row(holder, row.number, row.ciphertext)) for row in rows]
    found = [judged(installation, holder, rules, *one) for one in opened]
    recognise(installation, holder, found)
    with session_of(installation.engine) as session:
        if not moved_on(session, upload.id, "checking", upload.done, upload.done + len(rows)):
            return 0
        session.execute(update(UploadedRow), [values for values, _ in found])
        session.commit()
    return len(rows)


def judged(
    installation: Installation, holder: Holder, rules: Rules, number: int, content: RowContent
) -> tuple[dict[str, Any], Person | None]:
    """What the database must hold of this row, and who it is about when it is good."""
    values: dict[str, Any] = {
        "contact_upload_id": holder.upload_id,
        "number": number,
        **dict.fromkeys(("problem", "person_hash", "phone_hash", "email_hash", "contact_id")),
        "damaged": False,
    }
    width = len(rules.header)
    surplus = any(cell.strip() for cell in content.cells[width:])
    line = Line(number, dict(zip(rules.header, content.cells, strict=False)), surplus)
    try:
        row = contact_row(line, rules.names, rules.questionnaires, rules.plan)
    except RowRefused as error:
        sealed = sealed_row(holder, number, RowContent(content.cells))
        return {**values, "ciphertext": sealed, "verdict": "refused", "problem": str(error)}, None
    lookup, owner = installation.keys.lookup, holder.organisation_id
    ways = way_hashes(lookup, owner, row.person)
    values |= {
        "ciphertext": sealed_row(holder, number, RowContent(content.cells, row)),
        "verdict": "good",
        "damaged": row.damaged,
        "person_hash": reference_hashes(lookup, owner, row.person)[0],
        "phone_hash": ways.get("phone"),
        "email_hash": ways.get("email"),
    }
    return values, row.person


def recognise(
    installation: Installation, holder: Holder, found: list[tuple[dict[str, Any], Person | None]]
) -> None:
    """Note with each row which contact it is about, and whether it may be about somebody else.

    In doubt is who has the telephone or e-mail address of another row, or of a contact, under
    another name; not who was known already, since somebody decided about them before.
    """
    lookup, owner = installation.keys.lookup, holder.organisation_id
    people = [(values, reference_hashes(lookup, owner, one)) for values, one in found if one]
    ways = {way: {one[way] for one, _ in people if one[way]} for way in LOOKED_AT}
    with reading(installation.engine) as session:
        every = {one for _, references in people for one in references}
        stored = contacts_by_reference(session, owner, every)
        others = rows_reached_at(session, holder.upload_id, ways)
        contacts = contacts_reached_at(session, owner, ways)
    for values, references in people:
        contact = next((stored[one] for one in references if one in stored), None)
        values["contact_id"] = contact.contact_id if contact else None
        number, person = values["number"], values["person_hash"]
        reached = [values[way] for way in LOOKED_AT if values[way]]
        rows = (other for way in reached for other in others.get(way, ()))
        if contact is None and (
            any(one.number != number and one.person_hash != person for one in rows)
            or any(way in contacts for way in reached)
        ):
            values["verdict"] = "doubtful"
        for way in reached:  # of two in one part, the second looks like the first
            others.setdefault(way, []).append(Other(number, person))


def _all_checked(installation: Installation, upload_id: str) -> None:
    with session_of(installation.engine) as session:
        session.execute(
            update(ContactUpload)
            .where(ContactUpload.id == upload_id, ContactUpload.stage == "checking")
            .values(stage="checked", done=0)
        )
        session.commit()
