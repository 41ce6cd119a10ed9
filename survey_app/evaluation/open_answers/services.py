"""What a reviewer decides about one open answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import BadInput, EntryRefused
from survey_app.evaluation.open_answers.covering import still_marked
from survey_app.evaluation.open_answers.second.drawing import give_way
from survey_app.evaluation.open_answers.second.stages import Stage, stage_of
from survey_app.installation import Installation
from survey_app.models import CoverOpened, OpenAnswer, SecondReading

LONGEST_QUOTE = 600
MEANWHILE = "Een collega heeft dit antwoord net beoordeeld. Uw keuze is niet bewaard."
GONE = "Dit antwoord is al een goedgekeurd citaat. Het origineel is er niet meer."
NO_QUOTE = "Schrijf het citaat op zoals het gelezen mag worden."
TOO_LONG = f"Maak het citaat korter: hoogstens {LONGEST_QUOTE} tekens."


@dataclass(frozen=True, slots=True)
class Judgement:
    """Class and themes as the reviewer `by` (an account) decided.

    `seen` is the state that was on the screen.
    """

    label: str
    themes: tuple[str, ...]
    seen: str
    by: str


def state_of(answer: OpenAnswer) -> str:
    """Which state somebody sees: '' while it waits, else the moment of the last decision."""
    return answer.reviewed_at.isoformat() if answer.reviewed_at else ""


def judge(installation: Installation, answer_id: str, judgement: Judgement) -> None:
    """Keep class and themes. Raises BadInput when a colleague was first."""
    with _taken(installation, answer_id, judgement.seen, judgement.by) as (_, answer):
        _decide(answer, judgement)


def approve_quote(
    installation: Installation, answer_id: str, judgement: Judgement, quote: str, checked: bool
) -> None:
    """Keep the decision and a quote in which nobody is recognised; the original is taken away.

    Raises BadInput for a quote that is empty, too long or holds what was covered (unless
    `checked`: somebody looked and it tells of nobody), and when a colleague was first.
    """
    words = " ".join(quote.split())
    with _taken(installation, answer_id, judgement.seen, judgement.by) as (session, answer):
        if answer.original is None:
            raise EntryRefused(GONE)
        if not words:
            raise EntryRefused(NO_QUOTE)
        if len(words) > LONGEST_QUOTE:
            raise EntryRefused(TOO_LONG)
        left = still_marked(words, answer.original, answer.marks)
        if left and not checked:
            raise StillMarked(left)
        _decide(answer, judgement)
        answer.quote, answer.original, answer.marks = words, None, []
        give_way(session, answer)


class StillMarked(BadInput):
    """A quote holds words that were covered in the answer."""

    def __init__(self, words: tuple[str, ...]) -> None:
        said = ", ".join(f"‘{word}’" for word in words)
        super().__init__(f"In het citaat staat nog {said}. Maakt dat iemand herkenbaar?")


def withdraw_quote(installation: Installation, answer_id: str, seen: str) -> None:
    """The quote is shown to nobody any more; class and themes stay. Raises BadInput."""
    with _taken(installation, answer_id, seen, "") as (_, answer):
        answer.quote, answer.reviewed_at = None, now()


def skip(installation: Installation, answer_id: str) -> None:
    """Ask it again when everything else has been read."""
    with session_of(installation.engine) as session:
        answer = _locked(session, answer_id)
        if answer is not None and answer.reviewed_at is None:
            answer.times_skipped += 1
        session.commit()


def open_cover(installation: Installation, answer_id: str, account_id: str, reason: str) -> None:
    """Write down who looks at what is covered, and why, before it is shown."""
    with session_of(installation.engine) as session:
        answer = _locked(session, answer_id)
        if answer is None or answer.original is None:
            raise EntryRefused(GONE)
        row = CoverOpened(
            open_answer_id=answer_id,
            organisation_id=answer.organisation_id,
            account_id=account_id,
            reason=reason,
            opened_at=now(),
        )
        session.add(row)
        record_in_wave(session, answer.wave_id, "answers.uncovered")
        session.commit()


@contextmanager
def _taken(
    installation: Installation, answer_id: str, seen: str, account_id: str
) -> Iterator[tuple[Session, OpenAnswer]]:
    """The answer for one change, kept at the end; not for who is to read it as the second."""
    with session_of(installation.engine) as session:
        answer = _locked(session, answer_id)
        if answer is None or state_of(answer) != seen:
            raise EntryRefused(MEANWHILE)
        second = session.get(SecondReading, answer_id)
        if stage_of(answer, second, account_id) != Stage.FIRST:
            raise EntryRefused(MEANWHILE)
        yield session, answer
        record_in_wave(session, answer.wave_id, "answers.reviewed")
        session.commit()


def _decide(answer: OpenAnswer, judgement: Judgement) -> None:
    answer.label, answer.themes = judgement.label, judgement.themes
    answer.reviewed_at, answer.reviewed_by = now(), judgement.by


def _locked(session: Session, answer_id: str) -> OpenAnswer | None:
    found = select(OpenAnswer).where(OpenAnswer.id == answer_id).with_for_update()
    return session.scalars(found).first()
