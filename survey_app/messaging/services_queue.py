"""Putting messages in line: once per person and kind, to people who may be written to only."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.access import create_access
from survey_app.clock import today
from survey_app.contacts import Person, opened_person
from survey_app.database import session_of
from survey_app.errors import BadInput, WaveClosed
from survey_app.installation import Installation
from survey_app.messaging.guard import may_receive
from survey_app.messaging.queries import newest_access, not_yet_invited, to_remind
from survey_app.models import Contact, Message, Wave
from survey_app.waves import find_wave, wave_state

# What somebody's own channel (CHANNELS in contacts.py) must be to be reached through a channel.
REACHES: dict[str, Callable[[Person], bool]] = {
    "smtp": lambda person: person.channel == "email",
    "letter": lambda person: person.channel == "letter",
    "console": lambda person: True,
}


@dataclass(frozen=True, slots=True)
class Queued:
    """How many messages stand in line now, and how many people this channel does not reach."""

    queued: int
    elsewhere: int


def queue_messages(
    installation: Installation, wave_name: str, channel: str, reminder: bool = False
) -> Queued:
    """Make the ways in and the messages of a wave that are not there yet.

    Raises UnknownName, WaveClosed, KeyMissing, and BadInput when a recipient is outside the
    allowed ones of an installation that is not live: then nothing is queued at all.
    """
    with session_of(installation.engine) as session:
        wave = find_wave(session, wave_name)
        _refuse_closed(wave)
        rows = (
            to_remind(session, wave.id, channel) if reminder else not_yet_invited(session, wave.id)
        )
        people = [(row[0], _person(installation, row)) for row in rows]
        reached = [(key, person) for key, person in people if REACHES[channel](person)]
        _guard(installation, channel, [person for _, person in reached])
        for key, _ in reached:
            access_id = key if reminder else _way_in(session, installation, key, channel)
            kind = "reminder" if reminder else "invitation"
            session.add(Message(wave_id=wave.id, access_id=access_id, channel=channel, kind=kind))
        try:
            session.commit()
        except IntegrityError as error:
            raise BadInput("somebody else is sending this wave now; try again later") from error
    return Queued(len(reached), len(people) - len(reached))


def _refuse_closed(wave: Wave) -> None:
    state = wave_state(wave.starts_on, wave.ends_on, wave.paused_at, wave.closed_at, today())
    if state != "open":
        raise WaveClosed(f"wave {wave.name!r} is {state}: a link in a message would not work")


def _person(installation: Installation, row: Row[str, Contact]) -> Person:
    contact = row[1]
    key = installation.keys.contact
    return opened_person(key, contact.organisation_id, contact.id, contact.ciphertext)


def _guard(installation: Installation, channel: str, people: list[Person]) -> None:
    if channel != "smtp":
        return
    outside = sum(not may_receive(installation.config, person.email) for person in people)
    if outside:
        raise BadInput(
            f"{outside} of {len(people)} recipients are not in TRAJECTSPIEGEL_ALLOWED_RECIPIENTS; "
            "nothing was queued. Set TRAJECTSPIEGEL_LIVE=1 to write to real people"
        )


def _way_in(session: Session, installation: Installation, invitation_id: str, channel: str) -> str:
    with_code = channel == "letter"
    access_id = newest_access(session, invitation_id, with_code)
    if access_id is None:
        ways = create_access(session, installation, invitation_id, with_code=with_code)
        access_id = ways.access_id
    return access_id
