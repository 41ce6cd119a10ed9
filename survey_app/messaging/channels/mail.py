"""An e-mail as the bytes that travel, written by Python's own e-mail package."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from survey_app.clock import now
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.pages import mail_page
from survey_app.messaging.templates import Text, one_line
from survey_app.texts.translations import SOURCE

SHORT = SMTP.clone(max_line_length=76)  # a line of quoted-printable text (RFC 2045)
# Some mail programs read an address in a header only when it stands on the header's first line.
UNFOLDED = SMTP.clone(max_line_length=900)
# One address that needs no quotes (dot-atom of RFC 5322), so that nothing else can stand in it.
ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@[\w.-]+", re.ASCII)
IN_URL = "!#$%&'()*+,/:;=?@[]~"  # what may stand in an address of a page as it is
# Quoted-printable text never holds =_, so no part can end early (RFC 2045). Given, because Python
# would draw a number and read the whole message to see that it is not in there.
BOUNDARY = "=_next"


def is_address(text: str) -> bool:
    """Whether this is one e-mail address that can be written to."""
    return ADDRESS.fullmatch(text) is not None


def email_of(outgoing: Outgoing, sender: str) -> bytes:
    """The e-mail to a usable address, from one.

    The Message-ID is the same at every attempt, so that a double can be recognised.
    """
    mail = EmailMessage(policy=SHORT)
    mail["From"] = Address(one_line(outgoing.sender_name), addr_spec=sender)
    answers_to = _reply_to(outgoing.reply_to)
    if answers_to is not None:
        mail["Reply-To"] = answers_to
    mail["To"] = outgoing.recipient
    mail["Subject"] = one_line(outgoing.text.subject)
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = f"<{outgoing.message_id}@{quote(outgoing.domain)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{quote(outgoing.opt_out, IN_URL)}>"
    if outgoing.opt_out.startswith("https://"):  # RFC 8058 knows no other
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(mail, outgoing.text)
    return mail.as_bytes(policy=UNFOLDED)


def _fill(mail: EmailMessage, text: Text) -> None:
    mail.set_content(_lines(text.plain), cte="quoted-printable")
    if text.language != SOURCE:
        # plain text cannot say in which language it is, or in which direction it is read
        mail.add_alternative(_lines(mail_page(text)), subtype="html", cte="quoted-printable")
        mail.set_boundary(BOUNDARY)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def _reply_to(text: str) -> Address | None:
    """The address an organisation wrote in its settings; without a usable one none is given."""
    try:
        return Address(addr_spec=one_line(text)) if text else None
    except (ValueError, IndexError, HeaderParseError):
        return None
