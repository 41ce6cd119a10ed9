"""Whom to call next, decided from what came of earlier calls; knows no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# What can come of a call, and whether the person is called again after it.
SPOKEN, NO_ANSWER, APPOINTMENT = "gesproken", "geen gehoor", "afspraak"
REFUSES, WRONG_NUMBER = "weigert", "verkeerd nummer"
OUTCOMES: Mapping[str, bool] = MappingProxyType(
    {SPOKEN: True, NO_ANSWER: True, APPOINTMENT: True, REFUSES: False, WRONG_NUMBER: False}
)
FINAL = tuple(outcome for outcome, again in OUTCOMES.items() if not again)


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody who can still be called; `appointment` is '2026-11-23 14:30' or empty."""

    invitation_id: str
    contact_id: str
    organisation_id: str
    questionnaire: str
    ciphertext: bytes
    calls: int
    appointment: str


def in_order(people: Iterable[ToCall], moment: str) -> list[ToCall]:
    """Appointments that are due first, then who was called least; later appointments last.

    `moment` is written like an appointment, so that the two compare as text. Equal people stand
    in the order of their random ids, which says nothing.

    >>> from functools import partial
    >>> unsaid = {"contact_id": "", "organisation_id": "", "questionnaire": "", "ciphertext": b""}
    >>> person = partial(ToCall, **unsaid)
    >>> people = [
    ...     person("later", calls=1, appointment="2026-11-24 09:00"),
    ...     person("twice", calls=2, appointment=""),
    ...     person("never", calls=0, appointment=""),
    ...     person("now", calls=3, appointment="2026-11-23 09:00"),
    ... ]
    >>> [one.invitation_id for one in in_order(people, "2026-11-23 09:05")]
    ['now', 'never', 'twice', 'later']
    """

    def place(person: ToCall) -> tuple[int, str, int, str]:
        waits = person.appointment > moment
        turn = 2 if waits else 0 if person.appointment else 1
        return (turn, person.appointment, person.calls, person.invitation_id)

    return sorted(people, key=place)
