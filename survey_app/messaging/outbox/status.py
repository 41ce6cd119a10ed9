"""How the messages of a wave stand: numbers, and who did not get theirs and why."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from survey_app.database import reading
from survey_app.errors import CannotDecrypt
from survey_app.installation import Installation
from survey_app.models import Access, Contact, Invitation, Message
from survey_app.organisations.waves import find_wave
from survey_app.ways_in.contacts import Person, opened_person

PART = 500
UNREADABLE = "(niet te lezen)"
# Why a message was cancelled is left out: it may be that the person has answered.
_TROUBLED = (Message.reason.is_not(None), Message.state != "cancelled")
# A questionnaire that is named in the message about another is no message of its own.
_BY_ITSELF = Message.carried_by.is_(None)


@dataclass(frozen=True, slots=True)
class Number:
    """How many messages of a kind and channel are in a state."""

    kind: str
    channel: str
    state: str
    messages: int


@dataclass(frozen=True, slots=True)
class Told:
    """One message as the fieldworker reads it; no answer is anywhere near it."""

    id: str
    number: int
    sent_on: datetime.date | None
    name: str
    recipient: str
    questionnaire: str
    kind: str
    channel: str
    state: str
    reason: str
    goes_along: bool  # in the message about another questionnaire


def standing(installation: Installation, wave_name: str) -> tuple[list[Number], list[Told]]:
    """The numbers of a wave, and the messages that somebody must look at. Raises UnknownName."""
    with reading(installation.engine) as session:
        wave_id = find_wave(session, wave_name).id
        key = (Message.kind, Message.channel, Message.state)
        counted = select(*key, func.count()).where(Message.wave_id == wave_id, _BY_ITSELF)
        numbers = [Number(*row) for row in session.execute(counted.group_by(*key).order_by(*key))]
        rows = session.execute(_of_wave(wave_id).where(*_TROUBLED, _BY_ITSELF)).all()
    told = [_told(installation, message, form, who) for message, form, who in rows]
    return numbers, told


def troubled_of(installation: Installation, dispatch_id: str, most: int) -> tuple[list[Told], int]:
    """The messages of a dispatch that somebody must look at, at most so many; and how many."""
    ours = (Message.dispatch_id == dispatch_id, *_TROUBLED)
    with reading(installation.engine) as session:
        number = session.scalar(select(func.count()).select_from(Message).where(*ours)) or 0
        rows = session.execute(_with_person().where(*ours).limit(most)).all()
    return [_told(installation, message, form, who) for message, form, who in rows], number


def messages_of(installation: Installation, wave_name: str) -> Iterator[Told]:
    """Every message of a wave, by id, read in parts. Raises UnknownName."""
    with reading(installation.engine) as session:
        wave_id = find_wave(session, wave_name).id
    after = ""
    while True:
        with reading(installation.engine) as session:
            part = _of_wave(wave_id).where(Message.id > after).order_by(None).order_by(Message.id)
            rows = session.execute(part.limit(PART)).all()
        yield from (_told(installation, message, form, who) for message, form, who in rows)
        if len(rows) < PART:
            return
        after = rows[-1][0].id


def sent_of(installation: Installation, dispatch_id: str, after: str, most: int) -> list[Told]:
    """The messages of a dispatch that went out, by id, from this one on."""
    with reading(installation.engine) as session:
        rows = session.execute(
            _with_person()
            .where(Message.dispatch_id == dispatch_id, Message.state == "sent", Message.id > after)
            .limit(most)
        ).all()
    return [_told(installation, message, form, who) for message, form, who in rows]


def _of_wave(wave_id: str) -> Select[Message, str, Contact]:
    return _with_person().where(Message.wave_id == wave_id)


def _with_person() -> Select[Message, str, Contact]:
    return (
        select(Message, Invitation.questionnaire, Contact)
        .join(Access, Access.id == Message.access_id)
        .join(Invitation, Invitation.id == Access.invitation_id)
        .join(Contact, Contact.id == Invitation.contact_id)
        .order_by(Message.state, Message.id)
    )


def _told(installation: Installation, message: Message, form: str, contact: Contact) -> Told:
    person = _person(installation, contact)
    reached = {
        "smtp": person.email,
        "sms": person.phone,
        "letter": person.address.replace("\n", ", "),
    }
    return Told(
        id=message.id,
        number=message.number,
        sent_on=message.sent_on,
        name=person.name,
        recipient=reached.get(message.channel, person.email or person.phone),
        questionnaire=form,
        kind=message.kind,
        channel=message.channel,
        state=message.state,
        reason=message.reason or "",
        goes_along=message.carried_by is not None,
    )


def _person(installation: Installation, contact: Contact) -> Person:
    key = installation.keys.contact
    try:
        return opened_person(key, contact.organisation_id, contact.id, contact.ciphertext)
    except CannotDecrypt:
        return Person(name=UNREADABLE)
