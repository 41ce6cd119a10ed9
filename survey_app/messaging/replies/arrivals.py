"""What a receipt or a bounce means for the message and for the address it was written to.

How a message ended is final: a receipt that comes late, twice or out of order changes nothing.
"""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from survey_app.messaging.replies.forms import Receipt
from survey_app.models import Access, Contact, Invitation, Message
from survey_app.operators.sentence import DutchSentence

WAYS = {"smtp": "email", "sms": "phone"}
SAID = {
    "undelivered": (
        DutchSentence("nu niet te bezorgen"),
        DutchSentence("nu niet te bezorgen ({code})"),
    ),
    "failed": (
        DutchSentence("niet te bezorgen op dit adres"),
        DutchSentence("niet te bezorgen op dit adres ({code})"),
    ),
}


def note_arrival(session: Session, receipt: Receipt) -> bool:
    """Write down how it ended; False while the message is still being handed over.

    What stood in the same message ends alike. Does not commit. An id that no message has is of an
    erased person: nothing is left to do.
    """
    state = session.scalar(select(Message.state).where(Message.id == receipt.message_id))
    if state == "sending":
        return False
    if receipt.end == "delivered":
        end = {"state": "sent", "delivered": True, "reason": None}
    else:
        plain, coded = SAID[receipt.end]
        why = coded.format(code=receipt.reason) if receipt.reason else plain
        end = {"state": "failed", "reason": why}
    handed_over = Message.state.in_(("sent", "unknown"))
    this = or_(Message.id == receipt.message_id, Message.carried_by == receipt.message_id)
    statement = update(Message).where(this, handed_over, Message.delivered.is_(False))
    ended = session.execute(
        statement.values(end)
        .returning(Message.id, Message.channel)
        .execution_options(synchronize_session=False)
    ).all()
    channel = dict(ended).get(receipt.message_id)
    if channel in WAYS and receipt.end == "failed":
        _mark_address(session, receipt.message_id, WAYS[channel])
    return True


def _mark_address(session: Session, message_id: str, way: str) -> None:
    """Nobody is written to there again, until somebody corrects it."""
    hashed, bounced = getattr(Contact, f"{way}_hash"), getattr(Contact, f"bounced_{way}")
    found = (
        select(Contact.organisation_id, hashed)
        .join(Invitation, Invitation.contact_id == Contact.id)
        .join(Access, Access.invitation_id == Invitation.id)
        .join(Message, Message.access_id == Access.id)
        .where(Message.id == message_id, hashed.is_not(None))
    )
    for organisation_id, address in session.execute(found).all():
        same = (Contact.organisation_id == organisation_id, hashed == address)
        session.execute(update(Contact).where(*same).values({bounced: address}))
