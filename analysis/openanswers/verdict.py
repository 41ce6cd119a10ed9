"""From evidence to one of four classes, with a confidence; "onzeker" below the threshold.

What the word lists say and which words stand in the answer are weighed together by the learned
weights of `geleerd_gevoel.toml`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.openanswers.evidence import Evidence
from analysis.openanswers.feeling import evidence, is_wish
from analysis.openanswers.learning.learned import chances_of_one, read_weights
from analysis.openanswers.words.clauses import Clause, clauses
from analysis.openanswers.words.stems import stem, stems

CLASSES = ("negatief", "gemengd", "neutraal", "positief")
UNCERTAIN = "onzeker"
THRESHOLD = 0.4
# Below this much evidence on either side the word lists found no judgement.
ENOUGH = 0.2
# The weaker side must have this share of the stronger one before an answer is mixed ...
MIXED_SHARE = 0.45
# ... or this share when the sides stand in different sentences, or in clauses with "maar" between.
MIXED_SHARE_CONTRAST = 0.25
# More evidence than this on one side makes an answer no clearer.
FULL = 1.5
# A learned word is shown when it pulls at least this far towards positive or negative.
WORTH_SHOWING = 0.3


@dataclass(frozen=True)
class Verdict:
    """The class of an answer before the threshold, `polarity` in [-1, 1], `confidence` in [0, 1].

    `label` is the class, or "onzeker" when the confidence is below the threshold. `polarity` is
    the chance of "positief" minus that of "negatief"; `confidence` the chance of the class.
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
    parts, found = clauses(text), evidence(text)
    scores = read_weights("geleerd_gevoel").scores(_features(parts, found))
    chances = dict(zip(CLASSES, chances_of_one(scores).tolist(), strict=True))
    leaning = max(chances, key=lambda label: chances[label])
    return Verdict(
        leaning=leaning,
        label=leaning if chances[leaning] >= threshold else UNCERTAIN,
        polarity=chances["positief"] - chances["negatief"],
        confidence=chances[leaning],
        evidence=_with_learned(found, parts, leaning),
    )


def listed(text: str) -> tuple[str, float]:
    """Return the class by the word lists alone, and how good weighs against bad, -1 to 1.

    Example:
        >>> listed("Aardige mensen, maar het duurt te lang")[0]
        'gemengd'

    """
    parts, found = clauses(text), evidence(text)
    good, bad = _sides(found)
    return _listed_class(parts, found, good, bad), _balance(good, bad)


def feeling_features(text: str) -> Mapping[str, float]:
    """Return what the learned weights look at: stems, and between brackets what the lists found.

    Example:
        >>> feeling_features("Niet fijn")["[lijst negatief]"], "fijn" in feeling_features("fijn")
        (1.0, True)

    """
    return _features(clauses(text), evidence(text))


def _features(parts: Sequence[Clause], found: Sequence[Evidence]) -> Mapping[str, float]:
    good, bad = _sides(found)
    tokens = tuple(token for part in parts for token in part.tokens)
    listed = {
        "[goed]": min(good, FULL),
        "[slecht]": min(bad, FULL),
        "[allebei]": min(good, bad, FULL),
        "[balans]": _balance(good, bad),
        "[niets gevonden]": float(good + bad == 0),
        "[wens]": float(any(is_wish(part) for part in parts)),
        f"[lijst {_listed_class(parts, found, good, bad)}]": 1.0,
    }
    return dict.fromkeys(stems(tokens), 1.0) | listed


def _sides(found: Sequence[Evidence]) -> tuple[float, float]:
    """The weight of what is good and of what is bad, both from 0."""
    good = sum(e.weight for e in found if e.weight > 0)
    return good, -sum(e.weight for e in found if e.weight < 0)


def _balance(good: float, bad: float) -> float:
    return (good - bad) / (good + bad) if good + bad else 0.0


def _listed_class(
    parts: Sequence[Clause], found: Sequence[Evidence], good: float, bad: float
) -> str:
    if max(good, bad) < ENOUGH:
        return "neutraal"
    share = min(good, bad) / max(good, bad)
    if share >= (MIXED_SHARE_CONTRAST if _turns_about(parts, found) else MIXED_SHARE):
        return "gemengd"
    return "positief" if good > bad else "negatief"


def _turns_about(parts: Sequence[Clause], found: Sequence[Evidence]) -> bool:
    good = {e.clause for e in found if e.weight > 0}
    bad = {e.clause for e in found if e.weight < 0}
    apart = {e.sentence for e in found if e.weight > 0} != {
        e.sentence for e in found if e.weight < 0
    }
    return good != bad and (apart or any(part.contrast for part in parts))


def _with_learned(
    found: Sequence[Evidence], parts: Sequence[Clause], leaning: str
) -> tuple[Evidence, ...]:
    """Add the learned words that pulled the way the verdict went, outside what the lists found."""
    sides = {"positief": (1.0,), "negatief": (-1.0,), "gemengd": (1.0, -1.0)}.get(leaning, ())
    learned = [
        e
        for number, part in enumerate(parts)
        for e in _learned_words(part, number)
        if any(e.weight * side > 0 for side in sides)
        and not any(f.start < e.end and e.start < f.end for f in found)
    ]
    return tuple(sorted((*found, *learned), key=lambda e: e.start))


def _learned_words(part: Clause, number: int) -> list[Evidence]:
    weights = read_weights("geleerd_gevoel").weights
    positive, negative = CLASSES.index("positief"), CLASSES.index("negatief")
    pulls = (
        (token, float(row[positive] - row[negative]) / 2)
        for token in part.tokens
        if (row := weights.get(stem(token.form))) is not None
    )
    return [
        Evidence(
            t.text, t.start, t.end, max(-1.0, min(1.0, pull)), "geleerd", number, part.sentence
        )
        for t, pull in pulls
        if abs(pull) >= WORTH_SHOWING
    ]
