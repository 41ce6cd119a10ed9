"""What an answer feels like: negation, strength, wishes, misspellings, emoji."""

from pathlib import Path

import pytest

from analysis.openanswers.answer import analyse_answer
from analysis.openanswers.feeling import evidence
from analysis.openanswers.learning import gold
from analysis.openanswers.verdict import CLASSES, judge
from analysis.openanswers.words.lexicon import feelings, inflected
from analysis.openanswers.words.spelling import corrected

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Goed", "positief"),
        ("Niet goed", "negatief"),
        ("Zij luistert niet", "negatief"),
        ("Geen problemen", "positief"),
        ("Te lang wachten", "negatief"),
        ("Weinig begeleiding gekregen", "negatief"),
        ("ik vint het sleght", "negatief"),
        ("heeeel goet geregelt", "positief"),
        ("👍", "positief"),
        ("😡", "negatief"),
        ("Aardige mensen, maar het duurt te lang", "gemengd"),
        ("Goed en niet goed", "gemengd"),
        ("Beter luisteren naar mensen", "neutraal"),
        ("Het zou handig zijn om vaker te bellen", "neutraal"),
        ("Ik weet het niet", "neutraal"),
        ("nvt", "neutraal"),
    ],
)
def test_an_answer_gets_the_class_a_reader_would_give(text, label):
    assert judge(text).label == label


def test_a_stronger_word_weighs_more_and_a_weaker_one_less():
    plain, strong, weak = (
        sum(e.weight for e in evidence(t)) for t in ("Goed", "Heel goed", "Redelijk goed")
    )
    assert strong > plain
    assert plain > evidence("wat slecht")[0].weight
    assert abs(evidence("iets moeilijk")[0].weight) < abs(evidence("moeilijk")[0].weight)
    assert weak < strong + plain


def test_evidence_points_at_the_words_in_the_text():
    text = "Nou, mevrouw was niet aardig."
    (found,) = evidence(text)
    assert text[found.start : found.end] == "niet aardig"
    assert found.reason == "omgedraaid"


def test_an_answer_without_a_judging_word_gets_little_confidence():
    plain = "Sinds de verhuizing reis ik met bus en trein naar een kantoor aan de rand van de stad"
    assert judge(plain).confidence < 0.6 < judge("Heel fijn geholpen").confidence
    assert abs(judge(plain).polarity) < 0.5


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Kan beter", -1),
        ("Kan niet beter", 1),
        ("Had graag eerder geweten waar ik recht op had", -1),
        ("Ze dachten mee", 1),
        ("moest alles twee keer vertellen", -1),
        ("eindelijk iemand die luistert", 1),
        ("nooit meer iets gehoord", -1),
        ("wist niet waar ik aan toe was", -1),
        ("Pas na vijf maanden kwam er een brief", -1),
        ("ik heb nu werk", 1),
    ],
)
def test_an_indirect_answer_leans_to_the_side_a_reader_would_give(text, side):
    assert judge(text).polarity * side > 0.2


def test_learned_words_are_shown_with_their_place():
    texts = [answer.text for answer in gold.read_labelled(DATA / "held_out.tsv")]
    learned = [(t, e) for t in texts for e in judge(t).evidence if e.reason == "geleerd"]
    assert len(learned) > 10
    assert all(text[e.start : e.end] == e.text for text, e in learned)


def test_the_threshold_decides_between_a_class_and_onzeker():
    text = "Goed"
    confidence = judge(text).confidence
    assert judge(text, threshold=confidence + 0.01).label == "onzeker"
    assert judge(text, threshold=confidence).label == "positief"


@pytest.mark.parametrize("text", ["", "   ", "...", "12345", "\n\n", "👍" * 50, "a" * 5000, "\x00"])
def test_odd_text_gives_a_verdict_and_no_error(text):
    verdict = judge(text)
    assert verdict.leaning in CLASSES
    assert -1 <= verdict.polarity <= 1
    assert 0 <= verdict.confidence <= 1
    assert analyse_answer(text).language == "nl"


def test_the_general_lexicon_is_read_with_its_inflected_forms():
    assert len(feelings()) > 5000
    assert feelings()["trage"] == feelings()["traag"]
    assert inflected("boos") == "boze"


@pytest.mark.parametrize("word", ["gemeente", "taalles", "begeleider", "klantmanager", "les"])
def test_right_words_are_not_changed(word):
    assert corrected(word) == word
