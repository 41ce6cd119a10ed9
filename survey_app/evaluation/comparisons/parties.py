"""Parties beside each other on one aspect (method.md D.5): every pair that is asked."""

from itertools import combinations

from analysis.comparisons.parties import PartyScores
from analysis.comparisons.published import ShownComparison, shown_comparisons
from survey_app.evaluation.breakdowns.wave_data import WaveData

ORDER = "GCWO"


def party_comparisons(wave: WaveData) -> tuple[ShownComparison, ...]:
    """Every aspect and pair of parties with questions of their own, tested together."""
    pairs = [
        (_scores(wave, row.code, a), _scores(wave, row.code, b))
        for row in wave.framework.rows
        for a, b in combinations(
            [party for party in ORDER if f"{row.code}-{party}" in wave.cells], 2
        )
    ]
    return shown_comparisons(pairs, wave.parameters)


def _scores(wave: WaveData, row: str, party: str) -> PartyScores:
    return PartyScores(row, party, wave.cells[f"{row}-{party}"].everybody)
