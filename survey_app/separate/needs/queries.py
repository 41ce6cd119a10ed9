"""Needs forms of a wave, what came of them, and groups of people with the same needs."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.models import (
    Contact,
    NeedsGroup,
    NeedsGrouping,
    NeedsResponse,
    Organisation,
    Wave,
)


@dataclass(frozen=True, slots=True)
class WaveWithNeeds:
    """A wave, whose it is, its needs forms, and how many nobody has looked at yet."""

    wave: Wave
    organisation: Organisation
    forms: int
    new: int


def waves_with_needs(session: Session) -> list[WaveWithNeeds]:
    """Every wave with needs forms, the newest first."""
    forms = (
        select(
            NeedsResponse.wave_id,
            func.count().label("forms"),
            func.count().filter(NeedsResponse.state == "new").label("new"),
        )
        .group_by(NeedsResponse.wave_id)
        .subquery()
    )
    statement = (
        select(Wave, Organisation, forms.c.forms, forms.c.new)
        .join(forms, forms.c.wave_id == Wave.id)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .order_by(Wave.starts_on.desc(), Wave.id)
    )
    return [WaveWithNeeds(*row) for row in session.execute(statement)]


def needs_of(
    session: Session, wave_id: str, state: str = ""
) -> list[tuple[NeedsResponse, Contact | None]]:
    """Who sent in a needs form, with the contact where we know it; one state or all."""
    statement = (
        select(NeedsResponse, Contact)
        .outerjoin(Contact, Contact.id == NeedsResponse.contact_id)
        .where(NeedsResponse.wave_id == wave_id)
        .order_by(NeedsResponse.id)
    )
    if state:
        statement = statement.where(NeedsResponse.state == state)
    return [(needs, contact) for needs, contact in session.execute(statement)]


def states_of(session: Session, wave_id: str) -> dict[str, int]:
    """How many forms are in each state."""
    statement = (
        select(NeedsResponse.state, func.count().label("forms"))
        .where(NeedsResponse.wave_id == wave_id)
        .group_by(NeedsResponse.state)
    )
    return {row.state: row.forms for row in session.execute(statement)}


def groups_of(session: Session, wave_id: str) -> list[NeedsGroup]:
    """Every group of a wave, proposed and decided."""
    statement = select(NeedsGroup).where(NeedsGroup.wave_id == wave_id).order_by(NeedsGroup.id)
    return list(session.scalars(statement))


def groupings_to_make(session: Session) -> list[str]:
    """The waves for which somebody asked a proposal that the worker has yet to make."""
    waiting = NeedsGrouping.made_at.is_(None)
    return list(session.scalars(select(NeedsGrouping.wave_id).where(waiting)))
