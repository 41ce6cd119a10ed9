"""Returned paper: one sheet, checked as any other answer, into the store of its questionnaire."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.crypto.tokens import code_hash, is_code, token_hash, typed_code
from survey_app.database import reading, session_of
from survey_app.errors import EntryRefused, WaveClosed
from survey_app.fieldwork.paper.queries import check_of, invitation_by_code
from survey_app.fieldwork.paper.second_keying import (
    Lock,
    digests,
    is_drawn,
    lock_of,
    sheet_number,
)
from survey_app.fieldwork.paper.sheet import BACKGROUND
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    Draft,
    InboxItem,
    Invitation,
    NeedsResponse,
    PaperCheck,
    Recontact,
    Wave,
)
from survey_app.questionnaire.definition import Question, Questionnaire, Value
from survey_app.questionnaire.routing import path
from survey_app.stores.inbox import Submission, inbox_row
from survey_app.stores.separate import Offer, needs_row, recontact_row

MODE = "paper"


class CodeRefused(EntryRefused):
    """The letter code on a sheet cannot be used; the sentence is for the fieldworker, in Dutch."""


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One sheet of paper; `key` is of the screen it was keyed in on, so that it counts once."""

    wave_id: str
    questionnaire: Questionnaire
    answers: Mapping[str, Value]
    key: str
    letter_code: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Hashed:
    """What takes long to make of a sheet: of its letter code, and of its number when drawn."""

    code_hash: bytes | None
    number: str
    lock: Lock | None


def keep_sheet(installation: Installation, sheet: PaperSheet, percent_twice: int = 0) -> str:
    """Store one sheet, once for each screen; returns its number when it must be keyed in again.

    Of the sheets of figures `percent_twice` in a hundred, drawn by chance, wait for that.
    Raises WaveClosed, and CodeRefused for a letter code that is mistyped, unknown, of another
    questionnaire or spent.
    """
    slow = _hashed(installation, sheet, percent_twice)
    with session_of(installation.engine) as session:
        open_wave(session, sheet.wave_id)
        try:
            row_id: str | None = _STORES[sheet.questionnaire.store](session, installation, sheet)
        except IntegrityError:  # this very screen was stored already
            row_id = None
        if row_id is not None:
            if slow.code_hash is not None:
                _spend(session, sheet, row_id, slow.code_hash)
            number = _kept_to_compare(session, sheet, row_id, slow)
            session.commit()
            return number
    return _number_again(installation, sheet)


def _hashed(installation: Installation, sheet: PaperSheet, percent_twice: int) -> Hashed:
    """What is slow about a sheet, done before anybody waits. Raises CodeRefused for a typing slip.

    Chance decides here whether this sheet waits for a second keying.
    """
    keys, code_of_letter, number, lock = installation.keys, None, "", None
    if sheet.letter_code.strip():
        code = typed_code(sheet.letter_code)
        if not is_code(code):
            raise CodeRefused("Deze code is niet goed overgetypt. Kijk de letters en cijfers na.")
        code_of_letter = code_hash(keys.pepper, code)
    is_answers = sheet.questionnaire.store == "answers"
    if is_answers and is_drawn(keys.lookup, sheet.key, percent_twice):
        number = sheet_number(keys.pepper, sheet.key)
        lock = lock_of(keys.pepper, number)
    return Hashed(code_of_letter, number, lock)


def open_wave(session: Session, wave_id: str) -> Wave:
    """The wave, when paper may still be keyed in for it. Raises WaveClosed."""
    wave = session.get_one(Wave, wave_id)
    # Post may arrive after the last day; until the wave is closed it counts.
    if not takes_paper(wave) or today() < wave.starts_on:
        raise WaveClosed("wave {wave!r} takes no answers", wave=wave.name)
    return wave


def takes_paper(wave: Wave) -> bool:
    """Whether there is paper of this wave: it is live, not closed, and no test."""
    return wave.live_at is not None and wave.closed_at is None and not wave.is_test


def submission(sheet: PaperSheet, day: datetime.date) -> Submission:
    """What counts of a sheet: the answers on the path; a consent is no answer."""
    return Submission(
        questionnaire=sheet.questionnaire.code,
        version=sheet.questionnaire.version,
        answers=_given(sheet, background=False),
        background=_given(sheet, background=True),
        submitted_on=day,
        mode=MODE,
        language=sheet.language,
    )


