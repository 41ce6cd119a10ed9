"""A message on its way out, and the states in which handing it over can end."""

from dataclasses import dataclass
from typing import Literal

from survey_app.messaging.templates import Text

# retry: nobody got it, try again later; held: the same, and no attempt was made: this installation
# may not write to this address as it is set now; unknown: somebody may have got it, do not repeat
End = Literal["sent", "failed", "unknown", "cancelled", "retry", "held"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended; the reason is for the fieldworker, in Dutch."""

    end: End
    reason: str = ""


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
