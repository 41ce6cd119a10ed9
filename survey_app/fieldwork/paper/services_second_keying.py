"""A sheet keyed in for the second time: compared with the first, corrected, and let go."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.database import session_of
from survey_app.errors import EntryRefused, WaveClosed
from survey_app.fieldwork.paper.queries import check_of
from survey_app.fieldwork.paper.second_keying import Lock, compare, lock_of, read_number
from survey_app.fieldwork.paper.services import PaperSheet, open_wave, submission
from survey_app.installation import Installation
from survey_app.models import InboxItem, PaperCheck
from survey_app.stores.inbox import inbox_row


class NumberRefused(EntryRefused):
    """The number of a sheet cannot be used; the sentence is for the fieldworker, in Dutch."""


@dataclass(frozen=True, slots=True)
class SecondKeying:
    """A sheet keyed in again, by its number; `confirmed` differences were seen on the paper."""

    sheet: PaperSheet
    number: str
    confirmed: frozenset[str] = frozenset()


def check_sheet(installation: Installation, second: SecondKeying) -> tuple[str, ...]:
    """What differs from the first keying and has not been looked up on the paper.

    When that is nothing, this keying takes the place of the first, the sheet may move, and what
    was kept to compare is destroyed. How much differed at the very first comparison is counted,
    whatever is corrected afterwards. Raises WaveClosed and NumberRefused.
    """
    number = read_number(second.number)
    if number is None:
        raise NumberRefused("Dit nummer is niet goed overgetypt. Kijk de letters en cijfers na.")
    lock = lock_of(installation.keys.pepper, number)
    with session_of(installation.engine) as session:
        open_wave(session, second.sheet.wave_id)
        check, digests = _waiting(session, lock, second.sheet)
        sheet = second.sheet
        found = compare(lock.key, digests, sheet.questionnaire, sheet.answers, sheet.language)
        if check.items is None:
            asked = set(sheet.questionnaire.codes)
            check.items, check.differing = found.items, len(asked & set(found.differing))
        unsure = tuple(name for name in found.differing if name not in second.confirmed)
        if not unsure:
            _replace(session, installation, check, sheet)
        session.commit()
    return unsure


def _waiting(session: Session, lock: Lock, sheet: PaperSheet) -> tuple[PaperCheck, dict[str, str]]:
    check = check_of(session, lock.number_hash)
    if check is None:
        raise NumberRefused("Dit nummer kennen wij niet. Kijk of het goed op het formulier staat.")
    if (check.wave_id, check.questionnaire) != (sheet.wave_id, sheet.questionnaire.code):
        raise NumberRefused("Dit nummer hoort bij een andere meting of een andere vragenlijst.")
    if check.digests is None:
        raise NumberRefused("Dit formulier is al gecontroleerd. U hoeft niets meer te doen.")
    return check, check.digests


def _replace(
    session: Session, installation: Installation, check: PaperCheck, sheet: PaperSheet
) -> None:
    """Put this keying in the place of the first, in its row of the inbox."""
    # The worker may be moving it at this moment: it is passed over then, never waited for.
    item = session.get(InboxItem, check.inbox_id, with_for_update={"skip_locked": True})
    if item is None:
        raise WaveClosed("the sheet has moved already")
    row = inbox_row(installation, sheet.wave_id, submission(sheet, item.received_on))
    sealed = update(InboxItem).where(InboxItem.id == item.id).values(sealed=row["sealed"])
    session.execute(sealed)
    check.inbox_id = check.digests = None
