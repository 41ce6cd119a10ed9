"""What an interviewer decides: draw, what came of a call, and that the talks are done."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey_app.audit.recording import record, record_in_wave
from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.errors import EntryRefused
from survey_app.installation import Installation
from survey_app.models import InterviewDraw, Recontact, Wave
from survey_app.separate.reading import in_parts
from survey_app.separate.recontact.pool import PoolNumbers, Volunteer, numbers_of
from survey_app.separate.recontact.queries import volunteers_of
from survey_app.separate.recontact.services_reading import opened, seal
from survey_app.stores import bound_to

MOST_PEOPLE, LONGEST_NOTE = 100, 1000
OUTCOMES = ("to_call", "appointment", "spoken", "refused", "not_reached")
NO_TALK = ("refused", "not_reached")
CALLED_UP = ("to_call", "appointment")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of calling somebody: a state, when the appointment is, and a note."""

    state: str
    appointment: str = ""
    note: str = ""


def pool_numbers(installation: Installation, wave_id: str) -> PoolNumbers:
    """The pool of a wave in numbers; who they are stays closed."""
    with reading(installation.engine) as session:
        wave, rows = session.get_one(Wave, wave_id), volunteers_of(session, wave_id)
    return numbers_of(person for _, person in opened(installation, wave, rows))


def ask_draw(installation: Installation, wave_id: str, people: int) -> None:
    """Let the worker draw so many people, once for a wave; asking again changes nothing.

    Raises BadInput before the wave is closed, since everybody must have had the same chance.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise EntryRefused(
            "Kies een aantal van 1 tot en met {most_people}.", most_people=MOST_PEOPLE
        )
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id, with_for_update=True)
        if wave.closed_at is None:
            raise EntryRefused("Loten kan als de meting is gesloten.")
        if session.get(InterviewDraw, wave_id) is None:
            wish = {"people": people, "seed": wave_id, "asked_at": now()}
            session.add(
                InterviewDraw(wave_id=wave_id, organisation_id=wave.organisation_id, **wish)
            )
            owner = wave.organisation_id
            record(session, owner, "interviews.asked", wave.name, people=people)
        session.commit()


def open_volunteers(
    installation: Installation, wave_id: str, rows: list[Recontact]
) -> list[tuple[Recontact, Volunteer]]:
    """Names and numbers of these people, after the log says that somebody looked."""
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        owner = wave.organisation_id
        record(session, owner, "interviews.opened", wave.name, people=len(rows))
        session.commit()
    with reading(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
    return opened(installation, wave, rows)


def write_outcome(installation: Installation, row_id: str, outcome: Outcome) -> None:
    """Keep what came of a call; who says no or is not reached makes place for a reserve.

    Raises BadInput for a note that is too long, or somebody who was not called up.
    """
    if outcome.state not in OUTCOMES:
        raise EntryRefused("Kies wat er kwam van het bellen.")
    if len(outcome.note) > LONGEST_NOTE:
        raise EntryRefused(
            "Schrijf niet meer dan {longest_note} tekens.", longest_note=LONGEST_NOTE
        )
    if outcome.state == "appointment" and not outcome.appointment:
        raise EntryRefused("Schrijf op wanneer de afspraak is.")
    facts = {"note": outcome.note, "appointment": outcome.appointment}
    sealed = seal(installation, facts, bound_to.recontact_outcome(row_id))
    with session_of(installation.engine) as session:
        row = session.get_one(Recontact, row_id, with_for_update=True)
        if row.state == "waiting":
            raise EntryRefused("Deze persoon staat niet op de lijst om te bellen.")
        if row.state in CALLED_UP and outcome.state in NO_TALK:
            _call_up_reserve(session, row.wave_id)
        row.state, row.outcome = outcome.state, sealed
        record_in_wave(session, row.wave_id, "interviews.called", people=1)
        session.commit()


def _call_up_reserve(session: Session, wave_id: str) -> None:
    next_one = (
        select(Recontact)
        .where(Recontact.wave_id == wave_id, Recontact.state == "waiting")
        .where(Recontact.place.is_not(None))
        .order_by(Recontact.place)
        .limit(1)
        .with_for_update()
    )
    reserve = session.scalar(next_one)
    if reserve is not None:
        reserve.state = "to_call"


def finish(installation: Installation, wave_id: str) -> None:
    """The talks are done: who was not chosen hears it and is erased, the others are erased now.

    Who left no way to be told is erased at once. Killed half-way, a second time takes the rest.
    Raises BadInput while an appointment stands, or before there was a draw.
    """
    with reading(installation.engine) as session:
        wave, rows = session.get_one(Wave, wave_id), volunteers_of(session, wave_id)
        draw = session.get(InterviewDraw, wave_id)
    if draw is None or draw.drawn_at is None:
        raise EntryRefused("Er is nog niet geloot.")
    if any(row.state == "appointment" for row in rows):
        raise EntryRefused("Er staat nog een afspraak. Schrijf eerst op wat daarvan kwam.")
    config = installation.config
    texts = config.sends_texts or config.synthetic
    people = opened(installation, wave, rows)
    ways = {row.id: _way(row, person, texts) for row, person in people}
    erased = 0
    for part in in_parts(sorted(ways.items())):
        gone = [row_id for row_id, way in part if not way]
        told = [{"id": row_id, "tell": way} for row_id, way in part if way]
        with session_of(installation.engine) as session:
            session.execute(delete(Recontact).where(Recontact.id.in_(gone)))
            if told:
                session.execute(update(Recontact), told)
            session.commit()
        erased += len(gone)
    with session_of(installation.engine) as session:
        kept = session.get_one(InterviewDraw, wave_id)
        kept.finished_at = kept.finished_at or now()
        record(session, wave.organisation_id, "interviews.finished", wave.name)
        record(session, wave.organisation_id, "interviews.erased", wave.name, people=erased)
        session.commit()


def _way(row: Recontact, person: Volunteer, texts: bool) -> str:
    """How this person hears that there are enough people; empty: no need, or no way.

    `texts`: whether text messages can leave this installation.
    """
    if row.tell != "no":
        return row.tell
    if row.state not in ("waiting", "to_call"):
        return ""
    if person.email:
        return "email"
    if texts and person.mobile:
        return "sms"
    return "phone" if person.phone else ""


def told(installation: Installation, row_id: str) -> str:
    """Somebody was told on the telephone: erase them; returns the wave.

    Raises BadInput for somebody who need not be told.
    """
    with session_of(installation.engine) as session:
        row = session.get_one(Recontact, row_id, with_for_update=True)
        if row.tell not in ("phone", "sending"):
            raise EntryRefused("Deze persoon hoeft niet gebeld te worden.")
        wave = session.get_one(Wave, row.wave_id)
        session.execute(delete(Recontact).where(Recontact.id == row_id))
        record(session, wave.organisation_id, "interviews.told", wave.name, people=1)
        record(session, wave.organisation_id, "interviews.erased", wave.name, people=1)
        session.commit()
    return wave.id
