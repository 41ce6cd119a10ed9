"""One person on the list: corrected, added by hand, withdrawn, opted out, erased."""

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError

from survey_app.database import session_of
from survey_app.errors import NameTaken
from survey_app.fieldwork.contacts.arriving import given
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.fieldwork.contacts.services import IntoWave, store_part
from survey_app.installation import Installation
from survey_app.models import (
    Contact,
    Invitation,
)
from survey_app.ways_in.contacts import WAYS

BY_STAFF = "op verzoek, door een veldwerker"


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


def withdraw(installation: Installation, wave_id: str, contact_id: str) -> None:
    """No more messages or calls to this person in this wave."""
    with session_of(installation.engine) as session:
        session.execute(
            update(Invitation)
            .where(Invitation.wave_id == wave_id, Invitation.contact_id == contact_id)
            .values(refused=True)
        )
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
        session.commit()
