"""What a service says, checked at the border and made into records."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from survey_app.errors import BadInput

End = Literal["delivered", "undelivered", "failed"]
ENDS: tuple[End, ...] = ("delivered", "undelivered", "failed")
LONGEST_NAME, LONGEST_TEXT = 200, 2000  # a text message of ten parts has 1,530 characters
NUMBER = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
NOTIFY_ENDS: Mapping[str, End] = MappingProxyType(
    {
        "delivered": "delivered",
        "permanent-failure": "failed",
        "temporary-failure": "undelivered",
        "technical-failure": "undelivered",
    }
)
ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
# A reason stands on a screen and in a list: a code or a few words, never a name or number.
REASON = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a message ended after a service took it.

    undelivered: not now, so that it may go out again; failed: never at this address.
    """

    message_id: str
    end: End
    reason: str = ""


def receipt_of(body: bytes) -> Receipt:
    """{"id": ..., "status": delivered | undelivered | failed, "reason": ...}. Raises BadInput."""
    said = fields_of(body)
    message_id, status = said.get("id"), said.get("status")
    if not isinstance(message_id, str) or not ID.fullmatch(message_id):
        raise BadInput("id: give the id that came with the message")
    for end in ENDS:
        if status == end:
            return Receipt(message_id, end, plain_reason(said.get("reason")))
    raise BadInput("status: give one of {ends}", ends=", ".join(ENDS))


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote back; `id` is how the service calls this message."""

    id: str
    source: str  # E.164, as +31612345678
    text: str


def reply_of(body: bytes) -> Reply:
    """{"id": ..., "from": "+31612345678", "text": ...}. Raises BadInput."""
    said = fields_of(body)
    return checked_reply(said.get("id"), said.get("from"), said.get("text"))


def checked_reply(name: object, source: object, text: object) -> Reply:
    """A reply whose parts are what they should be. Raises BadInput."""
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadInput("id: give how you call this message")
    if not isinstance(source, str) or not NUMBER.fullmatch(source):
        raise BadInput("from: give a number such as +31612345678")
    if not isinstance(text, str):
        raise BadInput("text: give what was written")
    readable = "".join(one for one in text if one.isprintable() or one == "\n")
    return Reply(name, source, readable[:LONGEST_TEXT].strip())


def notify_receipt(body: bytes) -> Receipt | None:
    """The delivery receipt of Notify; None while it is not final, or for no message of ours.

    Raises BadInput.
    """
    said = fields_of(body)
    reference, end = said.get("reference"), NOTIFY_ENDS.get(str(said.get("status")))
    if end is None or not isinstance(reference, str) or not ID.fullmatch(reference):
        return None
    return Receipt(reference, end)


def notify_reply(body: bytes) -> Reply:
    """A text message that Notify received; it leaves out the plus of a number. Raises BadInput."""
    said = fields_of(body)
    source = str(said.get("source_number", ""))
    number = source if source.startswith("+") else f"+{source}"
    return checked_reply(said.get("id"), number, said.get("message"))


def fields_of(body: bytes) -> dict[str, Any]:
    """The JSON object of a call. Raises BadInput."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadInput("give a JSON object")
    return said


def plain_reason(text: object) -> str:
    """A reason that may be shown; anything else is left out.

    >>> plain_reason("absent subscriber"), plain_reason("0612345678 is off")
    ('absent subscriber', '')
    """
    return text if isinstance(text, str) and REASON.fullmatch(text) else ""
