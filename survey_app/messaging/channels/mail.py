"""An e-mail as the bytes that travel.

Python's e-mail package writes and checks the lines that are the same in thousands of messages,
and does so once. The few lines of one person are plain ASCII and are added here.
"""

import binascii
import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from survey_app.clock import now
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.pages import mail_page
from survey_app.messaging.templates import Text, one_line
from survey_app.texts.translations import SOURCE

# Some mail programs read an address in a header only when it stands on the header's first line.
UNFOLDED = SMTP.clone(max_line_length=900)
# One address that needs no quotes (dot-atom of RFC 5322), so that nothing else can stand in it.
ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@[\w.-]+", re.ASCII)
IN_URL = "!#$%&'()*+,/:;=?@[]~"  # what may stand in an address of a page as it is
BOUNDARY = "=_next"  # quoted-printable text never holds =_, so no part can end early (RFC 2045)


def is_address(text: str) -> bool:
    """Whether this is one e-mail address that can be written to."""
    return ADDRESS.fullmatch(text) is not None


def email_of(outgoing: Outgoing, sender: str) -> bytes:
    """The e-mail to a usable address, from one.

    The Message-ID is the same at every attempt, so that a double can be recognised.
    """
    same = _same_for_many(outgoing.sender_name, sender, outgoing.reply_to, outgoing.text.subject)
    own = (
        f"To: {outgoing.recipient}\n"
        f"Date: {format_datetime(now())}\n"
        f"Message-ID: <{outgoing.message_id}@{quote(outgoing.domain)}>\n"
        f"List-Unsubscribe: <{quote(outgoing.opt_out, IN_URL)}>\n"
    )
    if outgoing.opt_out.startswith("https://"):  # RFC 8058 knows no other
        own += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
    return same + (own + _content(outgoing.text)).replace("\n", "\r\n").encode("ascii")


@lru_cache(maxsize=64)
def _same_for_many(sender_name: str, sender: str, reply_to: str, subject: str) -> bytes:
    """The header lines that do not name the person."""
    mail = EmailMessage(policy=UNFOLDED)
    mail["From"] = Address(one_line(sender_name), addr_spec=sender)
    answers_to = _reply_to(reply_to)
    if answers_to is not None:
        mail["Reply-To"] = answers_to
    mail["Subject"] = one_line(subject)
    mail["Auto-Submitted"] = "auto-generated"
    mail["MIME-Version"] = "1.0"
    return bytes(mail).removesuffix(b"\r\n")  # the empty line that would end them


def _reply_to(text: str) -> Address | None:
    """The address an organisation wrote in its settings; without a usable one none is given."""
    try:
        return Address(addr_spec=one_line(text)) if text else None
    except (ValueError, IndexError, HeaderParseError):
        return None


def _content(text: Text) -> str:
    plain = _part("plain", text.plain)
    if text.language == SOURCE:
        return plain
    # plain text cannot say in which language it is, or in which direction it is read
    parts = (plain, _part("html", mail_page(text)))
    inside = "".join(f"--{BOUNDARY}\n{part}\n" for part in parts)
    kind = f'Content-Type: multipart/alternative; boundary="{BOUNDARY}"'
    return f"{kind}\n\n{inside}--{BOUNDARY}--\n"


def _part(kind: str, text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    written = binascii.b2a_qp(lines.encode(), istext=True).decode("ascii")
    heading = f'Content-Type: text/{kind}; charset="utf-8"'
    return f"{heading}\nContent-Transfer-Encoding: quoted-printable\n\n{written}"
