"""Who may be one and the same person: rows and contacts with one telephone or e-mail address.

Two people who share these are often a household, and sometimes one person who was written down
twice. Nobody can see that in the data, so nobody is taken away by rule: a person decides.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.fieldwork.contacts.people.queries import contacts_with
from survey_app.models import Contact, UploadedRow

MOST = 8  # that are shown beside one row


class Other(NamedTuple):
    """Another row of the file."""

    number: int
    person_hash: bytes


class Alike(NamedTuple):
    """A row of the file, or a contact of the store, beside another row."""

    number: int | None
    contact_id: str | None
    ciphertext: bytes


def rows_reached_at(
    session: Session, upload_id: str, ways: Mapping[str, Collection[bytes]]
) -> dict[bytes, list[Other]]:
    """Telephone or e-mail hash → the rows of the file, judged so far, that have it.

    `ways`: the hashes to look for, by the name of their column.
    """
    found: dict[bytes, list[Other]] = {}
    for name, hashes in ways.items():
        column = getattr(UploadedRow, name)
        statement = select(column, UploadedRow.number, UploadedRow.person_hash).where(
            UploadedRow.contact_upload_id == upload_id,
            UploadedRow.verdict.in_(("good", "doubtful")),
            column.in_(sorted(hashes)),
        )
        for way, number, person in session.execute(statement):
            if way and person:
                found.setdefault(way, []).append(Other(number, person))
    return found


def contacts_reached_at(
    session: Session, organisation_id: str, ways: Mapping[str, Collection[bytes]]
) -> set[bytes]:
    """Those of these telephone and e-mail hashes that somebody in the store has."""
    found: set[bytes] = set()
    for name, hashes in ways.items():
        column = getattr(Contact, name)
        statement = select(column).where(
            Contact.organisation_id == organisation_id, column.in_(sorted(hashes))
        )
        found.update(way for way in session.scalars(statement) if way)
    return found


def alike(session: Session, upload_id: str, number: int) -> list[Alike]:
    """The rows and contacts with whom one row shares a telephone or an e-mail address."""
    row = session.get_one(UploadedRow, (upload_id, number))
    hashes = {"phone": row.phone_hash, "email": row.email_hash}
    ways = {way: hashed for way, hashed in hashes.items() if hashed}
    if not ways:
        return []
    same = [getattr(UploadedRow, f"{way}_hash") == hashed for way, hashed in ways.items()]
    rows = (
        select(UploadedRow.number, UploadedRow.ciphertext)
        .where(UploadedRow.contact_upload_id == upload_id, or_(*same))
        .where(UploadedRow.number != number, UploadedRow.verdict.in_(("good", "doubtful")))
        .where(UploadedRow.person_hash != row.person_hash)
        .order_by(UploadedRow.number)
        .limit(MOST)
    )
    contacts = contacts_with(session, row.organisation_id, ways, MOST)
    found = [Alike(None, one, sealed) for one, sealed in contacts]
    return found + [Alike(one, None, sealed) for one, sealed in session.execute(rows)]
