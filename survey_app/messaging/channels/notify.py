"""NotifyNL or GOV.UK Notify, with its official client: e-mail and text messages.

Both send a template of the service with our whole text in it: ((subject)) and ((body)). Letters
are not offered, and neither is a test environment: NotifyNL has none.
"""

import logging
from importlib import import_module
from typing import Any

from survey_app.messaging.channels.carriers import TEXT_WAITS, Carrier
from survey_app.messaging.channels.outgoing import MAIL_WAITS, Outcome, Outgoing
from survey_app.messaging.channels.quiet import retry_after
from survey_app.settings.messages import Notify

PATIENCE_SECONDS = 30
# What the service calls the receiver, in what it says of a message that it refuses.
RECEIVER = ("email_address", "phone_number")
NOT_SENT = ("ConnectTimeout", "SSLError", "NewConnectionError", "NameResolutionError")
CLIENT = "notifications_python_client"


class NotifyChannel:
    """Keeps its connection until it is closed."""

    def __init__(self, settings: Notify, is_sms: bool) -> None:
        self._settings, self._is_sms = settings, is_sms
        self._carrier = Carrier(settings.url, "dienst Notify", "TRAJECTSPIEGEL_NOTIFY_*")
        made = import_module(f"{CLIENT}.notifications").NotificationsAPIClient
        self._client: Any = made(settings.key, base_url=settings.url, timeout=PATIENCE_SECONDS)
        self._client.request_session.max_redirects = 0
        self._error: type[Exception] = import_module(f"{CLIENT}.errors").APIError
        logging.getLogger(CLIENT).setLevel(logging.CRITICAL)  # it would log whom we wrote to

    @property
    def waits(self) -> tuple[int, ...]:
        """Minutes to wait after each refusal for now."""
        return TEXT_WAITS if self._is_sms else MAIL_WAITS

    def close(self) -> None:
        """Give the connection back."""
        self._client.request_session.close()

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """One attempt; our id travels along as the reference, and comes back in the receipt."""
        waits = self._carrier.left_alone()
        if waits is not None:
            return waits
        try:
            answer = self._text(outgoing) if self._is_sms else self._mail(outgoing)
        except self._error as error:
            return self._refusal(error)
        except (ValueError, RecursionError):  # of the client: what came is not what it expects
            return self._carrier.unclear()
        if isinstance(answer, dict) and answer.get("reference") == outgoing.message_id:
            return Outcome("sent")
        return self._carrier.unclear()

    def _mail(self, outgoing: Outgoing) -> Any:
        by_one_click = outgoing.opt_out if outgoing.opt_out.startswith("https://") else None
        return self._client.send_email_notification(
            email_address=outgoing.recipient,
            template_id=self._settings.email_template,
            personalisation={"subject": outgoing.text.subject, "body": outgoing.text.plain},
            reference=outgoing.message_id,
            one_click_unsubscribe_url=by_one_click,
        )

    def _text(self, outgoing: Outgoing) -> Any:
        return self._client.send_sms_notification(
            phone_number=outgoing.recipient,
            template_id=self._settings.sms_template,
            personalisation={"body": outgoing.text.body},
            reference=outgoing.message_id,
        )

    def _refusal(self, error: Any) -> Outcome:
        """An answer without, or the lack of an answer: the client raises the same for both."""
        answer = error.response
        if answer is None:
            cause = error.__cause__
            sent = cause is not None and not _is_not_sent(cause)
            return self._carrier.lost() if sent else self._carrier.out_of_reach(cause or error)
        if answer.status_code < 300:
            return self._carrier.unclear()
        about_receiver = answer.status_code == 400 and _names_receiver(error.message)
        wish = retry_after(answer.headers.get("Retry-After"))
        return self._carrier.refused(answer.status_code, wish, about_receiver)


def _is_not_sent(cause: BaseException) -> bool:
    """Whether a connection failed before a byte of ours went over it."""
    reason = getattr(next(iter(cause.args), None), "reason", None)
    return bool({type(cause).__name__, type(reason).__name__} & set(NOT_SENT))


def _names_receiver(errors: object) -> bool:
    """Whether the service refuses this address, and not our template or key."""
    said = [str(one.get("message")) for one in errors or () if isinstance(one, dict)]  # type: ignore[attr-defined]
    return any(word in text for text in said for word in RECEIVER)
