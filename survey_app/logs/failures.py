"""Telling of failures: each kind once, again each minute while it lasts, and when it is over."""

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from structlog.stdlib import BoundLogger

from survey_app import clock
from survey_app.operators.sentence import Sentence

AGAIN_AFTER_SECONDS = 60.0
PLACES = 8


@dataclass(slots=True)
class _Kind:
    """How often this kind of failure was seen, and when it was told last."""

    told_at: float
    seen: int = 0


class Failures:
    """What has been told by one process."""

    def __init__(self, logger: BoundLogger) -> None:
        self._logger = logger
        self._kinds: dict[str, _Kind] = {}

    def tell(self, kind: str, **facts: Any) -> None:
        """Log this failure, unless its kind was told less than a minute ago."""
        at = clock.seconds()
        known = self._kinds.get(kind)
        if known is None:
            known = self._kinds[kind] = _Kind(at - AGAIN_AFTER_SECONDS)
        known.seen += 1
        if at - known.told_at >= AGAIN_AFTER_SECONDS:
            known.told_at = at
            self._logger.error(kind, times=known.seen, **facts)

    def over(self, kind: str) -> None:
        """Say that it works again, where it was told that it did not."""
        known = self._kinds.pop(kind, None)
        if known is not None:
            self._logger.info(
                Sentence("{kind}: works again", kind=Sentence(kind)), times=known.seen
            )


def reason_of(error: BaseException) -> str:
    """What a failure was, without its text: the class of its cause and the database's code.

    >>> reason_of(ValueError("an answer"))
    'ValueError'
    """
    found: BaseException = error.__cause__ or error
    while isinstance(orig := getattr(found, "orig", None), BaseException):
        found = orig
    code = getattr(found, "sqlstate", None) or getattr(found, "sqlite_errorname", None)
    return f"{type(found).__name__} {code}" if code else type(found).__name__


def place_of(error: BaseException) -> str:
    """Where in the code it failed: files and lines, the last first."""
    places = traceback.extract_tb(error.__traceback__)[-PLACES:]
    return " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(places))
