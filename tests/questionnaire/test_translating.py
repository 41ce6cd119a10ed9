"""Another language changes words only; half a translation is refused with the list."""

import pytest

from survey_app.questionnaire.definition import Circumstances
from survey_app.questionnaire.routing import questions_for
from survey_app.questionnaire.translating import MissingTranslation, translated, translation_keys


def shifted(questionnaire):
    """A stand-in for a language: every Dutch text between arrows, places kept."""
    return {key: f"→{text}←" for key, text in translation_keys(questionnaire).items()}


def test_the_keys_name_questions_explanations_answers_and_scales(catalogue):
    keys = translation_keys(catalogue.latest("K4-EINDE"))
    assert keys["K4-EINDE.title"] == "Het einde van uw traject"
    assert keys["C402"] == "Wat doet u nu?"
    assert keys["C402.explanation"].startswith("Lees van boven naar beneden.")
    assert keys["C403.with_goal"] == "Aan het begin zei u: {doel}. Is dat gelukt?"
    assert keys["C407:1"] == "Een andere organisatie"
    assert keys["SQ:5"] == "Heel goed"
    assert keys["LADDER:6"].startswith("Ik heb betaald werk.")
    assert keys["B2:1"] == "18 tot en met 26 jaar"
    assert keys["R10:10"] == "10 (heel goed)"
    assert "R10:5" not in keys
    assert translation_keys(catalogue.latest("O-JAAR"))["O401.field4"] == "geslaagd"


def test_a_translation_changes_words_and_keeps_codes_values_and_routes(catalogue):
    for questionnaire in catalogue.newest():
        other = translated(questionnaire, shifted(questionnaire))
        assert other.codes == questionnaire.codes
        assert other.title == f"→{questionnaire.title}←"
        pairs = zip(
            (*other.questions, *other.background),
            (*questionnaire.questions, *questionnaire.background),
            strict=True,
        )
        for new, old in pairs:
            assert new.text == f"→{old.text}←"
            assert (new.values, new.route, new.cells) == (old.values, old.route, old.cells)


def test_a_translated_questionnaire_can_still_be_adapted_to_a_wave(catalogue):
    questionnaire = catalogue.latest("K4-EINDE")
    other = translated(questionnaire, shifted(questionnaire))
    asked = questions_for(other, Circumstances(providers=("Werkpad",), goal="→Werk←"))
    assert [option.text for option in asked.question("C407").options] == [
        "Werkpad",
        "→Alleen de gemeente←",
        "→Weet ik niet←",
    ]
    assert asked.question("C403").text == "→Aan het begin zei u: →Werk←. Is dat gelukt?←"


def test_every_missing_or_empty_text_is_listed(catalogue):
    questionnaire = catalogue.latest("K3-TIJDENS")
    texts = shifted(questionnaire)
    del texts["C302"]
    texts["SQ:5"] = " "
    with pytest.raises(MissingTranslation) as caught:
        translated(questionnaire, texts)
    assert set(caught.value.keys) == {"C302", "SQ:5"}


def test_a_lost_or_changed_place_counts_as_missing(catalogue):
    questionnaire = catalogue.latest("K3-TIJDENS")
    texts = {**shifted(questionnaire), "C304.explanation": "For example {provider} or UWV."}
    with pytest.raises(MissingTranslation, match=r"C304\.explanation"):
        translated(questionnaire, texts)
