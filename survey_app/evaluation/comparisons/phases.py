"""One aspect over the phases of a trajectory, party by party (method.md D.6)."""

from collections.abc import Mapping
from types import MappingProxyType

from analysis.comparisons.phases import COMPARED_PHASES
from analysis.comparisons.published import ShownPhases, shown_phase_trend
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.comparisons.parties import ORDER

# What Tabel 1 calls the aspects that are asked in more than one phase.
ASPECTS: Mapping[str, str] = MappingProxyType(
    {
        "info": "Info en communicatie door de Gemeente",
        "bejegening": "Bejegening",
        "wachttijd": "Wachttijd",
    }
)


def phase_trends(wave: WaveData) -> tuple[ShownPhases, ...]:
    """Every aspect and party that is asked in two phases or more."""
    return tuple(
        shown_phase_trend(
            aspect,
            party,
            [(phase, wave.cells[cell].everybody) for phase, cell in cells],
            wave.parameters,
        )
        for aspect, phases in COMPARED_PHASES.items()
        for party in ORDER
        if len(cells := _cells(wave, aspect, phases, party)) > 1
    )


def _cells(
    wave: WaveData, aspect: str, phases: tuple[str, ...], party: str
) -> list[tuple[str, str]]:
    rows = {
        row.phase.upper(): row.code for row in wave.framework.rows if row.aspect == ASPECTS[aspect]
    }
    cells = [(phase, f"{rows[phase]}-{party}") for phase in phases if phase in rows]
    return [(phase, cell) for phase, cell in cells if cell in wave.cells]
