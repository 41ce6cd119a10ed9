"""What callers tell each other about a person: notes that only a key opens, and their wishes.

Notes go with the wave: once it is closed a job erases them.
"""

import datetime
import json
from dataclasses import dataclass

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import today
from survey_app.crypto.encryption import decrypt, encrypt
from survey_app.database import reading, session_of
from survey_app.errors import BadInput
from survey_app.fieldwork.calls.queries import ToCall, person_to_call
from survey_app.installation import Installation
from survey_app.models import CallNote, Invitation, Wave
from survey_app.models.columns import new_id
from survey_app.stores import bound_to
from survey_app.ways_in.contacts import LANGUAGES

LONGEST_NOTE = 1000
PART = 500


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as it was written."""

    written_on: datetime.date
    author: str
    words: str


def write_note(installation: Installation, invitation_id: str, author: str, words: str) -> None:
    """Keep a note about somebody on the call list.

    Raises BadInput for an empty or too long one, and for somebody who is not on the list.
    """
    if not 0 < len(words) <= LONGEST_NOTE:
        raise BadInput("a note has 1 to {longest_note} characters", longest_note=LONGEST_NOTE)
    with reading(installation.engine) as session:
        person = person_to_call(session, invitation_id)
        if person is None:
            raise BadInput("this person is not on the call list")
        wave_id = session.get_one(Invitation, invitation_id).wave_id
    note_id, owner = new_id(), person.organisation_id
    plain = json.dumps({"author": author, "words": words}, ensure_ascii=False).encode()
    sealed = encrypt(installation.keys.contact, plain, bound_to.call_note(owner, note_id))
    with session_of(installation.engine) as session:
        session.add(
            CallNote(
                id=note_id,
                organisation_id=owner,
                wave_id=wave_id,
                contact_id=person.contact_id,
                written_on=today(),
                ciphertext=sealed,
            )
        )
        record_in_wave(session, wave_id, "calls.noted")
        session.commit()


def notes_about(session: Session, installation: Installation, person: ToCall) -> list[Note]:
    """The notes about a person in this wave, the newest day first. Raises CannotDecrypt."""
    statement = (
        select(CallNote)
        .join(Invitation, Invitation.wave_id == CallNote.wave_id)
        .where(Invitation.id == person.invitation_id, CallNote.contact_id == person.contact_id)
        .order_by(CallNote.written_on.desc(), CallNote.id)
    )
    key, found = installation.keys.contact, []
    for note in session.scalars(statement):
        label = bound_to.call_note(note.organisation_id, note.id)
        found.append(Note(note.written_on, **json.loads(decrypt(key, note.ciphertext, label))))
    return found


def keep_wish(
    installation: Installation, invitation_id: str, language: str, interpreter: bool
) -> None:
    """In which language somebody wants to be spoken and written to, and whether by an interpreter.

    Raises BadInput for a language that we do not offer. Holds for all they are asked in this wave.
    """
    if language not in LANGUAGES:
        raise BadInput(
            "no language {language!r}; there are: {languages}",
            language=language,
            languages=", ".join(LANGUAGES),
        )
    with session_of(installation.engine) as session:
        person = person_to_call(session, invitation_id)
        if person is not None:
            wave_id = session.get_one(Invitation, invitation_id).wave_id
            session.execute(
                update(Invitation)
                .where(Invitation.wave_id == wave_id, Invitation.contact_id == person.contact_id)
                .values(language=language, interpreter=interpreter)
            )
            record_in_wave(session, wave_id, "calls.wish")
        session.commit()


def erase_notes(installation: Installation) -> int:
    """Erase the notes of closed waves, in parts; returns how many."""
    with reading(installation.engine) as session:
        has_notes = exists().where(CallNote.wave_id == Wave.id)
        waves = session.scalars(select(Wave.id).where(Wave.closed_at.is_not(None), has_notes)).all()
    erased = 0
    for wave_id in waves:
        while part := _erase_part(installation, wave_id):
            erased += part
    return erased


def _erase_part(installation: Installation, wave_id: str) -> int:
    with session_of(installation.engine) as session:
        ids = session.scalars(
            select(CallNote.id).where(CallNote.wave_id == wave_id).limit(PART)
        ).all()
        session.execute(delete(CallNote).where(CallNote.id.in_(ids)))
        session.commit()
    return len(ids)
