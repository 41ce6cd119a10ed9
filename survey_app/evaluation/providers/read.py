"""What came out of a file of finished trajectories: counts, the first rows, and refused rows."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from survey_app.evaluation.figures.read import Refused

FIRST = 10  # rows that are shown before anything is stored


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What is kept of a trajectory: '' and 0 where the file says nothing."""

    provider: str
    distance: str
    target_group: str
    instrument: str
    start_step: int
    end_step: int
    succeeded: bool


@dataclass(frozen=True, slots=True)
class TrajectoriesRead:
    """What a file says: how often each kind of trajectory occurs, and the refused rows."""

    counts: dict[Trajectory, int]
    refused: tuple[Refused, ...]
    first: tuple[Trajectory, ...] = ()


def packed(counts: Mapping[Trajectory, int]) -> list[list[Any]]:
    """The counts as plain lists, to go along in a form."""
    return [[*astuple(one), n] for one, n in counts.items()]


def unpacked(rows: Iterable[list[Any]]) -> dict[Trajectory, int]:
    """The counts that `packed` was given.

    >>> one = Trajectory("Stapsteen", "klein", "", "VNG6", 3, 5, True)
    >>> unpacked(packed({one: 4})) == {one: 4}
    True
    """
    return {Trajectory(*row[:-1]): row[-1] for row in rows}
