"""One e-mail to somebody who works here: an invitation, or a way back in.

Without a mail server an installation with invented data writes it to HOME/outbox.txt. A real one
refuses: whoever else handed the link over could use it.
"""

import logging
import os
import smtplib
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from survey_app.config import Config
from survey_app.errors import SettingError
from survey_app.mail.guard import may_receive
from survey_app.mail.server import connect
from survey_app.operators.sentence import Sentence

OUTBOX = "outbox.txt"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, about what, and the words."""

    recipient: str
    subject: str
    text: str


def check_ready(config: Config) -> None:
    """Raises SettingError when this installation cannot send e-mail."""
    if not config.synthetic and not (config.smtp.host and config.smtp.sender):
        raise SettingError(
            "TRAJECTSPIEGEL_SMTP_HOST and TRAJECTSPIEGEL_SMTP_SENDER",
            "give both, so that people can be invited by e-mail",
        )


def send(config: Config, letter: Letter) -> None:
    """Hand the letter over. Raises SettingError, OSError or SMTPException."""
    check_ready(config)
    if not config.smtp.host:
        _write_down(config, letter)
        return
    if not may_receive(config, letter.recipient):
        raise SettingError(
            "TRAJECTSPIEGEL_ALLOWED_RECIPIENTS",
            "a test installation (TRAJECTSPIEGEL_LIVE is not 1) writes to these addresses only",
        )
    message = EmailMessage()
    message["From"], message["To"] = config.smtp.sender, letter.recipient
    message["Subject"], message["Date"] = letter.subject, formatdate()
    message["Message-ID"] = make_msgid(domain=config.smtp.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    with connect(config.smtp) as line:
        line.send_message(message)


def send_later(config: Config, letter: Letter) -> threading.Thread:
    """The same, beside the page: how long it takes tells nobody whether there is an account."""

    def sent() -> None:
        try:
            send(config, letter)
        except (SettingError, OSError, smtplib.SMTPException) as error:
            told = "an e-mail to staff was not sent: {error}"
            logger.error(Sentence(told, error=type(error).__name__))

    thread = threading.Thread(target=sent, daemon=True)
    thread.start()
    return thread


def _write_down(config: Config, letter: Letter) -> None:
    handle = os.open(config.home / OUTBOX, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(
            f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.text}\n{'-' * 72}\n"
        )
