"""E-mail over one SMTP connection, knowing at every step whether the server may have kept it."""

import re
import smtplib
import socket
import ssl
from types import TracebackType
from typing import Self

from survey_app.config import Smtp
from survey_app.errors import SettingError
from survey_app.messaging.outgoing import Outcome, Outgoing, email_of

PATIENCE_SECONDS = 20
MESSAGES_PER_CONNECTION = 100
LOST = (smtplib.SMTPException, OSError)


class SmtpChannel:
    """A context that opens a connection when it is first needed and keeps it while it works."""

    def __init__(self, settings: Smtp) -> None:
        if not settings.host or not settings.sender:
            raise SettingError(
                "TRAJECTSPIEGEL_SMTP_HOST and TRAJECTSPIEGEL_SMTP_SENDER",
                "give both to send e-mail, or use --channel console",
            )
        self._settings = settings
        self._connection: smtplib.SMTP | None = None
        self._used = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._leave()

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """One attempt. Only a lost line after the last byte leaves it unknown."""
        try:
            connection = self._connected()
        except LOST as error:
            self._drop()
            return Outcome("retry", f"mailserver niet bereikbaar ({type(error).__name__})")
        try:
            refused = self._announce(connection, outgoing.recipient)
        except LOST:
            self._drop()
            return Outcome("retry", "verbinding verbroken vóór het bericht")
        if refused is not None:
            return refused
        content = bytes(email_of(outgoing, self._settings.sender))
        return self._transmit(connection, content)

    def _announce(self, connection: smtplib.SMTP, recipient: str) -> Outcome | None:
        """MAIL, RCPT and DATA; an outcome when the server says no."""
        sender = smtplib.quoteaddr(self._settings.sender)
        to = smtplib.quoteaddr(recipient)
        for command, words in (("mail", f"FROM:{sender}"), ("rcpt", f"TO:{to}"), ("data", "")):
            code, answer = connection.docmd(command, words)
            if code not in (250, 251, 354):
                return self._refusal(code, answer)
        return None

    def _transmit(self, connection: smtplib.SMTP, content: bytes) -> Outcome:
        body = re.sub(rb"(?m)^\.", b"..", content)
        ending = b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            connection.send(body)
        except LOST:
            self._drop()
            return Outcome("retry", "verbinding verbroken tijdens het bericht")
        try:
            connection.send(ending)
            code, answer = connection.getreply()
        except LOST:
            self._drop()
            return Outcome("unknown", "verbinding verbroken na het bericht: misschien bezorgd")
        return Outcome("sent") if code == 250 else self._refusal(code, answer)

    def _refusal(self, code: int, answer: bytes) -> Outcome:
        """4xx: later again; 5xx: never. The server's own words may name the recipient: not kept."""
        del answer
        if code == 421:
            self._drop()
        elif self._connection is not None:
            try:
                self._connection.rset()
            except LOST:
                self._drop()
        later = 400 <= code < 500
        return Outcome("retry" if later else "failed", f"mailserver antwoordde {code}")

    def _connected(self) -> smtplib.SMTP:
        if self._used >= MESSAGES_PER_CONNECTION:
            self._leave()
        if self._connection is None:
            self._connection = self._open()
            self._used = 0
        self._used += 1
        return self._connection

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        secured = ssl.create_default_context() if settings.security != "none" else None
        name = settings.sender.rpartition("@")[2]  # we introduce ourselves by our own domain
        if settings.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=PATIENCE_SECONDS, context=secured
            )
        else:
            connection = smtplib.SMTP(settings.host, settings.port, name, timeout=PATIENCE_SECONDS)
        self._connection = connection  # so that a failure below closes it
        if connection.sock is not None:  # our short last packet must not wait for an answer
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if settings.security == "starttls":
            connection.starttls(context=secured)
        connection.ehlo_or_helo_if_needed()
        if settings.username:
            connection.login(settings.username, settings.password)
        return connection

    def _leave(self) -> None:
        """Say goodbye politely; a server that has gone already does not matter."""
        if self._connection is not None:
            try:
                self._connection.quit()
            except LOST:
                self._connection.close()
        self._connection = None

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