def _given(sheet: PaperSheet, *, background: bool) -> dict[str, Value]:
    on_path = path(sheet.questionnaire, sheet.answers)
    # The paper says who skips these; all blank means: this body has no contract.
    about_contract = [question for question in on_path if question.when == "contract"]
    not_asked = () if _answered(sheet, about_contract) else about_contract
    return {
        question.code: sheet.answers.get(question.code)
        for question in on_path
        if question.kind != "consent" and (question.home == BACKGROUND) == background
        if question not in not_asked
    }


def _answered(sheet: PaperSheet, questions: Iterable[Question]) -> bool:
    """Whether one of these questions was filled in."""
    return any(sheet.answers.get(question.code) is not None for question in questions)


def _to_inbox(session: Session, installation: Installation, sheet: PaperSheet) -> str:
    receipt = f"paper:{sheet.key}"
    row = inbox_row(installation, sheet.wave_id, submission(sheet, today()), receipt)
    session.execute(insert(InboxItem), row | _owner(session, sheet))
    return str(row["id"])


def _to_needs(session: Session, installation: Installation, sheet: PaperSheet) -> str:
    row_id = _id_of(installation, sheet)
    row = needs_row(sheet.wave_id, _given(sheet, background=False), MODE, row_id=row_id)
    session.execute(insert(NeedsResponse), row | _owner(session, sheet))
    return row_id


def _to_recontact(session: Session, installation: Installation, sheet: PaperSheet) -> str:
    row_id, given = _id_of(installation, sheet), _given(sheet, background=False)
    row = recontact_row(installation, sheet.wave_id, Offer(given, sheet.language), MODE, row_id)
    session.execute(insert(Recontact), row | _owner(session, sheet))
    return row_id


_STORES: Mapping[str, Callable[[Session, Installation, PaperSheet], str]] = {
    "answers": _to_inbox,
    "needs": _to_needs,
    "recontact": _to_recontact,
}


def _owner(session: Session, sheet: PaperSheet) -> dict[str, str]:
    """Whose the sheet is; the wave was read when it was found to be open."""
    return {"organisation_id": session.get_one(Wave, sheet.wave_id).organisation_id}


def _id_of(installation: Installation, sheet: PaperSheet) -> str:
    """One id for one screen, so that the database refuses the second time."""
    return token_hash(installation.keys.lookup, f"paper:{sheet.key}")[:16].hex()


def _kept_to_compare(session: Session, sheet: PaperSheet, inbox_id: str, slow: Hashed) -> str:
    """Let a sheet that was drawn wait for its second keying; its number if so."""
    lock = slow.lock
    if lock is None:
        return ""
    if check_of(session, lock.number_hash) is not None:
        return ""  # two sheets with one number, once in a million million: this one is not checked
    session.add(
        PaperCheck(
            wave_id=sheet.wave_id,
            questionnaire=sheet.questionnaire.code,
            number_hash=lock.number_hash,
            inbox_id=inbox_id,
            **_owner(session, sheet),
            digests=digests(lock.key, sheet.questionnaire, sheet.answers, sheet.language),
        )
    )
    return slow.number


def _number_again(installation: Installation, sheet: PaperSheet) -> str:
    """The number that was shown for this screen before, while its sheet still waits."""
    number = sheet_number(installation.keys.pepper, sheet.key)
    lock = lock_of(installation.keys.pepper, number)
    with reading(installation.engine) as session:
        check = check_of(session, lock.number_hash)
    return number if check is not None and check.digests is not None else ""


def _spend(session: Session, sheet: PaperSheet, row_id: str, hashed: bytes) -> None:
    """Mark the invitation of the code used and empty what was filled in on the web."""
    found = invitation_by_code(session, hashed)
    if found is None:
        raise CodeRefused("Deze code kennen wij niet. Kijk of het formulier van deze meting is.")
    if (found.wave_id, found.questionnaire) != (sheet.wave_id, sheet.questionnaire.code):
        raise CodeRefused("Deze code hoort bij een andere meting of een andere vragenlijst.")
    about_contract = [one for one in sheet.questionnaire.questions if one.when == "contract"]
    if not found.contract and _answered(sheet, about_contract):
        codes = ", ".join(one.code for one in about_contract)
        raise CodeRefused("Deze instantie heeft geen contract: {codes} blijven leeg.", codes=codes)
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
    if sheet.questionnaire.store == "needs":  # service: the municipality may know who it is of
        mine = update(NeedsResponse).where(NeedsResponse.id == row_id)
        session.execute(mine.values(contact_id=found.contact_id))
