"""Putting messages in line: once per person and kind, to people who may be written to only.

What failed stands in line again, in the same row, when somebody sends again: by then the address
may have been corrected.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.database import session_of
from survey_app.errors import BadInput, WaveClosed
from survey_app.installation import Installation
from survey_app.mail.guard import may_receive, refuse_dead_links
from survey_app.messaging.outbox.queries import (
    Addressee,
    ended_without,
    newest_accesses,
    not_yet_invited,
    to_remind,
)
from survey_app.models import Message, Wave
from survey_app.organisations.waves import find_wave, wave_state
from survey_app.ways_in.access import create_accesses
from survey_app.ways_in.contacts import Person, opened_person

# What somebody's own channel (CHANNELS in contacts.py) must be to be reached through a channel.
REACHES: dict[str, Callable[[Person], bool]] = {
    "smtp": lambda person: person.channel == "email",
    "letter": lambda person: person.channel == "letter",
    "console": lambda person: True,  # invented people, in an installation of such people only
}


@dataclass(frozen=True, slots=True)
class Queued:
    """How many messages stand in line now, and who gets none: reached elsewhere, or too early."""

    queued: int
    elsewhere: int
    too_early: int = 0


def queue_messages(
    installation: Installation, wave_name: str, channel: str, reminder: bool = False
) -> Queued:
    """Make the ways in and the messages of a wave that are not there yet.

    Raises UnknownName, WaveClosed, KeyMissing, SettingError when no receiver could open the link,
    and BadInput when a recipient is outside the allowed ones of an installation that is not live:
    then nothing is queued at all.
    """
    refuse_dead_links(installation.config)
    if channel == "console" and not installation.config.synthetic:
        raise BadInput("a file reaches nobody: only invented people can be sent to it")
    with session_of(installation.engine) as session:
        wave = find_wave(session, wave_name)
        _refuse_closed(wave)
        if reminder:
            found = to_remind(session, wave.id, channel, today())
        else:
            found = not_yet_invited(session, wave.id, today())
        due = [row for row in found if row[2]]
        people = [(row[0], _person(installation, row)) for row in due]
        reached = [(key, person) for key, person in people if REACHES[channel](person)]
        _guard(installation, channel, [person for _, person in reached])
        keys = [key for key, _ in reached]
        ways = keys if reminder else _ways_in(session, installation, wave.id, keys, channel)
        kind = "reminder" if reminder else "invitation"
        try:
            _put_in_line(session, wave.id, ways, kind, channel)
            session.commit()
        except IntegrityError as error:
            raise BadInput("somebody else is sending this wave now; try again later") from error
    return Queued(len(reached), len(people) - len(reached), len(found) - len(due))


def _put_in_line(
    session: Session, wave_id: str, access_ids: list[str], kind: str, channel: str
) -> None:
    """A message for each way in: the one that ended without being delivered, or a new one."""
    before = ended_without(session, wave_id, kind, channel)
    message = {"wave_id": wave_id, "channel": channel, "kind": kind}
    new = [{"access_id": one, **message} for one in access_ids if one not in before]
    fresh = {"state": "queued", "attempts": 0, "next_attempt_at": None, "reason": None}
    again = [{"id": before[one], **fresh} for one in access_ids if one in before]
    if new:
        session.execute(insert(Message), new)
    if again:
        session.execute(update(Message), again)  # by primary key


def _refuse_closed(wave: Wave) -> None:
    state = wave_state(wave.starts_on, wave.ends_on, wave.paused_at, wave.closed_at, today())
    if state != "open":
        raise WaveClosed(f"wave {wave.name!r} is {state}: a link in a message would not work")


def _person(installation: Installation, row: Addressee) -> Person:
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


def _ways_in(
    session: Session,
    installation: Installation,
    wave_id: str,
    invitation_ids: list[str],
    channel: str,
) -> list[str]:
    """An access for each invitation: the newest one that can go out again, or a new one."""
    with_code = channel == "letter"
    known = newest_accesses(session, wave_id, with_code)
    new = [invitation_id for invitation_id in invitation_ids if invitation_id not in known]
    made = create_accesses(session, installation, new, with_code=with_code)
    found = known | {key: ways.access_id for key, ways in zip(new, made, strict=True)}
    return [found[invitation_id] for invitation_id in invitation_ids]
