"""Every subject of an evaluation as plain JSON, under the names that other programs read.

The names are fixed by the contract of `trajectspiegel evaluation`. Each subject makes frozen
records; here they only become dictionaries.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from survey_app.evaluation.advice.points import advice_points
from survey_app.evaluation.breakdowns.groups import GroupFigure, group_figures
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.comparisons.expectations import expectations
from survey_app.evaluation.comparisons.modes import modes
from survey_app.evaluation.comparisons.parties import party_comparisons
from survey_app.evaluation.comparisons.phases import phase_trends
from survey_app.evaluation.comparisons.trend import wave_trend
from survey_app.evaluation.evidence.gathered import all_evidence
from survey_app.evaluation.figures.shown import figure_records
from survey_app.evaluation.measures.noticed import noticed
from survey_app.evaluation.norms.lights import norm_lights
from survey_app.evaluation.open_answers.numbers import open_answers
from survey_app.evaluation.providers.ladder import ladder_movements
from survey_app.evaluation.providers.satisfaction import providers
from survey_app.evaluation.response.balance import responses
from survey_app.evaluation.response.stopping import break_offs
from survey_app.evaluation.response.tipping import difference_tipping, light_tipping
from survey_app.evaluation.response.weights import WeightedCell, weighted_cells


def evaluation_record(now: WaveData, before: WaveData | None) -> dict[str, Any]:
    """The subjects of a wave; `before` is the wave it is compared with.

    Of an open wave only what follows from its cells and its response account (D.17 point 13).
    """
    comparisons = party_comparisons(now)
    evidence = all_evidence(now) if now.closed else {}
    return {
        "comparisons": _records(comparisons),
        "phases": _records(phase_trends(now)),
        "trend": trend_record(before, now) if before else [],
        "expectations": by_name(expectations(now)),
        "groups": _groups(now),
        "response": _response(now),
        "weighted": {code: _weighted(one) for code, one in weighted_cells(now).items()},
        "modes": by_name(modes(now)),
        "tipping": {
            "lights": {code: _records(points) for code, points in light_tipping(now).items()},
            "differences": _records(difference_tipping(now, comparisons)),
        },
        "norms": _records(norm_lights(now, evidence)) if evidence else [],
        "providers": _records(providers(now)),
        "ladder": _records(ladder_movements(now)),
        "advice": _records(advice_points(now, evidence)) if evidence else [],
        "open_answers": by_name(open_answers(now)),
        "noticed": _records(noticed(now)),
        "figures": figure_records(now.counts.figures, now.parameters),
    }


def trend_record(before: WaveData, now: WaveData) -> list[dict[str, Any]]:
    """The change of each cell between two waves."""
    return [_trend(asdict(one)) for one in wave_trend(before, now)]


def _records(found: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def by_name(found: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Frozen records under their names, as plain dictionaries."""
    return {name: asdict(one) for name, one in found.items()}


def _trend(record: dict[str, Any]) -> dict[str, Any]:
    """A broken series says that and nothing else."""
    if record["series_broken"]:
        return {"cell": record["cell"], "series_broken": True}
    return record


def _response(wave: WaveData) -> dict[str, dict[str, Any]]:
    stopped = by_name(break_offs(wave))
    found = by_name(responses(wave))
    return {code: {**one, "break_off": stopped.get(code)} for code, one in found.items()}


def _groups(wave: WaveData) -> dict[str, dict[str, dict[str, dict[str, Any]]]]:
    return {
        breakdown: {
            cell: {category: _group(figure) for category, figure in categories.items()}
            for cell, categories in cells.items()
        }
        for breakdown, cells in group_figures(wave).items()
    }


def _group(figure: GroupFigure) -> dict[str, Any]:
    """A hidden category says that and nothing else."""
    if figure.hidden:
        return {"hidden": True}
    record = asdict(figure)
    del record["hidden"]
    return record


def _weighted(cell: WeightedCell) -> dict[str, Any]:
    """Weighted figures, or the reason why there are none."""
    if cell.refused is not None:
        return {"refused": cell.refused}
    record = asdict(cell)
    del record["refused"]
    return record
