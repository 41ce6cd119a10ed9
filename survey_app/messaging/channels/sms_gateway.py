"""Text messages through a gateway: one JSON request over HTTPS each (docs/sending.md)."""

import datetime
import json
import re
from types import TracebackType
from typing import Self

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from survey_app.errors import SettingError
from survey_app.messaging.channels.outgoing import Outcome, Outgoing
from survey_app.messaging.channels.quiet import Quiet, retry_after
from survey_app.settings.messages import Sms

PATIENCE = urllib3.Timeout(connect=10, read=30)
LARGEST_ANSWER = 64 * 1024
NUMBER = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
NOT_SENT = (NewConnectionError, ConnectTimeoutError, SSLError)  # before the first byte of ours
ABOUT_THIS_MESSAGE = (400, 410, 413, 422)
IN_BETWEEN = (502, 504)  # a machine before the gateway, which does not know what that did
PERHAPS = "misschien bezorgd"
QUIET = Quiet()


class SmsChannel:
    """A context that keeps its connection while it works. Raises SettingError without a gateway."""

    waits = (5,) * 47  # 48 tries in four hours

    def __init__(self, settings: Sms) -> None:
        if not settings.url:
            raise SettingError(
                "TRAJECTSPIEGEL_SMS_URL",
                "give the address of a gateway, with _SMS_KEY and _SMS_SENDER, to send text "
                "messages",
            )
        self._settings = settings
        self._line = urllib3.PoolManager(num_pools=1, maxsize=1, retries=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._line.clear()

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """One attempt. What the gateway may have taken is never sent again by itself."""
        wait = QUIET.left(self._settings.url)
        if wait is not None:
            return Outcome("later", again_in=wait)
        if not NUMBER.fullmatch(outgoing.recipient):
            return Outcome("failed", "het telefoonnummer is onbruikbaar")
        try:
            answer = self._line.request(
                "POST",
                self._settings.url,
                body=self._request(outgoing),
                headers=self._headers(outgoing),
                timeout=PATIENCE,
                redirect=False,
                preload_content=False,
            )
            content = answer.read(LARGEST_ANSWER)
            answer.close() if len(content) == LARGEST_ANSWER else answer.release_conn()
        except NOT_SENT as error:
            return self._trouble("retry", f"sms-dienst niet bereikbaar ({type(error).__name__})")
        except HTTPError:
            return self._trouble("unknown", f"verbinding verbroken na het bericht: {PERHAPS}")
        wish = retry_after(answer.headers.get("Retry-After"))
        return self._judged(outgoing, answer.status, content, wish)

    def _request(self, outgoing: Outgoing) -> bytes:
        said = {
            "id": outgoing.message_id,
            "from": self._settings.sender,
            "to": outgoing.recipient,
            "text": outgoing.text.body,
        }
        return json.dumps(said, ensure_ascii=False).encode()

    def _headers(self, outgoing: Outgoing) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._settings.key}",
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Idempotency-Key": outgoing.message_id,
        }

    def _judged(
        self, outgoing: Outgoing, status: int, content: bytes, wish: datetime.timedelta | None
    ) -> Outcome:
        if 200 <= status < 300:
            if _repeats(content, outgoing.message_id):
                return Outcome("sent")
            return self._trouble("unknown", f"onbegrijpelijk antwoord van de sms-dienst: {PERHAPS}")
        said = f"sms-dienst antwoordde {status}"
        if status in IN_BETWEEN:
            return self._trouble("unknown", f"{said}: {PERHAPS}")
        if status in ABOUT_THIS_MESSAGE:
            return Outcome("failed", said)
        if status < 500 and status != 429:
            said = f"{said}: kijk naar de instellingen TRAJECTSPIEGEL_SMS_*"
        return self._trouble("retry", said, wish)

    def _trouble(self, end: str, reason: str, wish: datetime.timedelta | None = None) -> Outcome:
        """What would happen to the next message as well: the service is left alone first."""
        QUIET.leave_alone(self._settings.url, wish)
        return Outcome("unknown" if end == "unknown" else "retry", reason, wish)


def _repeats(content: bytes, message_id: str) -> bool:
    """Whether the gateway says which message it took; a page of somebody else does not."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("id") == message_id
