"""Storing a conclusion, taking it back, and agreeing with that of somebody else."""

from dataclasses import dataclass

from sqlalchemy import Engine

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import EntryRefused
from survey_app.models import Judgement


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What somebody concludes; without a light it is about a point of a deeladvies."""

    about: str
    code: str
    text: str
    light: str | None = None


def conclude(engine: Engine, wave_id: str, data_version: str, said: Conclusion, name: str) -> None:
    """Store a conclusion in the place of an earlier one; the second reader reads it anew."""
    with session_of(engine) as session:
        held = session.get(Judgement, (wave_id, said.about, said.code))
        judgement = held or Judgement(wave_id=wave_id, about=said.about, code=said.code)
        judgement.light, judgement.text = said.light, said.text
        judgement.data_version, judgement.made_by = data_version, name
        judgement.made_at, judgement.read_by = now(), None
        session.add(judgement)
        record_in_wave(session, wave_id, "conclusion.written")
        session.commit()


def agree(engine: Engine, wave_id: str, about: str, code: str, name: str) -> None:
    """Note that somebody else read a conclusion and agrees.

    Raises BadInput for a conclusion that is not there, and for one's own.
    """
    with session_of(engine) as session:
        held = session.get(Judgement, (wave_id, about, code))
        if held is None:
            raise EntryRefused("Er is nog geen conclusie om mee te lezen.")
        if held.made_by == name:
            raise EntryRefused("Een ander moet uw conclusie meelezen.")
        held.read_by = name
        record_in_wave(session, wave_id, "conclusion.read")
        session.commit()
