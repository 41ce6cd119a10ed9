"""What can be printed, and what returned paper can be keyed in for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Access, Invitation, Organisation, Wave
from survey_app.questionnaire.definition import Catalogue, Questionnaire

NOT_ON_PAPER = ("background",)
# The others are not anonymous: who sent them is part of them, and they have stores of their own.
KEYED_STORE = "answers"


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
