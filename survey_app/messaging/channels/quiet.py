"""Services that are left alone for a while, after trouble that is nobody's message.

A gateway that is down, busy or set wrong would refuse every message. It is asked again when the
time it named is over, or a minute; meanwhile no message spends a try. One process remembers it:
who sends is the worker, or a command.
"""

import datetime
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from survey_app import clock

PAUSE = datetime.timedelta(minutes=1)
LONGEST = datetime.timedelta(hours=4)  # whatever it asks: by then somebody looks


class Quiet:
    """Until when each service is left alone, by its address."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._until: dict[str, float] = {}

    def left(self, service: str) -> datetime.timedelta | None:
        """How long this service is still left alone; None when it may be asked."""
        rest = self._until.get(service, 0.0) - self._seconds()
        return datetime.timedelta(seconds=rest) if rest > 0 else None

    def leave_alone(self, service: str, wish: datetime.timedelta | None = None) -> None:
        """Leave it alone as long as it wishes, or a minute."""
        self._until[service] = self._seconds() + (wish or PAUSE).total_seconds()


def retry_after(text: str | None) -> datetime.timedelta | None:
    """The header Retry-After, in seconds or as a moment (RFC 9110); None without a usable one.

    At most four hours: a wrong date must not keep messages in line for years.

    >>> retry_after("120"), retry_after("soon")
    (datetime.timedelta(seconds=120), None)
    """
    text = (text or "").strip()
    if text.isascii() and text.isdigit():
        return min(datetime.timedelta(seconds=int(text[:7])), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    try:
        wish = moment - clock.now()
    except OverflowError:
        return None
    return min(max(wish, datetime.timedelta()), LONGEST)
