"""Who may let a wave go live, and what keeps it from going. Pure."""

import datetime
from dataclasses import dataclass
from typing import Literal

# One person alone may do both after having slept on it.
A_DAY = datetime.timedelta(days=1)
AFTER_A_DAY = "na een dag opnieuw bekeken"
Hurdle = Literal["", "not_a_draft", "over", "not_checked", "second_person", "reason"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wave that somebody wants to let go live, and who checked it when."""

    ends_on: datetime.date
    is_live: bool = False
    is_test: bool = False
    checked_at: datetime.datetime | None = None
    checked_by: str | None = None


def hurdle(
    wave: Candidate, account_id: str, alone: bool, now: datetime.datetime, today: datetime.date
) -> Hurdle:
    """What keeps this person from letting the wave go live; empty: nothing.

    `alone`: nobody else is a fieldworker of this organisation. A test reaches nobody but its
    testers, so it needs no second person.

    >>> morning = datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.UTC)
    >>> checked = Candidate(datetime.date(2026, 12, 1), checked_at=morning, checked_by="ann")
    >>> hurdle(checked, "bob", False, morning, morning.date())
    ''
    >>> hurdle(checked, "ann", False, morning, morning.date())
    'second_person'
    >>> hurdle(checked, "ann", True, morning, morning.date())
    'reason'
    """
    if wave.is_live:
        return "not_a_draft"
    if today > wave.ends_on:
        return "over"
    if wave.is_test:
        return ""
    if wave.checked_at is None:
        return "not_checked"
    if wave.checked_by == account_id and not alone:
        return "second_person"
    needs_reason = wave.checked_by == account_id and now - wave.checked_at < A_DAY
    return "reason" if needs_reason else ""
