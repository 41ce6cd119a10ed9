"""Keys that are keys, but of another installation: found before they touch a contact."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from survey_app.errors import CannotDecrypt, KeyMissing
from survey_app.installation import Installation
from survey_app.models import Contact, Invitation
from survey_app.ways_in.contacts import opened_person, reference_hashes


def check_contact_keys(session: Session, installation: Installation, organisation_id: str) -> None:
    """Raises KeyMissing when the contacts stored so far belong to other keys than these.

    Another `contact` key would leave some contacts for one key and some for the other; another
    `lookup` key would take everybody for somebody new, and invite them twice.
    """
    # Of who was wiped, or kept long enough, only the hashes are left: nothing to compare them with.
    # Those have no invitation any more.
    invited = exists().where(Invitation.contact_id == Contact.id)
    stored = session.scalar(
        select(Contact)
        .where(Contact.organisation_id == organisation_id, Contact.opted_out.is_(False), invited)
        .limit(1)
    )
    if stored is None:
        return
    keys = installation.keys
    try:
        person = opened_person(keys.contact, organisation_id, stored.id, stored.ciphertext)
    except CannotDecrypt as error:
        raise KeyMissing(_sentence("contact")) from error
    if stored.reference_hash not in reference_hashes(keys.lookup, organisation_id, person):
        raise KeyMissing(_sentence("lookup"))


def _sentence(name: str) -> str:
    return f"key {name} is not the one of this database: put back the keys from your backup"
