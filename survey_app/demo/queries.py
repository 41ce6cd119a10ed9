"""What the demo asks the database: is Voorbeeldstad there, and who has not answered yet."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.models import Access, Invitation, Organisation, StaffAccount, Wave
from survey_app.ways_in.contacts import LANGUAGES


def organisation_names(session: Session) -> list[str]:
    """Every organisation of this installation."""
    return list(session.scalars(select(Organisation.name)))


def wave_names(session: Session) -> list[str]:
    """Every wave of this installation."""
    return list(session.scalars(select(Wave.name)))


def account_of(session: Session, role: str) -> str | None:
    """The id of the account that `init` made for a role; None in an installation without."""
    return session.scalar(select(StaffAccount.id).where(StaffAccount.name == role))


def unanswered(session: Session, wave_id: str, questionnaire: str, number: int) -> list[str]:
    """The newest way in of people who got a link and have not answered; Dutch readers first."""
    statement = (
        select(func.max(Access.id))
        .join(Invitation, Invitation.id == Access.invitation_id)
        .where(Invitation.wave_id == wave_id, Invitation.questionnaire == questionnaire)
        .where(Invitation.used.is_(False), Invitation.refused.is_(False))
        .where(Invitation.contact_id.is_not(None), Access.token_hash.is_not(None))
        .group_by(Invitation.id)
        .order_by(Invitation.language != LANGUAGES[0], Invitation.id)
        .limit(number)
    )
    return list(session.scalars(statement))


def answered_by_link(session: Session, wave_id: str) -> int:
    """How many invitations of a wave are used."""
    statement = select(func.count()).where(Invitation.wave_id == wave_id, Invitation.used)
    return session.scalar(statement) or 0
