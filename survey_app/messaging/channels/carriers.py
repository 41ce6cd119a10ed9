"""What a web service that carries messages answered, and what that means for the next message."""

import datetime

from survey_app.messaging.channels.outgoing import End, Outcome
from survey_app.messaging.channels.quiet import Quiet
from survey_app.operators.sentence import DutchSentence

PERHAPS = "misschien bezorgd"
IN_BETWEEN = (502, 504)  # a machine before the service, which does not know what that did
TEXT_WAITS = (5,) * 47  # 48 tries in four hours
QUIET = Quiet()


class Carrier:
    """One service by its address; `name` and `settings` are how its reasons call it."""

    def __init__(self, url: str, name: str, settings: str) -> None:
        self._url, self._name, self._settings = url, name, settings

    def left_alone(self) -> Outcome | None:
        """Not now, while the service is left alone; None when it may be asked."""
        wait = QUIET.left(self._url)
        return None if wait is None else Outcome("later", again_in=wait)

    def out_of_reach(self, error: Exception) -> Outcome:
        """No byte of ours arrived."""
        return self._trouble(
            "retry",
            DutchSentence(
                "{service} niet bereikbaar ({error})",
                service=self._name,
                error=type(error).__name__,
            ),
        )

    def lost(self) -> Outcome:
        """The line broke, or nothing came, after the message went."""
        return self._trouble(
            "unknown",
            DutchSentence(
                "verbinding verbroken na het bericht: {perhaps}", perhaps=DutchSentence(PERHAPS)
            ),
        )

    def unclear(self) -> Outcome:
        """It says yes, but not as this service does."""
        return self._trouble(
            "unknown",
            DutchSentence(
                "onbegrijpelijk antwoord van de {service}: {perhaps}",
                service=self._name,
                perhaps=DutchSentence(PERHAPS),
            ),
        )

    def refused(
        self, status: int, wish: datetime.timedelta | None, about_this_message: bool
    ) -> Outcome:
        """It says no; `wish` is how long it asks us to stay away."""
        said = DutchSentence("{service} antwoordde {status}", service=self._name, status=status)
        if about_this_message:
            return Outcome("failed", said)
        if status in IN_BETWEEN:
            return self._trouble(
                "unknown",
                DutchSentence("{told}: {perhaps}", told=said, perhaps=DutchSentence(PERHAPS)),
            )
        if status < 500 and status != 429:
            said = DutchSentence(
                "{told}: kijk naar de instellingen {settings}", told=said, settings=self._settings
            )
        return self._trouble("retry", said, wish)

    def _trouble(self, end: End, reason: str, wish: datetime.timedelta | None = None) -> Outcome:
        """What would happen to the next message as well: the service is left alone first."""
        QUIET.leave_alone(self._url, wish)
        return Outcome(end, reason, wish)
