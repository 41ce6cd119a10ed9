"""Messages in a file of the installation instead of in a mailbox.

To look at before sending; and, in an installation with invented people, the way to reach them.
"""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from survey_app.messaging.channels.outgoing import MAIL_WAITS, Outcome, Outgoing
from survey_app.messaging.channels.sms import sms_length

FILE = "outbox.txt"


class ConsoleChannel:
    """Appends to HOME/outbox.txt, readable by the owner only: it holds names and links."""

    waits = MAIL_WAITS

    def __init__(self, home: Path) -> None:
        handle = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(handle, "a", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Write the message; it counts as sent once it stands in the file."""
        text = outgoing.text
        heading = f"Subject: {text.subject}"
        if outgoing.is_sms:
            length = sms_length(text.body)
            heading = f"SMS: {length.parts} x {length.encoding}, {length.units} characters"
        self._file.write(
            f"Message-ID: <{outgoing.message_id}@{outgoing.domain}>\n"
            f"To: {outgoing.recipient}\n{heading}\n\n{text.plain}\n{'-' * 72}\n"
        )
        self._file.flush()
        return Outcome("sent")
