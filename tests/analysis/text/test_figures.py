"""The published figures: computed rightly, reached on unseen answers, up to date on paper."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import analysis.openanswers
from analysis.openanswers.learning import evaluate, gold, scores
from analysis.openanswers.learning.measures import bootstrap, confusion, macro_f1

DATA = Path(__file__).parent / "data"
DOCUMENT = Path(__file__).parents[3] / "docs" / "open-answers.md"
MODULES = [
    f"analysis.openanswers.{m.name}" for m in pkgutil.iter_modules(analysis.openanswers.__path__)
]


def test_macro_f1_equals_the_hand_calculation():
    table = confusion(list("aaabbc"), list("aabbbc"), list("abc"))
    assert table.tolist() == [[2, 1, 0], [0, 2, 0], [0, 0, 1]]
    assert macro_f1(table, 3) == pytest.approx((4 / 5 + 4 / 5 + 1) / 3)


def test_an_interval_holds_its_value_and_narrows_with_more_answers():
    def mean(rows):
        return float(rows.mean())

    few = bootstrap(np.array([[0.0], [1.0]] * 10), mean)
    many = bootstrap(np.array([[0.0], [1.0]] * 200), mean)
    assert few.low < few.value == 0.5 < few.high
    assert many.high - many.low < few.high - few.low


def test_nothing_to_measure_is_refused():
    with pytest.raises(ValueError, match="nothing to measure"):
        bootstrap(np.zeros((0, 1)), lambda rows: float(rows.mean()))


def test_the_targets_are_reached_on_all_unseen_answers_together():
    answers = [answer for unseen in evaluate.unseen(DATA).values() for answer in unseen]
    read = scores.read_all(answers)
    classes, themes = scores.class_scores(answers, read), scores.theme_scores(answers, read)
    assert classes.polarity.value >= 0.75
    assert classes.macro_f1.value >= 0.55
    assert themes.f1.value >= 0.75
    assert themes.precision.value >= 0.80


def test_the_reading_beats_the_general_lexicon_alone_on_every_unseen_set():
    for answers in evaluate.unseen(DATA).values():
        _beats_the_general_lexicon(answers)


def _beats_the_general_lexicon(answers):
    ours = scores.class_scores(answers, scores.read_all(answers)).polarity
    assert ours.value > scores.general_lexicon_polarity(answers).value + 0.1


def test_no_answer_stands_in_two_sets():
    unseen, tuned_on = _sets()
    texts = [answer.text for answers in (*unseen, *tuned_on) for answer in answers]
    assert len(set(texts)) == len(texts)
    assert sum(map(len, tuned_on)) >= 1000
    assert sum(map(len, unseen)) >= 100


def _sets():
    tuned_on = tuple(gold.read_labelled(DATA / f"{name}.tsv") for name in gold.TUNED_ON)
    return tuple(evaluate.unseen(DATA).values()), tuned_on


def test_every_set_is_either_learned_from_or_unseen():
    files = {path.stem for path in DATA.glob("*.tsv")} - {"languages"}
    assert files == {*gold.TUNED_ON, *evaluate.UNSEEN}


def test_every_gold_label_is_one_we_know():
    unseen, tuned_on = _sets()
    for answers in (*unseen, *tuned_on):
        for answer in answers:
            assert answer.label in scores.CLASSES  # type: ignore[attr-defined]
            assert answer.level in gold.LEVELS
            assert answer.themes <= {theme.code for theme in scores.themes()}  # type: ignore[attr-defined]


def test_the_document_shows_the_figures_of_today():
    document = DOCUMENT.read_text(encoding="utf-8")
    assert evaluate.into(document, evaluate.report(DATA)) == document


@pytest.mark.parametrize("name", [*MODULES, "analysis.text"])
def test_the_examples_in_the_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
