"""What came out of a file of figures: lines, refused rows, and what does not add up."""

from dataclasses import dataclass, field

from survey_app.errors import ShownReason
from survey_app.evaluation.table1.queries import FigureLine


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """What a file says: lines, refused rows, and sums that do not add up."""

    lines: tuple[FigureLine, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...] = field(default=())


class Unusable(ShownReason):
    """A field that cannot be read; the message is the reason."""
