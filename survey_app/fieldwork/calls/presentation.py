"""What a fieldworker reads of people to call."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from survey_app.clock import AMSTERDAM, now
from survey_app.fieldwork.calls.order import CLOSED, MOST_ATTEMPTS
from survey_app.fieldwork.calls.queries import ToCall
from survey_app.fieldwork.calls.services import person_of
from survey_app.fieldwork.presentation import language_words
from survey_app.installation import Installation
from survey_app.texts.dutch import day_words
from survey_app.ways_in.contacts import Person

CLOSING_WORDS = {
    "refuses": "wil niet meedoen",
    "wrong_number": "het nummer is van iemand anders",
    "tried_enough": f"{MOST_ATTEMPTS} keer gebeld zonder gehoor",
    "language": "wij spreken deze taal niet",
    "unable": "kan nu niet meedoen",
    "already_done": "zegt al te hebben meegedaan",
}
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True)
class CallLine:
    """One person on the call list."""

    invitation_id: str
    name: str
    questionnaire: str
    language: str
    calls: str
    appointment: str
    time: str  # of the appointment
    is_due: bool
    is_closed: bool


def local_now() -> datetime.datetime:
    """This moment on the clock of the fieldworker."""
    return now().astimezone(AMSTERDAM)


def moment_of(time: datetime.datetime) -> str:
    """A moment written like an appointment."""
    return f"{time:%Y-%m-%d %H:%M}"


def lines(installation: Installation, people: Iterable[ToCall]) -> list[CallLine]:
    """These people as the list shows them; only of these anything is opened."""
    moment = moment_of(local_now())
    return [
        CallLine(
            invitation_id=one.invitation_id,
            name=name_of(person_of(installation, one)),
            questionnaire=one.questionnaire,
            language=language_words(one.language),
            calls=calls_words(one.calls),
            appointment=moment_words(one.appointment) if one.appointment else "",
            time=one.appointment[-5:],
            is_due=bool(one.appointment) and one.appointment <= moment,
            is_closed=one.state == CLOSED,
        )
        for one in people
    ]


def name_of(person: Person) -> str:
    """The name, or a word for somebody whose name we do not have."""
    return person.name or "Zonder naam"


def calls_words(calls: int) -> str:
    """How often somebody was called."""
    return "nog niet gebeld" if not calls else f"{calls} keer gebeld"


def moment_words(appointment: str) -> str:
    """'2026-11-23 14:30' as 'maandag 23 november om 14:30'."""
    moment = datetime.datetime.fromisoformat(appointment)
    return f"{DAYS[moment.weekday()]} {day_words(moment.date())} om {moment:%H:%M}"
