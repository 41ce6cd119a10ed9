"""What the store of volunteers holds of a wave, still encrypted."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.models import InterviewDraw, Organisation, Recontact, Wave


@dataclass(frozen=True, slots=True)
class WaveWithVolunteers:
    """A wave, whose it is, how many people are in its store, and its draw."""

    wave: Wave
    organisation: Organisation
    people: int
    draw: InterviewDraw | None


def waves_with_volunteers(session: Session) -> list[WaveWithVolunteers]:
    """Every wave in which somebody offered a talk or that was drawn, the newest first."""
    people = (
        select(Recontact.wave_id, func.count().label("people"))
        .group_by(Recontact.wave_id)
        .subquery()
    )
    statement = (
        select(Wave, Organisation, func.coalesce(people.c.people, 0), InterviewDraw)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .outerjoin(people, people.c.wave_id == Wave.id)
        .outerjoin(InterviewDraw, InterviewDraw.wave_id == Wave.id)
        .where((people.c.people > 0) | InterviewDraw.wave_id.is_not(None))
        .order_by(Wave.starts_on.desc(), Wave.id)
    )
    return [WaveWithVolunteers(*row) for row in session.execute(statement)]


def volunteers_of(session: Session, wave_id: str) -> list[Recontact]:
    """Who offered to be interviewed; the order says nothing of who was first."""
    statement = select(Recontact).where(Recontact.wave_id == wave_id).order_by(Recontact.id)
    return list(session.scalars(statement))


def draws_to_make(session: Session) -> list[str]:
    """The waves for which somebody asked a draw that the worker has yet to make."""
    waiting = InterviewDraw.drawn_at.is_(None)
    return list(session.scalars(select(InterviewDraw.wave_id).where(waiting)))


def to_write_to(session: Session, limit: int) -> list[Recontact]:
    """Who has yet to hear, by e-mail or text message, that there are enough people."""
    by_itself = Recontact.tell.in_(("email", "sms"))
    statement = select(Recontact).where(Recontact.tell != "no", by_itself)
    return list(session.scalars(statement.order_by(Recontact.id).limit(limit)))
