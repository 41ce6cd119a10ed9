"""Reading finished trajectories from a delimited file: counts, and every refused row (D.12, D.13).

A row is one trajectory of one person at one provider. Only counts are kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from analysis.outcomes.crosswalk import ORDER, step_distance, wage_distance
from analysis.outcomes.ladder import INSTRUMENTS
from survey_app.documents.tabular import SURPLUS, Line
from survey_app.evaluation.figures.file import NO, YES, number
from survey_app.evaluation.figures.read import Refused, Unusable

COLUMNS = ("provider", "succeeded")
UNKNOWN = ("", "onbepaald")
TARGET_GROUPS = ("", "arbeidsbeperking", "statushouder", "allebei", "geen")


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


def read_trajectories(rows: Iterable[Line], providers: Collection[str]) -> TrajectoriesRead:
    """The trajectories in these rows; `providers` are those that the wave names."""
    known = {one.lower(): one for one in providers}
    counts: Counter[Trajectory] = Counter()
    refused = []
    for row in rows:
        try:
            if row.surplus:
                raise Unusable(SURPLUS)
            counts[_trajectory(row, known)] += 1
        except ValueError as reason:  # also that of a number and of a ladder
            refused.append(Refused(row.number, str(reason)))
    return TrajectoriesRead(dict(counts), tuple(refused))


def _trajectory(row: Line, providers: dict[str, str]) -> Trajectory:
    name = _text(row, "provider")
    if name.lower() not in providers:
        named = ", ".join(providers.values()) or "geen"
        raise Unusable(f"aanbieder ‘{name[:40]}’ hoort niet bij deze meting: {named}")
    instrument = _text(row, "instrument").upper()
    if instrument and instrument not in INSTRUMENTS:
        raise Unusable(f"instrument: kies {', '.join(INSTRUMENTS)}, niet ‘{instrument[:20]}’")
    start, end = _step(row, "start", instrument), _step(row, "end", instrument)
    return Trajectory(
        provider=providers[name.lower()],
        distance=_distance(row, instrument, start),
        target_group=_target_group(row),
        instrument=instrument,
        start_step=start,
        end_step=end,
        succeeded=_succeeded(row),
    )


def _text(row: Line, name: str) -> str:
    return row.fields.get(name, "").strip()


def _succeeded(row: Line) -> bool:
    text = _text(row, "succeeded").lower()
    if text not in YES | NO:
        raise Unusable(f"succeeded: schrijf ja of nee, niet ‘{text[:20]}’")
    return text in YES


def _step(row: Line, name: str, instrument: str) -> int:
    text = _text(row, name)
    if not text:
        return 0
    if not instrument:
        raise Unusable(f"{name}: trede ‘{text[:10]}’ hoort bij geen ladder; vul instrument in")
    steps = INSTRUMENTS[instrument].steps
    if not text.isdecimal() or not 1 <= int(text) <= steps:
        raise Unusable(
            f"{name}: {instrument} heeft treden 1 tot en met {steps}, niet ‘{text[:10]}’"
        )
    return int(text)


def _distance(row: Line, instrument: str, start: int) -> str:
    """The distance to work as the file says it, else by the step or the wage value at the start."""
    said = _text(row, "distance").lower()
    if said not in (*ORDER, *UNKNOWN):
        raise Unusable(f"distance: kies {', '.join(ORDER)} of onbepaald, niet ‘{said[:20]}’")
    if said:
        return said if said in ORDER else ""
    if start:
        return step_distance(instrument, start).distance or ""
    wage = _text(row, "wage_value").removesuffix("%")
    return wage_distance(number(wage) if wage else None).distance or ""


def _target_group(row: Line) -> str:
    said = _text(row, "target_group").lower()
    if said not in TARGET_GROUPS:
        raise Unusable(f"target_group: kies {', '.join(TARGET_GROUPS[1:])}, niet ‘{said[:20]}’")
    return said
