"""E-mail over one SMTP connection, knowing at every step whether the server may have kept it."""

import re
import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Self

from survey_app.config import Smtp
from survey_app.errors import SettingError
from survey_app.mail.server import connect
from survey_app.messaging.channels.mail import email_of, is_address
from survey_app.messaging.channels.outgoing import MAIL_WAITS, Outcome, Outgoing
from survey_app.operators.sentence import DutchSentence

MESSAGES_PER_CONNECTION = 100  # some servers refuse everything after so many, for now
GOES_ON = {"MAIL": (250,), "RCPT": (250, 251), "DATA": (354,)}  # 251: it passes the message on
CLOSING = 421
HUNG_UP = Outcome("retry", DutchSentence("verbinding verbroken vóór het bericht"))
LOST = (smtplib.SMTPException, OSError)


class SmtpChannel:
    """A context that opens a connection when it is first needed and keeps it while it works.

    Raises SettingError without a server or a usable address to send from.
    """

    waits = MAIL_WAITS

    def __init__(self, settings: Smtp) -> None:
        if not settings.host or not is_address(settings.sender):
            raise SettingError(
                "TRAJECTSPIEGEL_SMTP_HOST and TRAJECTSPIEGEL_SMTP_SENDER",
                "give both (the sender as naam@voorbeeld.nl) to send e-mail, "
                "or look at the messages with --channel console",
            )
        self._settings = settings
        self._connection: smtplib.SMTP | None = None
        self._used = 0
        self._of_no_use: Outcome | None = None

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
        """One attempt. Only a lost line after the last byte leaves it unknown.

        A server that hung up since the last message is called again at once. One that cannot be
        reached, or takes nothing from our sender, is left alone until the next run: it would be
        so for every message, and that is not the fault of who it is for.
        """
        if not is_address(outgoing.recipient):
            return Outcome("failed", DutchSentence("het e-mailadres is onbruikbaar"))
        content = email_of(outgoing, self._settings.sender)
        in_use = self._connection is not None
        path = (outgoing.return_path or self._settings.sender, outgoing.recipient)
        outcome = self._deliver(path, content)
        if in_use and self._connection is None and outcome.end == "retry":
            outcome = self._deliver(path, content)
        return outcome

    def _deliver(self, path: tuple[str, str], content: bytes) -> Outcome:
        if self._of_no_use is not None:
            return self._of_no_use
        try:
            connection = self._connected()
        except LOST as error:
            self._drop()
            reason = DutchSentence(
                "mailserver niet bereikbaar ({error})", error=type(error).__name__
            )
            self._of_no_use = Outcome("retry", reason)
            return self._of_no_use
        try:
            refused = self._announce(connection, *path)
        except LOST:
            self._drop()
            return HUNG_UP
        return refused or self._transmit(connection, content)

    def _announce(self, connection: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
        """MAIL, RCPT and DATA; an outcome when the server says no.

        They go together to a server that can take that (RFC 2920): on a real network the waiting
        for each answer is what takes long.
        """
        words = {
            "MAIL": f"MAIL FROM:<{sender}>\r\n",
            "RCPT": f"RCPT TO:<{recipient}>\r\n",
            "DATA": "DATA\r\n",
        }
        together = connection.has_extn("pipelining")
        for group in [list(words)] if together else [[command] for command in words]:
            connection.send("".join(words[command] for command in group))
            codes = _codes(connection, len(group))
            answers = zip(group, codes, strict=False)
            refused = [code for command, code in answers if code not in GOES_ON[command]]
            if group[0] == "MAIL" and codes and codes[0] >= 500:
                self._drop()
                self._of_no_use = Outcome(
                    "retry",
                    DutchSentence("mailserver weigert de afzender ({code})", code=codes[0]),
                )
                return self._of_no_use
            if refused:
                if codes[-1] in GOES_ON["DATA"]:
                    self._drop()  # it waits for a text all the same, and gets none, not even empty
                return self._refusal(connection, refused[0])
            if len(codes) < len(group):
                raise smtplib.SMTPServerDisconnected
        return None

    def _transmit(self, connection: smtplib.SMTP, content: bytes) -> Outcome:
        body = re.sub(rb"(?m)^\.", b"..", content)
        try:
            connection.send(body)
        except LOST:
            self._drop()
            return Outcome("retry", DutchSentence("verbinding verbroken tijdens het bericht"))
        try:
            connection.send(b".\r\n")
            code, _ = connection.getreply()
        except LOST:
            self._drop()
            return Outcome(
                "unknown", DutchSentence("verbinding verbroken na het bericht: misschien bezorgd")
            )
        if code == 250:
            return Outcome("sent")
        if 400 <= code < 600:
            return self._refusal(connection, code)
        self._drop()
        return Outcome(
            "unknown", DutchSentence("onbegrijpelijk antwoord na het bericht: misschien bezorgd")
        )

    def _refusal(self, connection: smtplib.SMTP, code: int) -> Outcome:
        """5xx: never, otherwise later again. Its words may name people: not kept."""
        if code == CLOSING:
            self._drop()
        try:
            connection.rset()  # ready for the next message
        except LOST:
            self._drop()
        return Outcome(
            "failed" if code >= 500 else "retry",
            DutchSentence("mailserver antwoordde {code}", code=code),
        )

    def _connected(self) -> smtplib.SMTP:
        if self._used >= MESSAGES_PER_CONNECTION:
            self._leave()
        if self._connection is None:
            self._connection = connect(self._settings)
            self._used = 0
        self._used += 1
        return self._connection

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


def _codes(connection: smtplib.SMTP, number: int) -> list[int]:
    """The codes of so many answers; fewer from a server that leaves: what it said still counts."""
    codes: list[int] = []
    with suppress(*LOST):
        while len(codes) < number and CLOSING not in codes:
            codes.append(connection.getreply()[0])
    return codes
