"""This wave against an earlier one, cell by cell (method.md D.7)."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.comparisons.modes import PHONE
from analysis.comparisons.published import ShownTrend, shown_trend
from analysis.comparisons.waves import WaveCell, changed_mix, wave_trends, weighted_difference
from analysis.estimates.welch import summary
from survey_app.evaluation.breakdowns.categories import DISJOINT, TARGET_GROUP
from survey_app.evaluation.breakdowns.gate import known_may_be_told
from survey_app.evaluation.breakdowns.queries import MODE
from survey_app.evaluation.breakdowns.wave_data import ScoredCell, WaveData
from survey_app.evaluation.comparisons.history import words_of


def wave_trend(before: WaveData, now: WaveData) -> tuple[ShownTrend, ...]:
    """Every cell that both waves ask; tested together per party where the questions are the same.

    Answers of one person in two waves are not joined: the consent is about start and end of one
    trajectory, so the difference is always that of two groups of people.
    """
    shared = [code for code in now.cells if code in before.cells]
    broken = {code for code in shared if _asked(before, code) != _asked(now, code)}
    cells = [
        WaveCell(code, summary(before.cells[code].everybody), summary(now.cells[code].everybody))
        for code in shared
        if code not in broken
    ]
    tested = dict(
        zip([cell.code for cell in cells], wave_trends(cells, now.parameters), strict=True)
    )
    shown = {
        cell.code: shown_trend(
            cell,
            tested[cell.code],
            (before.cells[cell.code].everybody, now.cells[cell.code].everybody),
            now.parameters,
        )
        for cell in cells
    }
    return tuple(
        _with_mix(shown[code], before, now) if code in shown else ShownTrend(code, True)
        for code in shared
    )


def _with_mix(shown: ShownTrend, before: WaveData, now: WaveData) -> ShownTrend:
    """The trend with a word on who answered, where breakdowns may be published at all."""
    if shown.difference is None or before.kept or not (before.closed and now.closed):
        return shown
    cells = (before.cells[shown.cell], now.cells[shown.cell])
    phone = [_share(cell.people(MODE), PHONE) for cell in cells]
    groups = [_group_shares(cell) for cell in cells]
    changed = changed_mix((phone[0], phone[1]), groups, now.parameters)
    told = all(known_may_be_told(wave, shown.cell, TARGET_GROUP) for wave in (before, now))
    difference = _weighted(cells) if changed and told else None
    if difference is not None and shown.rounded:
        difference = round(difference, 1)
    return replace(shown, mix_changed=changed, weighted_difference=difference)


def _share(people: Mapping[str, int], answer: str) -> float:
    return people.get(answer, 0) / (sum(people.values()) or 1)


def _group_shares(cell: ScoredCell) -> dict[str, float]:
    people = {one: n for one, n in cell.people(TARGET_GROUP).items() if one in DISJOINT}
    return {answer: _share(people, answer) for answer in people}


def _weighted(cells: tuple[ScoredCell, ScoredCell]) -> float | None:
    earlier, later = (
        {one: found for one, found in cell.by.get(TARGET_GROUP, {}).items() if one in DISJOINT}
        for cell in cells
    )
    return weighted_difference(earlier, later)


def _asked(wave: WaveData, cell: str) -> tuple[object, ...]:
    """The questions of a cell in their words."""
    return tuple(words_of(question) for question in wave.sources[cell].questions)
