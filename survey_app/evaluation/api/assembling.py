"""Every subject of an evaluation as plain JSON, under the names that other programs read.

The names are fixed by the contract of `trajectspiegel evaluation`. Each subject makes frozen
records; here they only become dictionaries.
"""

from dataclasses import asdict
from typing import Any

from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.comparisons.parties import party_comparisons
from survey_app.evaluation.comparisons.phases import phase_trends
from survey_app.evaluation.comparisons.trend import wave_trend


def evaluation_record(now: WaveData, before: WaveData | None) -> dict[str, Any]:
    """The subjects of a wave; `before` is the wave it is compared with."""
    return {
        "comparisons": [asdict(one) for one in party_comparisons(now)],
        "phases": [asdict(one) for one in phase_trends(now)],
        "trend": [_trend(asdict(one)) for one in wave_trend(before, now)] if before else [],
    }


def _trend(record: dict[str, Any]) -> dict[str, Any]:
    """A broken series says that and nothing else."""
    if record["series_broken"]:
        return {"cell": record["cell"], "series_broken": True}
    return record
