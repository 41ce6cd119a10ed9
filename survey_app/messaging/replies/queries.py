"""The replies that a fieldworker reads, newest first, those without an answer before the others."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.crypto.encryption import decrypt
from survey_app.errors import CannotDecrypt
from survey_app.installation import Installation
from survey_app.messaging.outbox.status import UNREADABLE
from survey_app.models import Contact, MessageReply, Wave
from survey_app.stores import bound_to
from survey_app.ways_in.contacts import Person, opened_person

MOST = 100


@dataclass(frozen=True, slots=True)
class ShownReply:
    """One reply as it stands on the page."""

    id: str
    name: str
    phone: str
    text: str
    wave: str
    day: str
    is_done: bool


def replies(session: Session, installation: Installation) -> tuple[list[ShownReply], int, int]:
    """The first replies of the organisations that somebody sees; how many there are, and wait."""
    statement = (
        select(MessageReply, Contact, Wave.name)
        .join(Contact, Contact.id == MessageReply.contact_id)
        .join(Wave, Wave.id == MessageReply.wave_id)
        .order_by(MessageReply.is_done, MessageReply.received_on.desc(), MessageReply.id)
    )
    rows = session.execute(statement.limit(MOST)).all()
    numbers = dict(
        session.execute(
            select(MessageReply.is_done, func.count()).group_by(MessageReply.is_done)
        ).all()
    )
    return (
        [_shown(installation, *row) for row in rows],
        sum(numbers.values()),
        numbers.get(False, 0),
    )


def _shown(
    installation: Installation, reply: MessageReply, contact: Contact, wave: str
) -> ShownReply:
    key = installation.keys.contact
    try:
        person = opened_person(key, contact.organisation_id, contact.id, contact.ciphertext)
        label = bound_to.message_reply(reply.organisation_id, reply.id)
        text = decrypt(key, reply.ciphertext, label).decode()
    except CannotDecrypt:
        person, text = Person(name=UNREADABLE), UNREADABLE
    return ShownReply(
        id=reply.id,
        name=person.name,
        phone=person.phone,
        text=text,
        wave=wave,
        day=f"{reply.received_on:%d-%m-%Y}",
        is_done=reply.is_done,
    )
