"""Web, telephone, paper and with help: does the way of answering matter? (method.md D.10)

Per questionnaire the score of a person is the mean over all questions that count in a cell.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.cells import Scores, scores_from
from analysis.comparisons.modes import mode_effect
from survey_app.evaluation.breakdowns.gate import MODES, shown_categories
from survey_app.evaluation.breakdowns.queries import MODE, SheetScore
from survey_app.evaluation.breakdowns.wave_data import WaveData

WHOLE = 36  # points of a full judgement, see models.answers.ScoreCount


@dataclass(frozen=True, slots=True)
class Effect:
    """Telephone minus web, scores 0-10; nothing is corrected."""

    difference: float | None
    low: float | None
    high: float | None
    per_mode_reported: bool


@dataclass(frozen=True, slots=True)
class Modes:
    """One questionnaire: sheets per mode (None: hidden) and what the mode does."""

    n: Mapping[str, int | None]
    means: Mapping[str, float] | None
    effect: Effect | None


def modes(wave: WaveData) -> dict[str, Modes]:
    """Every questionnaire with answers; none while answers still come in."""
    if not wave.closed:
        return {}
    return {
        one.code: _modes(wave, one.code)
        for one in wave.questionnaires
        if wave.counts.responses.get(one.code)
    }


def _modes(wave: WaveData, code: str) -> Modes:
    people = {mode: wave.responses[code].get(MODE, {}).get(mode, 0) for mode in MODES}
    shown = shown_categories(wave, code, MODE)
    scores = {mode: _scores(wave, code, mode) for mode in MODES}
    told = {mode: one for mode, one in scores.items() if mode in shown}
    found = mode_effect(told, wave.parameters)
    difference = found.phone_minus_web
    return Modes(
        n={mode: number if mode in shown else None for mode, number in people.items()},
        means=found.means if len(told) == len(MODES) else None,
        effect=Effect(difference.difference, difference.low, difference.high, found.per_mode)
        if difference is not None
        else None,
    )


def _scores(wave: WaveData, code: str, mode: str) -> Scores:
    found: Counter[float] = Counter()
    for one in wave.sheets.get(code, ()):
        if one.mode == mode and _counts(one, wave.parameters.minimum_valid_share):
            found[one.points * 10 / (WHOLE * one.valid)] += one.n
    return scores_from(found)


def _counts(one: SheetScore, least: float) -> bool:
    return one.valid > 0 and one.valid >= least * one.asked - 1e-9
