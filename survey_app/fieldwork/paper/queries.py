"""What can be printed, what returned paper can be keyed in for, and how well that goes."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.models import Access, Invitation, Organisation, PaperCheck, Wave
from survey_app.questionnaire.definition import Catalogue, Questionnaire

NOT_ON_PAPER = ("background",)


@dataclass(frozen=True, slots=True)
class KeyedTwice:
    """An organisation's sheets that were keyed in twice: how many answers, how many differed."""

    sheets: int
    items: int
    differing: int


def printable(catalogue: Catalogue) -> list[Questionnaire]:
    """The newest version of every questionnaire that is handed out by itself."""
    return [one for one in catalogue.newest() if one.store not in NOT_ON_PAPER]


def wave_and_organisation(session: Session, wave_id: str) -> tuple[Wave, Organisation] | None:
    """A wave with the organisation that asks, or None."""
    statement = (
        select(Wave, Organisation)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .where(Wave.id == wave_id)
    )
    row = session.execute(statement).one_or_none()
    return (row[0], row[1]) if row is not None else None


def invitation_by_code(session: Session, hashed: bytes) -> Invitation | None:
    """The invitation that a letter code belongs to, or None."""
    return session.scalar(
        select(Invitation)
        .join(Access, Access.invitation_id == Invitation.id)
        .where(Access.code_hash == hashed)
    )


def check_of(session: Session, number_hash: bytes) -> PaperCheck | None:
    """The check that the number of a sheet belongs to, locked, or None."""
    return session.scalar(
        select(PaperCheck).where(PaperCheck.number_hash == number_hash).with_for_update()
    )


def waiting_checks(session: Session) -> dict[tuple[str, str], int]:
    """Sheets that wait for a second keying per (wave id, questionnaire)."""
    statement = (
        select(PaperCheck.wave_id, PaperCheck.questionnaire, func.count())
        .where(PaperCheck.digests.is_not(None))
        .group_by(PaperCheck.wave_id, PaperCheck.questionnaire)
    )
    return {(wave, code): number for wave, code, number in session.execute(statement)}


def keyed_twice(session: Session) -> dict[str, KeyedTwice]:
    """What was compared so far, per organisation id; over all its waves."""
    statement = (
        select(
            Wave.organisation_id,
            func.count(),
            func.sum(PaperCheck.items),
            func.sum(PaperCheck.differing),
        )
        .join(Wave, Wave.id == PaperCheck.wave_id)
        .where(PaperCheck.items.is_not(None))
        .group_by(Wave.organisation_id)
    )
    return {
        owner: KeyedTwice(sheets, items or 0, differing or 0)
        for owner, sheets, items, differing in session.execute(statement)
    }
