"""Learn the weights from labelled answers, and measure by cross-validation what they are worth.

    python -m analysis.openanswers.learning.train GOLD_FOLDER [--check]

writes `geleerd_gevoel.toml` and `geleerd_themas.toml` beside this module; with `--check` it writes
nothing and prints the cross-validation. Only the sets of `gold.TUNED_ON` are learned from.

Source: multinomial and logistic regression with a quadratic penalty (Hastie, Tibshirani and
Friedman 2009, sections 4.4 and 18.3), fitted by L-BFGS of scipy.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from analysis.openanswers.learning import gold
from analysis.openanswers.learning.gold import Labelled
from analysis.openanswers.learning.learned import (
    Features,
    Vector,
    Weights,
    chances_of_each,
    chances_of_one,
    written,
)
from analysis.openanswers.learning.measures import confusion, f1, macro_f1
from analysis.openanswers.themes import THEME_THRESHOLD, theme_features
from analysis.openanswers.verdict import CLASSES, THRESHOLD, UNCERTAIN, feeling_features
from analysis.openanswers.words.wordlists import themes

FOLDS = 5
OUTER_FOLDS = 5
LABELS = (*CLASSES, UNCERTAIN)
Folds = NDArray[np.int64]
SEED = 20261122
# A word of one or two answers only teaches nothing about the next.
LEAST_ANSWERS = 3
PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
# Nats per answer: a stronger penalty that costs less than this carries over at least as well.
WORTH = 0.01
# What the lists found rests on many words, so it is held back less than a single word.
LISTED_PENALTY = 0.1
_HERE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Task:
    """What is learned: a file name, its outcomes, the features of a text and the right outcomes.

    `chances` turns scores into chances; `heading` is the first line of the file.
    """

    file: str
    heading: str
    outcomes: tuple[str, ...]
    features: Callable[[str], Features]
    right: Callable[[Labelled], frozenset[str]]
    chances: Callable[[Vector], Vector]


FEELING = Task(
    file="geleerd_gevoel",
    heading="Geleerde gewichten voor het gevoel; gemaakt door train.py, niet met de hand wijzigen.",
    outcomes=CLASSES,
    features=feeling_features,
    right=lambda answer: frozenset({answer.label}),
    chances=chances_of_one,
)
THEMES = Task(
    file="geleerd_themas",
    heading="Geleerde gewichten voor de thema's; gemaakt door train.py, niet met de hand wijzigen.",
    outcomes=tuple(theme.code for theme in themes()),
    features=theme_features,
    right=lambda answer: answer.themes,
    chances=chances_of_each,
)


@dataclass(frozen=True)
class Examples:
    """Features and right outcomes of labelled answers; `right` has shape (n, k) of 0 and 1."""

    features: tuple[Features, ...]
    right: Vector

    def take(self, chosen: Sequence[int]) -> "Examples":
        """Return the examples at the positions `chosen`."""
        return Examples(tuple(self.features[i] for i in chosen), self.right[list(chosen)])


def examples(task: Task, answers: Sequence[Labelled]) -> Examples:
    """Return what `task` learns from `answers`."""
    right = [[float(o in task.right(answer)) for o in task.outcomes] for answer in answers]
    return Examples(
        tuple(task.features(answer.text) for answer in answers), np.array(right, dtype=np.float64)
    )


def fit(task: Task, given: Examples, penalty: float) -> Weights:
    """Return the weights that make the right outcomes of `given` likely, with a penalty on size.

    `penalty` is half the factor of the squared weights. The answer does not depend on chance.
    """
    counts = Counter(name for features in given.features for name in features)
    names = sorted(name for name, count in counts.items() if count >= LEAST_ANSWERS)
    table = _table(given.features, names)
    held = penalty * np.array([LISTED_PENALTY if name[0] == "[" else 1.0 for name in names])
    shape = (len(names), len(task.outcomes))

    def loss(flat: Vector) -> tuple[float, Vector]:
        weights, base = flat[: -shape[1]].reshape(shape), flat[-shape[1] :]
        chances = task.chances(table @ weights + base)
        wrong = chances - given.right
        size = 0.5 * float((held[:, None] * weights**2).sum())
        slope = table.T @ wrong + held[:, None] * weights
        return _surprise(task, chances, given.right) + size, np.append(slope, wrong.sum(axis=0))

    start = np.zeros(shape[0] * shape[1] + shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    rows = found[: -shape[1]].reshape(shape)
    return Weights(task.outcomes, found[-shape[1] :], dict(zip(names, rows, strict=True)))


def _table(features: Sequence[Features], names: Sequence[str]) -> csr_array:
    place = {name: column for column, name in enumerate(names)}
    cells = [
        (row, place[name], value)
        for row, found in enumerate(features)
        for name, value in found.items()
        if name in place
    ]
    rows, columns, values = zip(*cells, strict=True)
    return csr_array((values, (rows, columns)), shape=(len(features), len(names)))


def _surprise(task: Task, chances: Vector, right: Vector) -> float:
    smallest = 1e-12
    told = float((right * np.log(chances + smallest)).sum())
    if task.chances is chances_of_one:
        return -told
    return -told - float(((1 - right) * np.log(1 - chances + smallest)).sum())


def cross_validated(
    task: Task, given: Examples, penalty: float, fold: Folds | None = None
) -> Vector:
    """Return for each example the chances by weights that were fitted without its fold, (n, k).

    `fold` numbers the fold of each example; without it chance makes five.
    """
    if fold is None:
        fold = np.random.default_rng(SEED).permutation(len(given.features)) % FOLDS
    chances = np.zeros_like(given.right)
    for number in np.unique(fold):
        weights = fit(task, given.take(np.flatnonzero(fold != number).tolist()), penalty)
        for at in np.flatnonzero(fold == number):
            chances[at] = task.chances(weights.scores(given.features[at]))
    return chances


def average_surprise(task: Task, given: Examples, chances: Vector) -> float:
    """Return the mean surprise (minus log chance, in nats) at the right outcomes."""
    return _surprise(task, chances, given.right) / len(given.features)


def best_penalty(task: Task, given: Examples, fold: Folds | None = None) -> float:
    """Return the strongest penalty of `PENALTIES` within `WORTH` of the least surprise.

    With the set that each example came from as its `fold`, every set is read by weights of the
    others: what is learned must carry over to answers of another time, not to the next sentence.
    """
    tried = {
        p: average_surprise(task, given, cross_validated(task, given, p, fold)) for p in PENALTIES
    }
    least = min(tried.values())
    return max(penalty for penalty, surprise in tried.items() if surprise <= least + WORTH)


def nested(task: Task, given: Examples) -> Vector:
    """Return chances as `cross_validated`, with the penalty chosen anew inside every outer fold."""
    fold = np.random.default_rng(SEED + 1).permutation(len(given.features)) % OUTER_FOLDS
    chances = np.zeros_like(given.right)
    for number in range(OUTER_FOLDS):
        inside = given.take(np.flatnonzero(fold != number).tolist())
        weights = fit(task, inside, best_penalty(task, inside))
        for at in np.flatnonzero(fold == number):
            chances[at] = task.chances(weights.scores(given.features[at]))
    return chances


def feeling_figures(chances: Vector, right: Vector) -> str:
    """Return polarity and macro-F1 of `chances`, both of shape (n, 4), in one line."""
    positive, negative = CLASSES.index("positief"), CLASSES.index("negatief")
    sided = right[:, positive] + right[:, negative] > 0
    pull = np.sign(chances[:, positive] - chances[:, negative])
    polarity = np.mean(pull[sided] == (right[:, positive] - right[:, negative])[sided])
    sure = chances.max(axis=1) >= THRESHOLD
    labels = [LABELS[at] if s else UNCERTAIN for at, s in zip(chances.argmax(1), sure, strict=True)]
    gold_labels = [LABELS[at] for at in right.argmax(axis=1)]
    macro = macro_f1(confusion(gold_labels, labels, LABELS), len(CLASSES))
    return f"polarity {polarity:.2f}, macro-F1 {macro:.2f}, n = {len(right)}"


def theme_figures(chances: Vector, right: Vector) -> str:
    """Return micro F1, precision and recall of theme `chances`, shape (n, 9), in one line."""
    found = chances >= THEME_THRESHOLD
    hits = float((found & (right > 0)).sum())
    false, missed = float(found.sum()) - hits, float(right.sum()) - hits
    precision, recall = hits / max(1.0, hits + false), hits / max(1.0, hits + missed)
    return f"F1 {f1(hits, false, missed):.2f}, precision {precision:.2f}, recall {recall:.2f}"


FIGURES = {FEELING.file: feeling_figures, THEMES.file: theme_figures}


def check(task: Task, sets: Mapping[str, Sequence[Labelled]]) -> str:
    """Return the figures of nested cross-validation over all `sets`, for each set by name."""
    given = examples(task, [answer for answers in sets.values() for answer in answers])
    chances = nested(task, given)
    lines, start = [task.file], 0
    for name, answers in sets.items():
        part = slice(start, start + len(answers))
        lines.append(f"  {name}: {FIGURES[task.file](chances[part], given.right[part])}")
        start += len(answers)
    return "\n".join(lines)


def main() -> None:
    """Read the command line and learn, or measure what learning is worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with labelled answers")
    parser.add_argument("--check", action="store_true", help="print nested cross-validation only")
    options = parser.parse_args()
    sets = {name: gold.read_labelled(options.folder / f"{name}.tsv") for name in gold.TUNED_ON}
    for task in (FEELING, THEMES):
        if options.check:
            print(check(task, sets))
            continue
        given = examples(task, [answer for answers in sets.values() for answer in answers])
        fold = np.repeat(np.arange(len(sets)), [len(answers) for answers in sets.values()])
        penalty = best_penalty(task, given, fold)
        text = written(fit(task, given, penalty), task.heading, penalty)
        (_HERE / f"{task.file}.toml").write_text(text, encoding="utf-8")
        print(f"{task.file}: penalty {penalty}, {len(given.features)} answers")


if __name__ == "__main__":
    main()
