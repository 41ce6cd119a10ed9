"""Returned paper: one sheet, checked as any other answer, into the same sealed inbox."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.crypto.tokens import code_hash, is_code, normalise
from survey_app.database import session_of
from survey_app.errors import BadInput, WaveClosed
from survey_app.fieldwork.paper import BACKGROUND
from survey_app.fieldwork.queries_paper import invitation_by_code
from survey_app.inbox import Submission, put_in_inbox
from survey_app.installation import Installation
from survey_app.models import Access, Draft, Invitation, Wave
from survey_app.questionnaire.definition import Questionnaire, Value
from survey_app.questionnaire.routing import path


class CodeRefused(BadInput):
    """The letter code on a sheet cannot be used; the sentence is for the fieldworker, in Dutch."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper; `key` is of the screen it was keyed in on, so that it counts once."""

    wave_id: str
    questionnaire: Questionnaire
    answers: Mapping[str, Value]
    key: str
    letter_code: str = ""


def keep_sheet(installation: Installation, sheet: Sheet) -> bool:
    """Store one sheet; False when this very screen had been stored already.

    Raises WaveClosed, and CodeRefused for a letter code that is mistyped, unknown, of another
    questionnaire or spent.
    """
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, sheet.wave_id)
        # Post may arrive after the last day; until the wave is closed it counts.
        if wave.closed_at is not None or today() < wave.starts_on:
            raise WaveClosed(f"wave {wave.name!r} takes no answers")
        try:
            put_in_inbox(session, installation, wave.id, _submission(sheet), f"paper:{sheet.key}")
            session.flush()
        except IntegrityError:
            return False
        if sheet.letter_code.strip():
            _spend(session, installation, sheet)
        session.commit()
    return True


def _submission(sheet: Sheet) -> Submission:
    """What counts of a sheet: the answers on the path; a consent is no answer."""
    own: dict[str, Value] = {}
    background: dict[str, Value] = {}
    for question in path(sheet.questionnaire, sheet.answers):
        if question.kind != "consent":
            kept = background if question.home == BACKGROUND else own
            kept[question.code] = sheet.answers.get(question.code)
    return Submission(
        questionnaire=sheet.questionnaire.code,
        version=sheet.questionnaire.version,
        answers=own,
        background=background,
        submitted_on=today(),
        mode="paper",
    )


def _spend(session: Session, installation: Installation, sheet: Sheet) -> None:
    """Mark the invitation of the code used and empty what was filled in on the web."""
    code = normalise(sheet.letter_code)
    if not is_code(code):
        raise CodeRefused("Deze code is niet goed overgetypt. Kijk de letters en cijfers na.")
    found = invitation_by_code(session, code_hash(installation.keys.pepper, code))
    if found is None:
        raise CodeRefused("Deze code kennen wij niet. Kijk of het formulier van deze meting is.")
    if (found.wave_id, found.questionnaire) != (sheet.wave_id, sheet.questionnaire.code):
        raise CodeRefused("Deze code hoort bij een andere meting of een andere vragenlijst.")
    spent = session.execute(
        update(Invitation)
        .where(Invitation.id == found.id, Invitation.used.is_(False))
        .values(used=True)
        .execution_options(synchronize_session=False)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined] # an UPDATE has one
        raise CodeRefused("Deze code is al gebruikt: er is al een antwoord. Leg dit formulier weg.")
    ways = select(Access.id).where(Access.invitation_id == found.id)
    session.execute(update(Draft).where(Draft.access_id.in_(ways)).values(ciphertext=None))
