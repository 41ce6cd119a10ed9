"""What a second reader decides without knowing the first, and how a difference is settled."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import EntryRefused
from survey_app.evaluation.open_answers.second.stages import Stage, stage_of, was_reader
from survey_app.evaluation.open_answers.services import MEANWHILE, Judgement
from survey_app.installation import Installation
from survey_app.models import OpenAnswer, SecondReading

ALONE = "U las dit antwoord zelf. Overleg met een collega en kruis aan dat u het samen eens bent."


def read_again(installation: Installation, answer_id: str, judgement: Judgement) -> None:
    """Keep the second reading beside the first; the answer itself stays as the first left it.

    Raises BadInput when a colleague was first, also for who read it first.
    """
    with _taken(installation, answer_id, judgement.by, Stage.SECOND) as (answer, second):
        second.first_by, second.first_label = answer.reviewed_by, answer.label
        second.first_themes = answer.themes
        second.read_by, second.read_at = judgement.by, now()
        second.label, second.themes = judgement.label, judgement.themes


def settle(
    installation: Installation, answer_id: str, judgement: Judgement, together: bool
) -> None:
    """Decide about an answer that two people read differently; what each read stays as it was.

    One of the two does so only `together` with the other. Raises BadInput.
    """
    with _taken(installation, answer_id, judgement.by, Stage.SETTLE) as (answer, second):
        if was_reader(second, judgement.by) and not together:
            raise EntryRefused(ALONE)
        answer.label, answer.themes = judgement.label, judgement.themes
        answer.reviewed_at = second.settled_at = now()
        second.settled_by = judgement.by


def skip_again(installation: Installation, answer_id: str) -> None:
    """Ask for the second reading, or for settling, when everything else has been done."""
    with session_of(installation.engine) as session:
        second = _locked(session, answer_id)
        if second is not None:
            second.times_skipped += 1
        session.commit()


@contextmanager
def _taken(
    installation: Installation, answer_id: str, account_id: str, stage: Stage
) -> Iterator[tuple[OpenAnswer, SecondReading]]:
    """The answer and its second reading for one change, kept at the end."""
    with session_of(installation.engine) as session:
        second = _locked(session, answer_id)
        answer = session.get(OpenAnswer, answer_id)
        if second is None or answer is None or stage_of(answer, second, account_id) != stage:
            raise EntryRefused(MEANWHILE)
        yield answer, second
        record_in_wave(session, answer.wave_id, "answers.reviewed")
        session.commit()


def _locked(session: Session, answer_id: str) -> SecondReading | None:
    found = select(SecondReading).where(SecondReading.open_answer_id == answer_id)
    return session.scalars(found.with_for_update()).first()
