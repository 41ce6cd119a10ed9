"""A message on its way out, and the states in which handing it over can end."""

from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, Literal

from survey_app.clock import now
from survey_app.messaging.pages import mail_page
from survey_app.messaging.texts import Text, one_line
from survey_app.texts.translations import SOURCE

# retry: nobody got it, try again later; unknown: somebody may have got it, do not try again
End = Literal["sent", "failed", "unknown", "cancelled", "retry"]

# Some mail programs read an address in a header only when it stands on the header's first line.
UNFOLDED = SMTP.clone(max_line_length=900)


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


def email_of(outgoing: Outgoing, sender: str) -> EmailMessage:
    """The e-mail. The Message-ID is the same at every attempt, so a double can be recognised."""
    mail = EmailMessage(policy=UNFOLDED)
    mail["From"] = _sender(outgoing.sender_name, sender)
    mail["To"] = Address(addr_spec=outgoing.recipient)
    reply_to = _reply_to(outgoing.reply_to)
    if reply_to is not None:
        mail["Reply-To"] = reply_to
    mail["Subject"] = _subject(outgoing.text.subject)
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = f"<{outgoing.message_id}@{outgoing.domain}>"
    mail["List-Unsubscribe"] = f"<{outgoing.opt_out}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = outgoing.text
    mail.set_content(text.plain, cte="quoted-printable")
    if text.language != SOURCE:  # plain text cannot say in which language it is, or direction
        mail.add_alternative(mail_page(text), subtype="html", cte="quoted-printable")
    return mail


# The same for thousands of messages, and slow to make: each is made once.
@lru_cache(maxsize=64)
def _sender(name: str, address: str) -> Any:
    return UNFOLDED.header_factory("From", Address(one_line(name), addr_spec=address))


@lru_cache(maxsize=64)
def _subject(text: str) -> Any:
    return UNFOLDED.header_factory("Subject", one_line(text))


@lru_cache(maxsize=64)
def _reply_to(text: str) -> Any:
    """The address an organisation wrote in its settings; without a usable one none is given."""
    try:
        address = Address(addr_spec=one_line(text)) if text else None
    except (ValueError, IndexError, HeaderParseError):
        return None
    return UNFOLDED.header_factory("Reply-To", address) if address else None
