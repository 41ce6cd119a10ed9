"""A message on its way out, and the states in which handing it over can end."""

import datetime
from dataclasses import dataclass
from typing import Literal

from survey_app.messaging.templates import Text

# later: nobody got it and no attempt was made, since the service is left alone for a while;
# retry: nobody got it, try again later; held: the same, and no attempt was made: this installation
# may not write to this address as it is set now; unknown: somebody may have got it, do not repeat
# Minutes to wait after each refusal for now: six hours in all, within four for greylisting.
MAIL_WAITS = (1, 5, 15, 30, 60, 60, 60, 60, 60)
End = Literal["sent", "failed", "unknown", "cancelled", "retry", "later", "held"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended; the reason is for the fieldworker, in Dutch.

    `again_in` is how long the service itself asked us to wait.
    """

    end: End
    reason: str = ""
    again_in: datetime.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything a channel needs to hand one message over."""

    message_id: str
    recipient: str
    text: Text
    sender_name: str
    reply_to: str
    opt_out: str
    domain: str
    is_sms: bool = False
    return_path: str = ""  # where an e-mail comes back; empty: to the sender
    left_out: tuple[tuple[str, str], ...] = ()  # what was to go along and may not, and why
