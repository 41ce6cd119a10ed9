"""From evidence to one of four classes, with a confidence; "onzeker" below the threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from analysis.openanswers.clauses import clauses
from analysis.openanswers.feeling import Evidence, evidence, is_wish

CLASSES = ("negatief", "gemengd", "neutraal", "positief")
UNCERTAIN = "onzeker"
THRESHOLD = 0.5
# Below this much evidence on either side an answer counts as having no judgement.
ENOUGH = 0.2
# The weaker side must have this share of the stronger one before an answer is mixed ...
MIXED_SHARE = 0.45
# ... or this share when the sides stand in different sentences, or in clauses with "maar" between.
MIXED_SHARE_CONTRAST = 0.25
_SMOOTHING = 0.3


@dataclass(frozen=True)
class Verdict:
    """The class of an answer before the threshold, `polarity` in [-1, 1], `confidence` in [0, 1].

    `label` is the class, or "onzeker" when the confidence is below the threshold.
    """

    leaning: str
    label: str
    polarity: float
    confidence: float
    evidence: tuple[Evidence, ...]


def judge(text: str, threshold: float = THRESHOLD) -> Verdict:
    """Return the verdict on a Dutch answer.

    `threshold` is the confidence below which the label is "onzeker", 0 to 1. Never raises.

    Example:
        >>> judge("Heel fijn geholpen").label
        'positief'

    """
    found = evidence(text)
    good = sum(e.weight for e in found if e.weight > 0)
    bad = -sum(e.weight for e in found if e.weight < 0)
    polarity = (good - bad) / (good + bad + _SMOOTHING)
    leaning = _leaning(text, found, good, bad)
    confidence = _confidence(text, leaning, good, bad)
    label = leaning if confidence >= threshold else UNCERTAIN
    return Verdict(leaning, label, polarity, confidence, found)


def _leaning(text: str, found: Sequence[Evidence], good: float, bad: float) -> str:
    if max(good, bad) < ENOUGH:
        return "neutraal"
    share = min(good, bad) / max(good, bad)
    if share >= (MIXED_SHARE_CONTRAST if _turns_about(text, found) else MIXED_SHARE):
        return "gemengd"
    return "positief" if good > bad else "negatief"


def _turns_about(text: str, found: Sequence[Evidence]) -> bool:
    good = {e.clause for e in found if e.weight > 0}
    bad = {e.clause for e in found if e.weight < 0}
    apart = {e.sentence for e in found if e.weight > 0} != {
        e.sentence for e in found if e.weight < 0
    }
    return good != bad and (apart or any(clause.contrast for clause in clauses(text)))


def _confidence(text: str, leaning: str, good: float, bad: float) -> float:
    total = good + bad
    if leaning == "neutraal":
        parts = clauses(text)
        length = sum(len(part.tokens) for part in parts)
        wish = 0.15 if any(is_wish(part) for part in parts) else 0.0
        return max(0.3, min(0.9, 0.75 + wish - 0.03 * length - 0.5 * total))
    strength = 1 - exp(-2.5 * total)
    share = min(good, bad) / max(good, bad)
    if leaning == "gemengd":
        return 0.4 + 0.4 * strength * share
    return 0.35 + 0.6 * strength * (1 - share)
