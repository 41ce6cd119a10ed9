"""Keeping talks and notes, covering names in notes, and quotes that two people agree on."""

import datetime
import re
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete, select, update

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now
from survey_app.crypto.encryption import seal, unseal
from survey_app.database import reading, session_of
from survey_app.errors import EntryRefused
from survey_app.evaluation.talks.queries import note_of, talk_of
from survey_app.installation import Installation
from survey_app.models import Talk, TalkNote

PART = 50
GONE = "Deze aantekening staat er niet meer."
NO_TALK = "Dit gesprek staat er niet meer."
HAS_NOTES = "Bij dit gesprek staan aantekeningen. Verwijder die eerst."
NOT_YET = "Deze aantekening wordt nog nagekeken op namen. Probeer het over een minuut."
NO_QUOTE = "Er is nog geen citaat om goed te keuren."
ONES_OWN = "Een ander moet uw citaat goedkeuren."
OTHER_WORDS = "Deze woorden staan niet in de aantekening: {}. Haal weg wat iemand herkenbaar maakt."
# What may be a name, a place or a number that tells who somebody is.
TELLING = re.compile(r"\b(?:[A-ZÀ-Þ][\w-]*|\w*\d\w*)")


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """How, when and with people of which party."""

    kind: str
    party: str
    phase: str | None
    held_on: datetime.date


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What was told, and the cells and themes it is about."""

    text: str
    cells: tuple[str, ...]
    themes: tuple[str, ...]


def add_talk(engine: Engine, wave_id: str, said: TalkFacts, name: str) -> str:
    """Store a talk; returns its id."""
    with session_of(engine) as session:
        talk = Talk(wave_id=wave_id, made_by=name, **asdict(said))
        session.add(talk)
        record_in_wave(session, wave_id, "talks.changed")
        session.commit()
        return talk.id


def delete_talk(engine: Engine, wave_id: str, talk_id: str) -> None:
    """Take away a talk without notes. Raises BadInput for another."""
    with session_of(engine) as session:
        if talk_of(session, wave_id, talk_id) is None:
            raise EntryRefused(NO_TALK)
        if session.scalar(select(TalkNote.id).where(TalkNote.talk_id == talk_id).limit(1)):
            raise EntryRefused(HAS_NOTES)
        session.execute(delete(Talk).where(Talk.id == talk_id))
        record_in_wave(session, wave_id, "talks.changed")
        session.commit()


def add_note(installation: Installation, wave_id: str, talk_id: str, said: NoteFacts) -> str:
    """Seal a note for the worker, who covers the names; returns its id. Raises BadInput."""
    sealed = seal(installation.keys.worker_public, said.text.encode())
    with session_of(installation.engine) as session:
        if talk_of(session, wave_id, talk_id) is None:
            raise EntryRefused(GONE)
        note = TalkNote(
            talk_id=talk_id, sealed=sealed, cells=said.cells, themes=said.themes, made_at=now()
        )
        session.add(note)
        record_in_wave(session, wave_id, "talks.changed")
        session.commit()
        return note.id


def cover_notes(installation: Installation) -> int:
    """Open the notes that were typed, cover what tells of a person, keep only that.

    Returns how many. Raises CannotDecrypt for a note of another worker key.
    """
    with reading(installation.engine) as session:
        waiting = session.execute(
            select(TalkNote.id, TalkNote.sealed).where(TalkNote.sealed.is_not(None)).limit(PART)
        ).all()
    if not waiting:
        return 0
    # The word lists take seconds to load: only a worker with something to read pays that.
    from analysis.openanswers.personal.identifiers import mask  # noqa: PLC0415

    secret = installation.keys.need_worker()
    covered = [(one.id, mask(unseal(secret, one.sealed).decode())) for one in waiting]
    with session_of(installation.engine) as session:
        for note_id, text in covered:
            session.execute(
                update(TalkNote)
                .where(TalkNote.id == note_id, TalkNote.sealed.is_not(None))
                .values(sealed=None, text=text)
            )
        session.commit()
    return len(covered)


def propose_quote(engine: Engine, wave_id: str, note_id: str, quote: str, name: str) -> None:
    """Propose words of a note as a quote; another person approves. Raises BadInput."""
    with session_of(engine) as session:
        note = note_of(session, wave_id, note_id)
        if note is None:
            raise EntryRefused(GONE)
        if note.text is None:
            raise EntryRefused(NOT_YET)
        strange = words_of_others(quote, note.text)
        if strange:
            raise EntryRefused(OTHER_WORDS.format(", ".join(strange[:3])))
        note.quote, note.quoted_by, note.approved_by = quote, name, None
        record_in_wave(session, wave_id, "talks.changed")
        session.commit()


def approve_quote(engine: Engine, wave_id: str, note_id: str, name: str) -> None:
    """Approve the quote that somebody else proposed. Raises BadInput."""
    with session_of(engine) as session:
        note = note_of(session, wave_id, note_id)
        if note is None or note.quote is None:
            raise EntryRefused(NO_QUOTE)
        if note.quoted_by == name:
            raise EntryRefused(ONES_OWN)
        note.approved_by = name
        record_in_wave(session, wave_id, "talks.changed")
        session.commit()


def withdraw_quote(engine: Engine, wave_id: str, note_id: str) -> None:
    """Take a quote back, approved or not. Raises BadInput."""
    with session_of(engine) as session:
        note = note_of(session, wave_id, note_id)
        if note is None:
            raise EntryRefused(GONE)
        note.approved_by = note.quote = note.quoted_by = None
        record_in_wave(session, wave_id, "talks.changed")
        session.commit()


def delete_note(engine: Engine, wave_id: str, note_id: str) -> None:
    """Take a note away."""
    with session_of(engine) as session:
        if note_of(session, wave_id, note_id) is not None:
            session.execute(delete(TalkNote).where(TalkNote.id == note_id))
            record_in_wave(session, wave_id, "talks.changed")
            session.commit()


def words_of_others(quote: str, covered: str) -> list[str]:
    """Names, places and numbers in a quote that its covered note does not hold.

    The first word of a sentence may be a name too, so that one must be in the note as well.

    >>> words_of_others("Het was Fatma, op 3 mei.", "Het was [naam], op een dag.")
    ['Fatma', '3']
    """
    known = {word.lower() for word in re.findall(r"\w+", covered)}
    return [found[0] for found in TELLING.finditer(quote) if found[0].lower() not in known]
