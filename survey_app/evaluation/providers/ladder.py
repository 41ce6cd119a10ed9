"""Steps on the ladder of people who told theirs at the start and at the end (D.13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis.disclosure import bounded_share, is_few, visibility
from analysis.outcomes.instruments import INSTRUMENTS
from analysis.outcomes.ladder import Movement, movement
from analysis.parameters import Parameters
from survey_app.evaluation.breakdowns.wave_data import WaveData

OWN_STEPS = "VNG6"
REGISTERED = "registratie"
# moments -> the questions at both; what people say themselves, apart from what is registered
MOMENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"start-einde": ("C211", "C402"), "einde-na": ("C402", "C506")}
)


@dataclass(frozen=True, slots=True)
class LadderMovement:
    """Movement within one instrument; below 10 people only their number and the mean step.

    With few people nobody may be told that all (or none) of them went one way, nor which way a few
    registered ones went: the three numbers and what follows from them then stay away.
    """

    instrument: str
    moments: str
    n: int
    up: int | None = None
    equal: int | None = None
    down: int | None = None
    mean_step: float | None = None
    net: float | None = None
    share_up_low: float | None = None
    share_up_high: float | None = None
    sign_test_p: float | None = None


def ladder_movements(wave: WaveData) -> tuple[LadderMovement, ...]:
    """Every pair of moments with enough people who may be followed, once the wave is closed."""
    if not wave.closed:
        return ()
    found = [
        *(_movement(wave, OWN_STEPS, name, _own(wave, pair)) for name, pair in MOMENTS.items()),
        *(_movement(wave, name, REGISTERED, _registered(wave, name)) for name in INSTRUMENTS),
    ]
    return tuple(one for one in found if one is not None)


def _own(wave: WaveData, pair: tuple[str, str]) -> list[tuple[int, int]]:
    """What people say themselves at both moments."""
    steps = INSTRUMENTS[OWN_STEPS].steps
    return [
        (int(start), int(end))
        for (start, end), n in wave.pairs.get(pair, {}).items()
        for _ in range(n)
        if 1 <= int(start) <= steps and 1 <= int(end) <= steps
    ]


def _registered(wave: WaveData, instrument: str) -> list[tuple[int, int]]:
    """The steps in the file of finished trajectories; kept apart from what people say (D.13)."""
    return [
        (one.start_step, one.end_step)
        for one in wave.counts.trajectories
        if one.instrument == instrument and one.start_step and one.end_step
        for _ in range(one.n)
    ]


def _movement(
    wave: WaveData, name: str, moments: str, steps: list[tuple[int, int]]
) -> LadderMovement | None:
    seen = visibility(len(steps), wave.parameters)
    if not seen.has_mean:
        return None
    found = movement(steps, INSTRUMENTS[name], wave.parameters)
    if _tells_of_a_few(found, moments, wave.parameters) or not seen.has_distribution:
        return LadderMovement(name, moments, found.n, mean_step=found.mean_step)
    return LadderMovement(
        name,
        moments,
        found.n,
        found.up,
        found.equal,
        found.down,
        found.mean_step,
        found.net,
        found.share_up_low,
        found.share_up_high,
        found.sign_test_p,
    )


def _tells_of_a_few(found: Movement, moments: str, parameters: Parameters) -> bool:
    """Whether the three numbers say it of nearly everybody or, registered, of a few (D.4, 9)."""
    numbers = (found.up, found.equal, found.down)
    few = any(is_few(one, parameters) for one in numbers)
    extreme = any(bounded_share(one / found.n, found.n, parameters).bound for one in numbers)
    return extreme or (moments == REGISTERED and few)
