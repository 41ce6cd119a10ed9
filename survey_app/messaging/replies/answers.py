"""What somebody wrote back to a text message: STOP, or a line for the fieldworker.

A telephone number is looked up by its keyed hash in each organisation. A line goes to the
organisation that wrote to that number last, with the wave it wrote for, and is erased with it.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import and_, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.crypto.encryption import derive, encrypt
from survey_app.database import reading
from survey_app.installation import Installation
from survey_app.logs.lines import logger_of
from survey_app.messaging.replies.forms import Reply
from survey_app.messaging.replies.stop import asks_to_stop
from survey_app.models import Access, Contact, Invitation, Message, MessageReply, Organisation
from survey_app.models.columns import new_id
from survey_app.stores import bound_to
from survey_app.ways_in.contacts import Person, way_hashes
from survey_app.ways_in.opting_out import opt_out_contact

logger = logger_of(__name__)


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody with this number, and the wave for which they got a text message last."""

    contact_id: str
    organisation_id: str
    wave_id: str | None


def read_reply(installation: Installation, reply: Reply) -> Callable[[Session], bool]:
    """What to do with it, as one short unit of work. All that takes time is done here, before."""
    with reading(installation.engine) as session:
        found = _writers(session, _hashes(session, installation, reply.source))
    if asks_to_stop(reply.text):
        return lambda session: _opt_out(session, found)
    row = _row(installation, reply, next((one for one in found if one.wave_id), None))
    return lambda session: _store(session, row)


def _hashes(session: Session, installation: Installation, phone: str) -> dict[str, bytes]:
    """Organisation id → the keyed hash of this number there."""
    key, person = installation.keys.lookup, Person(phone=phone)
    organisations = session.scalars(select(Organisation.id)).all()
    return {one: way_hashes(key, one, person)["phone"] for one in organisations}


def _writers(session: Session, hashes: dict[str, bytes]) -> list[Writer]:
    """Everybody with this number, who got a text message last first."""
    same = [
        and_(Contact.organisation_id == organisation, Contact.phone_hash == hashed)
        for organisation, hashed in hashes.items()
    ]
    texted = and_(
        Message.access_id == Access.id, Message.channel == "sms", Message.sent_on.is_not(None)
    )
    statement = (
        select(Contact.id, Contact.organisation_id, Message.wave_id)
        .outerjoin(Invitation, Invitation.contact_id == Contact.id)
        .outerjoin(Access, Access.invitation_id == Invitation.id)
        .outerjoin(Message, texted)
        .where(or_(*same))
        .order_by(Message.sent_on.is_(None), Message.sent_on.desc())
    )
    return [Writer(*row) for row in session.execute(statement)] if same else []


def _opt_out(session: Session, found: list[Writer]) -> bool:
    for contact_id in dict.fromkeys(one.contact_id for one in found):
        opt_out_contact(session.connection(), contact_id)
    return True


def _row(
    installation: Installation, reply: Reply, writer: Writer | None
) -> dict[str, object] | None:
    if writer is None:
        logger.warning("a text message came in from a number that got none from us: left out")
        return None
    reply_id, owner = new_id(), writer.organisation_id
    key = derive(installation.keys.lookup, "reply")
    return {
        "id": reply_id,
        "organisation_id": owner,
        "wave_id": writer.wave_id,
        "contact_id": writer.contact_id,
        "same_hash": hmac.digest(key, f"{reply.source}|{reply.id}".encode(), sha256),
        "ciphertext": encrypt(
            installation.keys.contact, reply.text.encode(), bound_to.message_reply(owner, reply_id)
        ),
        "received_on": today(),
    }


def _store(session: Session, row: dict[str, object] | None) -> bool:
    """Once, however often the gateway tells it."""
    if row is not None:
        try:
            with session.begin_nested():
                session.execute(insert(MessageReply), row)
        except IntegrityError:
            pass
    return True
