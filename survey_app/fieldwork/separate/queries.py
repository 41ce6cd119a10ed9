"""What the stores beside the evaluation hold of a wave; order says nothing of who was first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Contact, NeedsResponse, Recontact


def volunteers_of(session: Session, wave_id: str) -> list[Recontact]:
    """Who offered to be interviewed, still encrypted."""
    statement = select(Recontact).where(Recontact.wave_id == wave_id).order_by(Recontact.id)
    return list(session.scalars(statement))


def needs_of(session: Session, wave_id: str) -> list[tuple[NeedsResponse, Contact | None]]:
    """Who sent in a needs form, with the contact where we know it."""
    statement = (
        select(NeedsResponse, Contact)
        .outerjoin(Contact, Contact.id == NeedsResponse.contact_id)
        .where(NeedsResponse.wave_id == wave_id)
        .order_by(NeedsResponse.id)
    )
    return [(needs, contact) for needs, contact in session.execute(statement)]
