"""Text messages through a gateway: one JSON request over HTTPS each (docs/sending.md)."""

import json

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from survey_app.errors import SettingError
from survey_app.messaging.channels.carriers import TEXT_WAITS, Carrier
from survey_app.messaging.channels.outgoing import Outcome, Outgoing
from survey_app.messaging.channels.quiet import retry_after
from survey_app.messaging.replies.forms import NUMBER
from survey_app.operators.sentence import DutchSentence
from survey_app.settings.messages import Sms

PATIENCE = urllib3.Timeout(connect=10, read=30)
LARGEST_ANSWER = 64 * 1024
NOT_SENT = (NewConnectionError, ConnectTimeoutError, SSLError)  # before the first byte of ours
ABOUT_THIS_MESSAGE = (400, 410, 413, 422)


class SmsChannel:
    """Keeps its connection until it is closed. Raises SettingError without a gateway."""

    waits = TEXT_WAITS

    def __init__(self, settings: Sms) -> None:
        if not settings.url:
            raise SettingError(
                "TRAJECTSPIEGEL_SMS_URL",
                "give the address of a gateway, with _SMS_KEY and _SMS_SENDER, to send text "
                "messages",
            )
        self._settings = settings
        self._carrier = Carrier(settings.url, "sms-dienst", "TRAJECTSPIEGEL_SMS_*")
        self._line = urllib3.PoolManager(num_pools=1, maxsize=1, retries=False)

    def close(self) -> None:
        """Give the connection back."""
        self._line.clear()

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """One attempt. What the gateway may have taken is never sent again by itself."""
        waits = self._carrier.left_alone()
        if waits is not None:
            return waits
        if not NUMBER.fullmatch(outgoing.recipient):
            return Outcome("failed", DutchSentence("het telefoonnummer is onbruikbaar"))
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
            return self._carrier.out_of_reach(error)
        except HTTPError:
            return self._carrier.lost()
        if 200 <= answer.status < 300:
            taken = _repeats(content, outgoing.message_id)
            return Outcome("sent") if taken else self._carrier.unclear()
        wish = retry_after(answer.headers.get("Retry-After"))
        return self._carrier.refused(answer.status, wish, answer.status in ABOUT_THIS_MESSAGE)

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


def _repeats(content: bytes, message_id: str) -> bool:
    """Whether the gateway says which message it took; a page of somebody else does not."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("id") == message_id
