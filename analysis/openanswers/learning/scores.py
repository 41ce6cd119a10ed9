"""How well the reading agrees with labelled answers: the figures, without their presentation."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.openanswers.answer import OpenAnswer, analyse_answer
from analysis.openanswers.learning.gold import LEVELS, InLanguage, Labelled, Planted
from analysis.openanswers.learning.measures import (
    Counts,
    Estimate,
    bootstrap,
    confusion,
    f1,
    macro_f1,
)
from analysis.openanswers.personal.identifiers import find_identifiers
from analysis.openanswers.verdict import CLASSES, UNCERTAIN, judge, listed
from analysis.openanswers.words.language import detect_language
from analysis.openanswers.words.lexicon import feelings
from analysis.openanswers.words.tokens import tokens
from analysis.openanswers.words.wordlists import themes

LABELS = (*CLASSES, UNCERTAIN)
BANDS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 1.01))


@dataclass(frozen=True)
class ClassScores:
    """Figures over four classes; "onzeker" counts as a mistake in all but `accuracy_decided`.

    `polarity`: accuracy on answers with gold positief or negatief, by the sign of the polarity.
    """

    accuracy: Estimate
    macro_f1: Estimate
    polarity: Estimate
    accuracy_decided: Estimate
    uncertain: int


@dataclass(frozen=True)
class ThemeScores:
    """Micro precision, recall and F1 over all themes, and `hits, false, missed` per theme."""

    precision: Estimate
    recall: Estimate
    f1: Estimate
    per_theme: Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Found:
    """How many planted pieces of personal data were found whole, of how many."""

    found: int
    planted: int

    @property
    def share(self) -> float:
        """The share that was found, 0 to 1."""
        return self.found / self.planted if self.planted else 0.0


def read_all(answers: Iterable[Labelled]) -> tuple[OpenAnswer, ...]:
    """Return the readings of labelled answers, which are Dutch by definition."""
    return tuple(analyse_answer(answer.text, language="nl") for answer in answers)


def class_scores(gold: Sequence[Labelled], read: Sequence[OpenAnswer]) -> ClassScores:
    """Return the class figures; raises ValueError when no answer is positive or negative."""
    pairs = np.array(
        [
            (LABELS.index(g.label), LABELS.index(r.label or UNCERTAIN))
            for g, r in zip(gold, read, strict=True)
        ],
        dtype=np.float64,
    )
    decided = pairs[pairs[:, 1] != LABELS.index(UNCERTAIN)]
    return ClassScores(
        accuracy=bootstrap(pairs, _agreement),
        macro_f1=bootstrap(pairs, _macro),
        polarity=bootstrap(_signs(gold, [r.polarity or 0.0 for r in read]), _agreement),
        accuracy_decided=bootstrap(decided, _agreement),
        uncertain=len(pairs) - len(decided),
    )


def _agreement(pairs: Counts) -> float:
    return float(np.mean(pairs[:, 0] == pairs[:, 1]))


def _macro(pairs: Counts) -> float:
    cells = (pairs[:, 0] * len(LABELS) + pairs[:, 1]).astype(np.int64)
    counts = np.bincount(cells, minlength=len(LABELS) ** 2)
    return macro_f1(counts.reshape(len(LABELS), len(LABELS)), len(CLASSES))


def _signs(gold: Sequence[Labelled], polarities: Sequence[float]) -> Counts:
    sign = {"positief": 1.0, "negatief": -1.0}
    rows = [
        (sign[g.label], np.sign(p))
        for g, p in zip(gold, polarities, strict=True)
        if g.label in sign
    ]
    return np.array(rows, dtype=np.float64)


def general_lexicon_polarity(gold: Sequence[Labelled]) -> Estimate:
    """Return the polarity accuracy of the mean of the general lexicon alone, for comparison."""

    def mean(text: str) -> float:
        known = [feelings()[t.form].polarity for t in tokens(text) if t.form in feelings()]
        return float(np.mean(known)) if known else 0.0

    return bootstrap(_signs(gold, [mean(g.text) for g in gold]), _agreement)


def lists_alone(gold: Sequence[Labelled]) -> tuple[Estimate, Estimate]:
    """Return polarity and macro-F1 of the word lists without what was learned, for comparison."""
    found = [listed(g.text) for g in gold]
    pairs = np.array(
        [
            (LABELS.index(g.label), LABELS.index(label))
            for g, (label, _) in zip(gold, found, strict=True)
        ],
        dtype=np.float64,
    )
    signs = _signs(gold, [balance for _, balance in found])
    return bootstrap(signs, _agreement), bootstrap(pairs, _macro)


def class_table(gold: Sequence[Labelled], read: Sequence[OpenAnswer]) -> NDArray[np.int64]:
    """Return the confusion matrix, shape (5, 5), in the order of `LABELS`."""
    return confusion([g.label for g in gold], [r.label or UNCERTAIN for r in read], LABELS)


def per_level(
    gold: Sequence[Labelled], read: Sequence[OpenAnswer]
) -> Mapping[str, tuple[ClassScores, ThemeScores]]:
    """Return the class and theme figures per language level that occurs, A1 to B2."""
    result = {}
    for level in LEVELS:
        chosen = [(g, r) for g, r in zip(gold, read, strict=True) if g.level == level]
        if not chosen:
            continue
        golds, reads = [g for g, _ in chosen], [r for _, r in chosen]
        result[level] = (class_scores(golds, reads), theme_scores(golds, reads))
    return result


def theme_scores(gold: Sequence[Labelled], read: Sequence[OpenAnswer]) -> ThemeScores:
    """Return the theme figures over all answers, also those without a theme."""
    rows = [
        (
            len(g.themes & set(r.themes)),
            len(set(r.themes) - g.themes),
            len(g.themes - set(r.themes)),
        )
        for g, r in zip(gold, read, strict=True)
    ]
    counts = np.array(rows, dtype=np.float64)
    return ThemeScores(
        precision=bootstrap(counts, lambda c: _ratio(c[:, 0].sum(), c[:, 1].sum())),
        recall=bootstrap(counts, lambda c: _ratio(c[:, 0].sum(), c[:, 2].sum())),
        f1=bootstrap(counts, lambda c: f1(*c.sum(axis=0))),
        per_theme={theme.code: _theme_counts(theme.code, gold, read) for theme in themes()},
    )


def _ratio(hits: float, others: float) -> float:
    return float(hits / (hits + others)) if hits + others else 0.0


def _theme_counts(
    code: str, gold: Sequence[Labelled], read: Sequence[OpenAnswer]
) -> tuple[int, int, int]:
    pairs = [(code in g.themes, code in r.themes) for g, r in zip(gold, read, strict=True)]
    return (pairs.count((True, True)), pairs.count((False, True)), pairs.count((True, False)))


def per_confidence(gold: Sequence[Labelled]) -> tuple[tuple[float, float, int, int], ...]:
    """Return per band of confidence: its bounds, the answers in it and how many were right."""
    judged = [(judge(g.text), g.label) for g in gold]
    bands = []
    for low, high in BANDS:
        inside = [v.leaning == label for v, label in judged if low <= v.confidence < high]
        bands.append((low, min(high, 1.0), len(inside), sum(inside)))
    return tuple(bands)


def per_kind(planted: Iterable[Planted], is_found: Callable[[Planted], bool]) -> dict[str, Found]:
    """Return how much was found per kind of personal data or origin of a name."""
    result: dict[str, list[bool]] = {}
    for case in planted:
        result.setdefault(case.kind, []).append(is_found(case))
    return {kind: Found(sum(found), len(found)) for kind, found in result.items()}


def finds_identifier(case: Planted) -> bool:
    """Tell whether exactly the planted text was marked with the planted kind."""
    return (case.kind, case.planted) in [(i.kind, i.text) for i in find_identifiers(case.text)]


def hides_name(case: Planted) -> bool:
    """Tell whether every letter of the planted name was marked, alone or with what is near."""
    start = case.text.index(case.planted)
    end = start + len(case.planted)
    return any(i.start <= start and end <= i.end for i in find_identifiers(case.text))


def false_names(answers: Sequence[Labelled]) -> tuple[str, ...]:
    """Return what was marked as a name in answers that hold none."""
    found = (i for answer in answers for i in find_identifiers(answer.text))
    return tuple(i.text for i in found if i.kind == "naam")


def languages_found(answers: Iterable[InLanguage]) -> dict[str, Found]:
    """Return per language how many answers were recognised as such."""
    result: dict[str, list[bool]] = {}
    for answer in answers:
        right = detect_language(answer.text).code == answer.language
        result.setdefault(answer.language, []).append(right)
    return {code: Found(sum(found), len(found)) for code, found in result.items()}
