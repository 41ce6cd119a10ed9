"""How a party experiences a phase: the mean of the subjects that were published for it.

Every subject counts alike. What a cell of marks 1-10 says is never averaged with judgements
(method.md C.4): it only stands where a phase has nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from survey_app.evaluation.comparisons.history import History
from survey_app.evaluation.table1.gap_cells import PERCEIVED_OF
from survey_app.evaluation.wording import PARTIES, decimal
from survey_app.questionnaire.framework import Framework

NOTHING = "Er zijn te weinig antwoorden om deze fase te tonen."
MARKS = "omgerekend uit cijfers van 1 tot 10"
NO_COMPARISON = "Een vergelijking met {former} kan niet."
HIGHER, LOWER = "hoger", "lager"


@dataclass(frozen=True, slots=True)
class PhasePoint:
    """A wave in which every subject of the phase was published; `mean` 0-10."""

    wave: str
    mean: float


@dataclass(frozen=True, slots=True)
class PhaseExperience:
    """One phase as one party experiences it; `cells` are the subjects that the mean is made of.

    `higher`, `lower`: subjects that demonstrably changed since the former wave, of `compared`.
    """

    phase: str
    party: str
    cells: tuple[str, ...]
    mean: float | None
    n_low: int | None
    n_high: int | None
    points: tuple[PhasePoint, ...]
    compared: int
    higher: int
    lower: int
    sentence: str

    @property
    def is_of_marks(self) -> bool:
        """Whether only marks 1-10 were given, which no judgement may be ranked with."""
        return _are_marks(self.cells)


def phase_experiences(
    framework: Framework,
    histories: Mapping[str, History],
    trend: Iterable[Mapping[str, Any]],
    former: str | None,
) -> tuple[PhaseExperience, ...]:
    """Every phase and party that Tabel 1 asks, in its order."""
    verdicts = {one["cell"]: one.get("verdict") for one in trend if not one.get("series_broken")}
    return tuple(
        _experience(phase, party, _cells(framework, histories, phase, party), verdicts, former)
        for phase in framework.phases
        for party in framework.parties
        if any(
            cell.questions and cell.party == party and _phase(framework, cell.row) == phase
            for cell in framework.cells
        )
    )


def _phase(framework: Framework, row: str) -> str:
    return next(one.phase for one in framework.rows if one.code == row)


def _cells(
    framework: Framework, histories: Mapping[str, History], phase: str, party: str
) -> dict[str, History]:
    found = {
        cell.code: histories[cell.code]
        for cell in framework.cells
        if cell.party == party and _phase(framework, cell.row) == phase and cell.code in histories
    }
    shown = {code: one for code, one in found.items() if one.points[-1].mean is not None}
    judged = {code: one for code, one in shown.items() if code not in PERCEIVED_OF}
    return judged or shown


def _experience(
    phase: str,
    party: str,
    cells: Mapping[str, History],
    verdicts: Mapping[str, str | None],
    former: str | None,
) -> PhaseExperience:
    points = _points(cells)
    numbers = [one.points[-1].n or 0 for one in cells.values()]
    compared = [verdicts[code] for code in cells if verdicts.get(code)]
    higher, lower = compared.count(HIGHER), compared.count(LOWER)
    mean = points[-1].mean if points else None
    return PhaseExperience(
        phase=phase,
        party=party,
        cells=tuple(cells),
        mean=mean,
        n_low=min(numbers, default=None),
        n_high=max(numbers, default=None),
        points=points,
        compared=len(compared),
        higher=higher,
        lower=lower,
        sentence=_sentence(party, mean, tuple(cells), (len(compared), higher, lower), former),
    )


def _points(cells: Mapping[str, History]) -> tuple[PhasePoint, ...]:
    """The waves that published every one of these cells: else other subjects would be compared."""
    means: dict[str, list[float]] = {}
    for one in cells.values():
        for point in one.points:
            if point.mean is not None:
                means.setdefault(point.wave, []).append(point.mean)
    return tuple(
        PhasePoint(wave, fmean(found)) for wave, found in means.items() if len(found) == len(cells)
    )


def _are_marks(cells: Iterable[str]) -> bool:
    found = set(cells)
    return bool(found) and PERCEIVED_OF.keys() >= found


def _sentence(
    party: str,
    mean: float | None,
    cells: tuple[str, ...],
    moved: tuple[int, int, int],
    former: str | None,
) -> str:
    if mean is None:
        return NOTHING
    subject = PARTIES[party][0].removeprefix("de ").capitalize()
    over = "over één onderwerp" if len(cells) == 1 else f"over {len(cells)} onderwerpen"
    made = MARKS if _are_marks(cells) else over
    said = f"{subject}: {decimal(mean)} op een schaal van 0 tot 10, {made}."
    return f"{said} {_moved(moved, former)}" if former else said


def _moved(moved: tuple[int, int, int], former: str | None) -> str:
    compared, higher, lower = moved
    if not compared:
        return NO_COMPARISON.format(former=former)
    if not higher and not lower:
        return f"Sinds {former} is geen verschil aangetoond."
    told = [f"{n} aantoonbaar {word}" for n, word in ((higher, HIGHER), (lower, LOWER)) if n]
    return f"Van de {compared} zijn er sinds {former} {' en '.join(told)}."
