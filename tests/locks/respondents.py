"""People who answer over HTTP while something else goes on, and how long each form takes them."""

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.faults.visiting import Line

AT_ONCE = 4
PAUSE_SECONDS = 0.05  # between two pages of one person: four of them are a busy evening
MOST_MILLISECONDS = 100
FEWEST = 200  # forms: of fewer, the slowest of a hundred says nothing


@dataclass(slots=True)
class Timed(Line):
    """One person, with the milliseconds that every form took, however it ended."""

    took: list[float] = field(default_factory=list)

    def _once(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str]:
        time.sleep(PAUSE_SECONDS)
        begun = time.perf_counter()
        try:
            return Line._once(self, method, path, form)
        finally:
            if method == "POST":
                self.took.append(1000 * (time.perf_counter() - begun))


@dataclass(frozen=True, slots=True)
class Took:
    """The milliseconds of every form, and how many were refused or broke off."""

    milliseconds: list[float]
    broken: int

    def at(self, percent: float) -> float:
        """So many in a hundred took no longer."""
        return sorted(self.milliseconds)[int(len(self.milliseconds) * percent / 100)]

    def __str__(self) -> str:
        p50, p99, worst = self.at(50), self.at(99), max(self.milliseconds)
        return f"{len(self.milliseconds)} forms: {p50:.0f} / {p99:.0f} / {worst:.0f} ms"


def answering_while(goes_on: Callable[[], bool], port: int, tokens: Iterator[str]) -> Took:
    """Four people at a time answer everything, one after the other, for as long as it goes on."""
    lines: list[Timed] = []
    numbers = itertools.count()

    def answer() -> None:
        while goes_on():
            line = Timed(port)
            lines.append(line)
            assert line.complete(next(tokens), "goed", next(numbers))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for one in [pool.submit(answer) for _ in range(AT_ONCE)]:
            one.result()
    return Took([each for line in lines for each in line.took], sum(one.broken for one in lines))
