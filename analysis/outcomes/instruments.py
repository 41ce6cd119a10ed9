"""The participation ladders and their steps: known without any statistics (method.md D.13)."""

from __future__ import annotations

from dataclasses import dataclass


class LadderError(ValueError):
    """Raised when a step does not exist on the instrument."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A ladder with steps 1 to `steps`; `ascending` when the highest step is closest to work."""

    name: str
    steps: int
    ascending: bool


INSTRUMENTS = {
    "VNG6": Instrument("VNG6", 6, ascending=True),
    "SPW3": Instrument("SPW3", 3, ascending=False),
    "HW3": Instrument("HW3", 3, ascending=False),
}
