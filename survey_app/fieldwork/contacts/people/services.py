"""One person on the list: corrected, added by hand, withdrawn, opted out, erased."""

from dataclasses import replace

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError

from survey_app.audit.recording import record, record_in_wave
from survey_app.audit.services import record_alone
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, NameTaken
from survey_app.fieldwork.contacts.arriving import given
from survey_app.fieldwork.contacts.queries import contacts_by_reference
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.fieldwork.contacts.services import IntoWave, store_part
from survey_app.installation import Installation
from survey_app.models import (
    Contact,
    Invitation,
)
from survey_app.ways_in.contacts import WAYS, opened_person, reference_hashes

BY_STAFF = "op verzoek, door een veldwerker"


class OptedOut(BadInput):
    """Somebody who asked to be left alone."""


def bring_in_person(
    installation: Installation, place: IntoWave, row: ContactRow, contact_id: str | None = None
) -> None:
    """Add somebody by hand, or give a contact of the list these details.

    Raises NameTaken when the details are those of another contact.
    """
    one = given(installation.keys.lookup, place.organisation_id, row, contact_id)
    try:
        store_part(installation, place, [one])
    except IntegrityError as error:
        raise NameTaken("another contact has this name and telephone or address") from error
    record_alone(installation, place.organisation_id, "contacts.changed", people=1)


def add_person(installation: Installation, place: IntoWave, row: ContactRow) -> None:
    """Add somebody by hand. Who is known already keeps what the form leaves empty.

    Raises OptedOut for who wants no more messages.
    """
    owner, person = place.organisation_id, row.person
    references = reference_hashes(installation.keys.lookup, owner, person)
    with reading(installation.engine) as session:
        by_reference = contacts_by_reference(session, owner, references)
        found = next((by_reference[one] for one in references if one in by_reference), None)
        known = session.get(Contact, found.contact_id) if found else None
    if known is not None and known.opted_out:
        raise OptedOut("who is added by hand wants no more messages")
    if known is not None:
        before = opened_person(installation.keys.contact, owner, known.id, known.ciphertext)
        kept = {way: getattr(before, way) for way in WAYS if not getattr(person, way)}
        row = replace(row, person=replace(person, **kept))
    bring_in_person(installation, place, row, known.id if known is not None else None)


def withdraw(installation: Installation, wave_id: str, contact_id: str) -> None:
    """No more messages or calls to this person in this wave."""
    with session_of(installation.engine) as session:
        session.execute(
            update(Invitation)
            .where(Invitation.wave_id == wave_id, Invitation.contact_id == contact_id)
            .values(refused=True)
        )
        record_in_wave(session, wave_id, "contacts.withdrawn", people=1)
        session.commit()


def opt_out(installation: Installation, contact_id: str) -> None:
    """No more messages to this person, nor to whom is reached by the same telephone or address."""
    with session_of(installation.engine) as session:
        contact = session.get_one(Contact, contact_id)
        same = [
            getattr(Contact, f"{way}_hash") == hashed
            for way in WAYS
            if (hashed := getattr(contact, f"{way}_hash"))
        ]
        session.execute(
            update(Contact)
            .where(Contact.organisation_id == contact.organisation_id)
            .where(or_(Contact.id == contact_id, *same))
            .values(opted_out=True)
        )
        session.execute(
            update(Contact).where(Contact.id == contact_id).values(opt_out_reason=BY_STAFF)
        )
        session.execute(
            update(Invitation).where(Invitation.contact_id == contact_id).values(refused=True)
        )
        record(session, contact.organisation_id, "contacts.withdrawn", people=1)
        session.commit()
