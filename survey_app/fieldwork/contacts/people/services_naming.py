"""Contacts of before the index of names get into it; the worker has the key."""

from sqlalchemy import false, insert, select, update

from survey_app.database import reading, session_of
from survey_app.errors import CannotDecrypt
from survey_app.fieldwork.contacts.arriving import name_rows
from survey_app.fieldwork.contacts.people.names import index_key
from survey_app.installation import Installation
from survey_app.models import Contact, ContactName
from survey_app.ways_in.contacts import opened_person

PART = 200
PARTS = 20  # in one go, so that other work has its turn
# In the words of its index (`IS false` is something else to SQLite).
UNNAMED = Contact.named == false()


def name_contacts(installation: Installation) -> int:
    """Put contacts into the index of names until all are in, or for a while; returns how many.

    One that cannot be read counts as named without a name: it can be found in no other way either.
    """
    return sum(_name_part(installation) for _ in range(PARTS))


def _name_part(installation: Installation) -> int:
    statement = select(Contact.id, Contact.organisation_id, Contact.ciphertext).where(UNNAMED)
    with reading(installation.engine) as session:
        rows = session.execute(statement.limit(PART)).all()
    if not rows:
        return 0
    key, names, channels = index_key(installation.keys.lookup), [], []
    for row_id, owner, sealed in rows:
        try:
            person = opened_person(installation.keys.contact, owner, row_id, sealed)
        except CannotDecrypt:
            channels.append({"id": row_id, "named": True})
            continue
        names += name_rows(key, owner, row_id, person)
        channels.append({"id": row_id, "named": True, "channel": person.channel})
    with session_of(installation.engine) as session:
        ids = [row_id for row_id, _, _ in rows]
        still = set(session.scalars(select(Contact.id).where(Contact.id.in_(ids), UNNAMED)))
        if names := [one for one in names if one["contact_id"] in still]:
            session.execute(insert(ContactName), names)
        for one in channels:
            if one["id"] in still:
                session.execute(update(Contact).where(Contact.id == one["id"]).values(**one))
        session.commit()
    return len(rows)
