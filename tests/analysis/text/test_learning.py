"""What is learned from labelled answers: recovered where it is there, kept as it was fitted."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from analysis.openanswers.learning import gold, train
from analysis.openanswers.learning.gold import Labelled
from analysis.openanswers.learning.learned import Weights, chances_of_each, chances_of_one, written
from analysis.openanswers.words.stems import stem

DATA = Path(__file__).parent / "data"
PLANTED = [
    Labelled(f"{word} {number}", label, "A1", frozenset({theme} - {""}))
    for number in range(12)
    for word, label, theme in (
        ("wibbel", "positief", "nazorg"),
        ("wobbel", "negatief", ""),
        ("wabbel", "neutraal", "werkgever"),
        ("wubbel", "gemengd", ""),
    )
]


@pytest.mark.parametrize("task", [train.FEELING, train.THEMES])
def test_a_word_that_tells_the_outcome_is_learned(task):
    given = train.examples(task, PLANTED)
    chances = train.cross_validated(task, given, penalty=0.5)
    assert ((chances >= 0.5) == (given.right > 0)).all()


def test_a_higher_penalty_gives_smaller_weights():
    given = train.examples(train.FEELING, PLANTED)
    loose, held = (train.fit(train.FEELING, given, penalty) for penalty in (0.5, 8.0))
    assert np.abs(held.weights["wibbel"]).max() < np.abs(loose.weights["wibbel"]).max()


def test_the_slope_at_the_answer_is_zero():
    given = train.examples(train.FEELING, PLANTED)
    weights = train.fit(train.FEELING, given, penalty=1.0)
    chances = np.array([chances_of_one(weights.scores(f)) for f in given.features])
    has_word = np.array([float("wibbel" in f) for f in given.features])
    slope = has_word @ (chances - given.right) + weights.weights["wibbel"]
    assert np.abs(slope).max() < 1e-2


def test_cross_validation_never_scores_an_answer_by_weights_that_saw_it():
    random = np.random.default_rng(3)
    labels = random.choice(["positief", "negatief"], size=80)
    noise = [Labelled(f"zin {n} {n}", label, "A1", frozenset()) for n, label in enumerate(labels)]
    given = train.examples(train.FEELING, noise)
    chances = train.cross_validated(train.FEELING, given, penalty=0.5)
    right = (chances.argmax(axis=1) == given.right.argmax(axis=1)).mean()
    assert right < 0.7


def test_a_file_of_weights_says_what_was_fitted():
    weights = train.fit(train.FEELING, train.examples(train.FEELING, PLANTED), penalty=1.0)
    read = tomllib.loads(written(weights, "Proef", 1.0))
    assert read["straf"] == 1.0
    assert tuple(read["uitkomsten"]) == weights.outcomes
    assert read["gewichten"].keys() == weights.weights.keys()
    assert np.allclose(read["gewichten"]["wibbel"], weights.weights["wibbel"], atol=0.005)


def test_the_weights_in_the_package_are_those_of_the_answers_and_lists_of_today():
    answers = [a for n in gold.TUNED_ON for a in gold.read_labelled(DATA / f"{n}.tsv")]
    folder = Path(train.__file__).parents[1]
    for task in (train.FEELING, train.THEMES):
        kept = tomllib.loads((folder / f"{task.file}.toml").read_text(encoding="utf-8"))
        weights = train.fit(task, train.examples(task, answers), kept["straf"])
        assert set(kept["gewichten"]) == set(weights.weights)
        rows = np.array([kept["gewichten"][name] for name in weights.weights])
        assert np.allclose(rows, np.array(list(weights.weights.values())), atol=0.03)


def test_an_unknown_feature_counts_for_nothing():
    one = Weights(("nee", "ja"), np.array([0.0, 0.5]), {"fijn": np.array([-1.0, 1.0])})
    assert one.scores({"onbekend": 1.0}).tolist() == [0.0, 0.5]
    assert one.scores({"fijn": 2.0}).tolist() == [-2.0, 2.5]


def test_chances_stay_chances_for_large_scores():
    large = np.array([1000.0, -1000.0, 0.0])
    assert chances_of_one(large).tolist() == [1.0, 0.0, 0.0]
    assert chances_of_each(large).tolist() == [1.0, 0.0, 0.5]


@pytest.mark.parametrize(
    ("one", "other"),
    [("luisteren", "luistert"), ("collega", "collegas"), ("begeleider", "begeleiders")],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)
