"""One stretch of an answer that carries a judgement."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """One stretch of the answer that weighs: `start`/`end` in characters, `weight` in [-1, 1].

    `clause` and `sentence` count from 0; `reason` is a Dutch word for how the weight came about.
    """

    text: str
    start: int
    end: int
    weight: float
    reason: str
    clause: int
    sentence: int
