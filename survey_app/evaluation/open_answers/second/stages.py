"""Which reading of an answer somebody does: the first, the second, or settling a difference.

Who was the first reader never becomes the second, and who is to be the second never sees what the
first made of it: the stage decides what a page shows, whatever address it was opened by.
"""

from enum import StrEnum

from survey_app.models import OpenAnswer, SecondReading


class Stage(StrEnum):
    """The word is that of the form."""

    FIRST = "eerste"
    SECOND = "tweede"
    SETTLE = "verschil"


def stage_of(answer: OpenAnswer, second: SecondReading | None, account_id: str) -> Stage:
    """What this person would do with this answer now."""
    if second is None or answer.original is None or answer.reviewed_at is None:
        return Stage.FIRST
    if second.read_at is None:
        return Stage.FIRST if answer.reviewed_by in (None, account_id) else Stage.SECOND
    return Stage.SETTLE if differs(second) and second.settled_at is None else Stage.FIRST


def differs(second: SecondReading) -> bool:
    """Whether the two readers gave another class or other themes."""
    return second.label != second.first_label or second.themes != second.first_themes


def was_reader(second: SecondReading, account_id: str) -> bool:
    """Whether this person was one of the two."""
    return account_id in (second.first_by, second.read_by)
