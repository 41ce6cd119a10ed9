"""What a reviewer decided stays, whatever we read later."""

import pytest

from analysis.openanswers.answer import analyse_answer
from analysis.openanswers.corrections import Correction, UnknownValue, apply_correction, read_again
from analysis.openanswers.personal.identifiers import Identifier

TEXT = "Nou, lekker dan. Vraag maar aan Rosa"


def test_a_decided_label_wins_and_is_marked_as_decided():
    read = analyse_answer(TEXT)
    corrected = apply_correction(read, Correction(label="gemengd"))
    assert read.label != "gemengd"
    assert (corrected.label, corrected.confidence, corrected.corrected) == (
        "gemengd",
        1.0,
        ("label",),
    )
    assert corrected.identifiers == read.identifiers


def test_a_decision_stands_in_a_new_reading_and_can_be_repeated():
    correction = Correction(label="negatief", themes=("bejegening",))
    once = read_again(TEXT, correction)
    assert once.themes == ("bejegening",)
    assert apply_correction(once, correction) == once


def test_a_later_decision_keeps_the_earlier_one_on_other_fields():
    first = apply_correction(analyse_answer(TEXT), Correction(label="negatief"))
    second = apply_correction(first, Correction(themes=()))
    assert (second.label, second.themes, second.corrected) == ("negatief", (), ("label", "themes"))


def test_personal_data_can_be_added_and_taken_away():
    name = Identifier("naam", 5, 11, TEXT[5:11])
    assert apply_correction(analyse_answer(TEXT), Correction(identifiers=(name,))).identifiers == (
        name,
    )
    assert apply_correction(analyse_answer(TEXT), Correction(identifiers=())).identifiers == ()


def test_an_answer_that_is_not_dutch_after_all_loses_what_was_read():
    read = analyse_answer("Prima")
    corrected = apply_correction(read, Correction(language="tr"))
    assert (corrected.language, corrected.label, corrected.polarity) == ("tr", None, None)
    assert read_again("Super", Correction(language="nl")).label == "positief"


@pytest.mark.parametrize(
    "fields",
    [{"label": "onzeker"}, {"label": "blij"}, {"themes": ("eten",)}, {"language": "de"}],
)
def test_a_value_that_does_not_exist_is_refused(fields):
    with pytest.raises(UnknownValue):
        Correction(**fields)
