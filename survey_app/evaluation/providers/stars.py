"""Results of providers against what the mix of people let expect (method.md D.12), as may be shown.

Expectations are made of the results of all providers together, so one small number that is hidden
would follow from those of the others: where one must be hidden no expectation leaves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.disclosure import is_few, split_tells
from analysis.outcomes.stars import ProviderResult, ProviderStars, Satisfaction, provider_stars
from analysis.parameters import Parameters
from analysis.sentences.outcomes import stars_sentence
from survey_app.evaluation.table1.queries import TrajectoryLine

NO_TRAJECTORIES = "Er zijn geen afgeronde trajecten ingevoerd."
FEW = "Er zijn te weinig trajecten afgerond voor sterren."
PROTECTED = (
    "Niet getoond: anders is uit te rekenen hoe het met een paar mensen van een aanbieder afliep."
)
UNKNOWN_DISTANCE = "onbepaald"


@dataclass(frozen=True, slots=True)
class Result:
    """One provider; `raw` is the share 0-1 that succeeded, `why` says what is missing."""

    finished: int | None = None
    observed: int | None = None
    raw: float | None = None
    expected: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    stars: int | None = None
    why: str | None = NO_TRAJECTORIES
    different: bool | None = None
    sentence: str | None = None


NOTHING = Result()


def results(
    lines: Sequence[TrajectoryLine],
    satisfaction: Mapping[str, Satisfaction],
    parameters: Parameters,
    version: str,
) -> dict[str, Result]:
    """Per provider in the file what may be shown of its results."""
    table = provider_stars(_by_stratum(lines, parameters), satisfaction, parameters)
    whole = all(_is_large(one, parameters) for one in table.providers)
    return {one.provider: _result(one, whole, parameters, version) for one in table.providers}


def _by_stratum(
    lines: Sequence[TrajectoryLine], parameters: Parameters
) -> tuple[ProviderResult, ...]:
    """Strata by distance; by target group too where every such stratum has ten trajectories."""
    finer = _counted(lines, lambda one: (one.distance or UNKNOWN_DISTANCE, one.target_group))
    sizes: dict[tuple[str, ...], int] = defaultdict(int)
    for (_, stratum), (finished, _) in finer.items():
        sizes[stratum] += finished
    fine = min(sizes.values(), default=0) >= parameters.star_minimum_finished
    found = finer if fine else _counted(lines, lambda one: (one.distance or UNKNOWN_DISTANCE,))
    return tuple(
        ProviderResult(provider, "/".join(stratum), finished, succeeded)
        for (provider, stratum), (finished, succeeded) in found.items()
    )


def _counted(
    lines: Iterable[TrajectoryLine], stratum_of: Callable[[TrajectoryLine], tuple[str, ...]]
) -> dict[tuple[str, tuple[str, ...]], tuple[int, int]]:
    found: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in lines:
        key = one.provider, stratum_of(one)
        finished, succeeded = found[key]
        found[key] = finished + one.n, succeeded + (one.n if one.succeeded else 0)
    return dict(found)


def _is_large(one: ProviderStars, parameters: Parameters) -> bool:
    """Whether neither who succeeded nor who did not are a few, and never all of a small group."""
    if split_tells(one.succeeded, one.finished, parameters):
        return False
    return not (is_few(one.finished, parameters) or is_few(one.succeeded, parameters))


def _result(one: ProviderStars, whole: bool, parameters: Parameters, version: str) -> Result:
    finished = None if is_few(one.finished, parameters) else one.finished
    if not _is_large(one, parameters):
        return Result(finished=finished, why=PROTECTED)
    raw = Result(finished, one.succeeded, one.succeeded / one.finished, why=PROTECTED)
    if not whole:
        return raw
    return replace(
        raw,
        expected=one.expected,
        ratio=one.ratio,
        low=one.ratio_low,
        high=one.ratio_high,
        stars=one.stars,
        why=FEW if one.stars is None else None,
        different=one.differs,
        sentence=stars_sentence(one, version).nl,
    )
