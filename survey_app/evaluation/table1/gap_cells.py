"""The gap cells R20-C and R21-W: their light comes from the perceived difference (D.8)."""

from typing import Any

from analysis.comparisons.expectation import Perceived, published_perceived
from analysis.parameters import Parameters
from survey_app.evaluation.table1.queries import WaveCounts

# cell -> the question "did it go as you expected?"
PERCEIVED_OF = {"R20-C": "C405", "R21-W": "W405"}


def perceived_fields(cell: str, counts: WaveCounts, parameters: Parameters) -> dict[str, Any]:
    """The light and the shares better / as expected / worse of a gap cell; else nothing."""
    if cell not in PERCEIVED_OF:
        return {}
    given = counts.perceived.get(PERCEIVED_OF[cell], {})
    answers = {int(value): n for value, n in given.items() if value}
    found = published_perceived(answers, parameters)
    marks = {"onzeker": found.light.uncertain, "indicatief": found.light.indicative}
    return {
        "light": str(found.light.colour),
        "light_marks": marks,
        "perceived": {"n": found.n, **_shares(found)},
    }


def _shares(found: Perceived) -> dict[str, Any]:
    named = {"better": found.better, "as_thought": found.as_thought, "worse": found.worse}
    return {
        name: {"share": one.share, "bound": one.bound} if one is not None else None
        for name, one in named.items()
    }
