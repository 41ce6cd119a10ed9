"""Opening what stands beside a needs form: who it is of, and the note of a professional."""

from survey_app.crypto.encryption import decrypt, encrypt
from survey_app.database import reading
from survey_app.installation import Installation
from survey_app.models import Contact, NeedsResponse
from survey_app.organisations.waves import find_wave
from survey_app.separate.needs.queries import needs_of
from survey_app.separate.reading import Filed, as_read, asked_in, question_texts
from survey_app.stores import bound_to
from survey_app.ways_in.contacts import Person, opened_person

CODE = "HALFJAAR"
NAME, REACHED = "Naam", "Bereikbaar"


def needs(installation: Installation, wave_name: str) -> Filed:
    """Who sent in a needs form, with their name where they are contacts of ours."""
    with reading(installation.engine) as session:
        wave = find_wave(session, wave_name)
        found = needs_of(session, wave.id)
    asked = asked_in(installation, wave, CODE)
    read = [(row.answers, person_of(installation, who)) for row, who in found]
    rows = tuple(
        (person.name, person.phone or person.email, *as_read(asked, answers))
        for answers, person in read
    )
    return Filed((NAME, REACHED, *question_texts(asked)), rows)


def person_of(installation: Installation, contact: Contact | None) -> Person:
    """Who this contact is; nobody in particular for a form without one. Raises CannotDecrypt."""
    if contact is None:
        return Person()
    key = installation.keys.contact
    return opened_person(key, contact.organisation_id, contact.id, contact.ciphertext)


def sealed_note(installation: Installation, row_id: str, words: str) -> bytes | None:
    """A note bound to its form; nothing for no words."""
    if not words:
        return None
    return encrypt(installation.keys.contact, words.encode(), bound_to.needs_note(row_id))


def note_of(installation: Installation, row: NeedsResponse) -> str:
    """The note about a form. Raises CannotDecrypt for another row or key."""
    if row.note is None:
        return ""
    return decrypt(installation.keys.contact, row.note, bound_to.needs_note(row.id)).decode()
