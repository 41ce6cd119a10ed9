"""Talks of a wave with their notes. Reads only."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Talk, TalkNote


@dataclass(frozen=True, slots=True)
class TalkNotes:
    """One talk with its notes, oldest first."""

    talk: Talk
    notes: tuple[TalkNote, ...]


def talks_of(session: Session, wave_id: str) -> list[TalkNotes]:
    """Every talk of a wave, newest first."""
    talks = session.scalars(
        select(Talk).where(Talk.wave_id == wave_id).order_by(Talk.held_on.desc(), Talk.id)
    ).all()
    notes = session.scalars(
        select(TalkNote)
        .join(Talk, Talk.id == TalkNote.talk_id)
        .where(Talk.wave_id == wave_id)
        .order_by(TalkNote.made_at, TalkNote.id)
    ).all()
    by_talk: dict[str, list[TalkNote]] = {}
    for note in notes:
        by_talk.setdefault(note.talk_id, []).append(note)
    return [TalkNotes(one, tuple(by_talk.get(one.id, ()))) for one in talks]


def talk_of(session: Session, wave_id: str, talk_id: str) -> Talk | None:
    """One talk of this wave."""
    found = session.get(Talk, talk_id)
    return found if found is not None and found.wave_id == wave_id else None


def note_of(session: Session, wave_id: str, note_id: str) -> TalkNote | None:
    """One note of this wave."""
    note = session.get(TalkNote, note_id)
    if note is None or talk_of(session, wave_id, note.talk_id) is None:
        return None
    return note
