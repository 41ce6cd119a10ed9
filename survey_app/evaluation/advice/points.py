"""The 39 numbered points of the eleven deeladviezen with their evidence and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.evidence.records import Evidence


@dataclass(frozen=True, slots=True)
class PointEvidence:
    """One point: what is known of it, the codes that say nothing yet, and its measures."""

    point: str
    advice: int
    title: str
    text: str
    nature: str
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    measures: tuple[str, ...] = ()


def advice_points(wave: WaveData, evidence: Mapping[str, Evidence]) -> tuple[PointEvidence, ...]:
    """Every point in the order of the advices; cells first, then questions, figures, documents."""
    found = []
    for point in wave.framework.advice_points:
        codes = tuple(dict.fromkeys((*point.cells, *point.evidence)))
        known = tuple(evidence[code] for code in codes)
        missing = tuple(one.code for one in known if one.is_missing)
        found.append(
            PointEvidence(
                point.code, point.advice, point.title, point.text, point.nature, known, missing
            )
        )
    return tuple(found)
