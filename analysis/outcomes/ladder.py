"""Movement on a participation ladder of one instrument (method.md D.13).

Movement is only computed inside one instrument and one person; the way over from one instrument
to another is in analysis/crosswalk.py and never gives movement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scipy.stats import binomtest

from analysis.outcomes.instruments import INSTRUMENTS, Instrument, LadderError
from analysis.parameters import DEFAULT, Parameters

Step = int | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Movement of the people with a step at both moments; shares 0-1, None without people.

    `matrix[i][j]` counts people from step i+1 to step j+1; it is not yet protected (D.4).
    `mean_step` and `net` are positive towards work, also on a descending ladder. `at_work_*`
    count people at step `ladder_work_step` or above; None on a ladder without such a step.
    """

    n: int
    up: int
    equal: int
    down: int
    share_up: float | None
    share_up_low: float | None
    share_up_high: float | None
    mean_step: float | None
    net: float | None
    sign_test_p: float | None
    matrix: tuple[tuple[int, ...], ...]
    at_work_start: int | None
    at_work_end: int | None


def movement(
    pairs: Iterable[tuple[Step, Step]],
    instrument: Instrument = INSTRUMENTS["VNG6"],
    parameters: Parameters = DEFAULT,
) -> Movement:
    """Summarise start and end step per person; people without both steps are left out.

    Interval of the share up: Wilson 1927. Sign test: exact binomial over the people who moved,
    None when nobody did. Raises LadderError for a step that does not exist. Source: D.13.

    >>> result = movement([(1, 2), (2, 2), (4, 5), (3, None)])
    >>> result.n, result.up, result.at_work_start, result.at_work_end
    (3, 2, 0, 1)
    """
    known = [(s, e) for s, e in pairs if s is not None and e is not None]
    for step in (step for pair in known for step in pair):
        if not 1 <= step <= instrument.steps:
            raise LadderError(f"{instrument.name} has no step {step}")
    towards_work = 1 if instrument.ascending else -1
    changes = [towards_work * (end - start) for start, end in known]
    up, down = sum(c > 0 for c in changes), sum(c < 0 for c in changes)
    n = len(known)
    low, high = wilson_share(up, n, parameters.confidence)
    return Movement(
        n=n,
        up=up,
        equal=n - up - down,
        down=down,
        share_up=up / n if n else None,
        share_up_low=low,
        share_up_high=high,
        mean_step=sum(changes) / n if n else None,
        net=(up - down) / n if n else None,
        sign_test_p=float(binomtest(up, up + down).pvalue) if up + down else None,
        matrix=_matrix(known, instrument.steps),
        at_work_start=_at_work([start for start, _ in known], instrument, parameters),
        at_work_end=_at_work([end for _, end in known], instrument, parameters),
    )


def wilson_share(count: int, n: int, confidence: float = 0.95) -> tuple[float | None, float | None]:
    """Return the Wilson interval (0-1) of `count` of `n`; (None, None) when n is 0.

    >>> [round(bound, 4) for bound in wilson_share(11, 20)]
    [0.3421, 0.7418]
    """
    if n == 0:
        return None, None
    interval = binomtest(count, n).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)


def _matrix(pairs: list[tuple[int, int]], steps: int) -> tuple[tuple[int, ...], ...]:
    numbers = range(1, steps + 1)
    return tuple(tuple(pairs.count((start, end)) for end in numbers) for start in numbers)


def _at_work(steps: list[int], instrument: Instrument, parameters: Parameters) -> int | None:
    if not instrument.ascending or instrument.steps < parameters.ladder_work_step:
        return None
    return sum(step >= parameters.ladder_work_step for step in steps)
