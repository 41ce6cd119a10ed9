"""A bounce as mail servers write it: a delivery status notification (RFC 3464)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message as Mail
from email.utils import getaddresses

from survey_app.messaging.replies.bounce_addresses import bounced_message
from survey_app.messaging.replies.forms import End, Receipt

STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}", re.ASCII)
# That this mailbox is not there, or takes nothing any more (RFC 3463). What else is refused for
# good (full, too large, taken for spam) says nothing against the address.
WRONG_ADDRESS = re.compile(r"5\.(0\.\d+|1\.\d+|2\.1)", re.ASCII)
SENT_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
LARGEST = 10 * 1024 * 1024


def bounce_of(content: bytes, key: bytes, recipient: str = "") -> Receipt | None:
    """What this mail says of which of our messages; None when it is no bounce of ours.

    `recipient` is the address it was delivered to, when the mail server tells.
    """
    mail = message_from_bytes(content[:LARGEST], policy=policy.compat32)
    ids = (bounced_message(key, address) for address in _addresses(mail, recipient))
    message_id = next((one for one in ids if one is not None), None)
    end = next((found for fields in _reports(mail) if (found := _end(fields))), None)
    return Receipt(message_id, *end) if message_id and end else None


def _addresses(mail: "Mail[str, str]", recipient: str) -> list[str]:
    headers = [str(text) for name in SENT_TO for text in mail.get_all(name, [])]
    return [recipient, *(address for _, address in getaddresses(headers))]


def _reports(mail: "Mail[str, str]") -> Iterator["Mail[str, str]"]:
    """The fields about each recipient, in every part that is a delivery status."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (fields for fields in part.get_payload() if isinstance(fields, Mail))


def _end(fields: "Mail[str, str]") -> tuple[End, str] | None:
    """How it ended and why; None while the server still tries."""
    action = str(fields.get("Action", "")).strip().lower()
    found = STATUS.search(str(fields.get("Status", "")))
    status = found[0] if found else ""
    why = f"DSN {status}" if status else ""
    if action == "delivered":
        return "delivered", ""
    if action != "failed":
        return None
    return ("failed" if WRONG_ADDRESS.fullmatch(status) else "undelivered"), why
