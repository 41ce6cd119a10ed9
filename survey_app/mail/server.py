"""A connection to the mail server, encrypted and logged in as the settings ask."""

import smtplib
import socket
import ssl
from contextlib import ExitStack

from survey_app.config import Smtp

PATIENCE_SECONDS = 20


def connect(settings: Smtp) -> smtplib.SMTP:
    """A line on which a message can be handed over. Raises OSError or SMTPException."""
    secured = ssl.create_default_context() if settings.security != "none" else None
    name = settings.sender.rpartition("@")[2]  # we introduce ourselves by our own domain
    where = (settings.host, settings.port, name)
    with ExitStack() as failing:
        if settings.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=PATIENCE_SECONDS, context=secured)
        else:
            line = smtplib.SMTP(*where, timeout=PATIENCE_SECONDS)
        failing.callback(line.close)
        if line.sock is not None:  # our short last packet must not wait for an answer
            line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if settings.security == "starttls":
            line.starttls(context=secured)
        line.ehlo_or_helo_if_needed()
        if settings.username:
            line.login(settings.username, settings.password)
        failing.pop_all()
    return line
