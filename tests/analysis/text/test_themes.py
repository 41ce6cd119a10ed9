"""Themes, languages and what is read in another language than Dutch."""

from pathlib import Path

import pytest

from analysis.openanswers.answer import analyse_answer
from analysis.openanswers.learning import gold
from analysis.openanswers.themes import find_themes
from analysis.openanswers.words.language import detect_language
from analysis.openanswers.words.patterns import compile_pattern
from analysis.openanswers.words.wordlists import themes

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ze luisteren goed", {"bejegening"}),
        ("Het werk past niet bij mij", {"maatwerk"}),
        ("Ik snap de breiven niet", {"informatie"}),
        ("lang gewacht", {"wachttijd"}),
        ("Elke keer een ander persoon", {"continuiteit"}),
        ("ze belden mij nooit terug", {"bereikbaarheid"}),
        ("Mijn baas is streng", {"werkgever"}),
        ("Vrijwilligerswerk in de buurt", {"tegenprestatie"}),
        ("Na afloop hoorde ik niets", {"nazorg"}),
        ("Aardig maar de brief is moeilijk", {"bejegening", "informatie"}),
        ("Goed", set()),
    ],
)
def test_an_answer_gets_the_themes_it_speaks_of(text, codes):
    assert {theme.code for theme in find_themes(text)} == codes


def test_the_nine_themes_of_the_method_are_there_with_an_explanation():
    codes = "bejegening maatwerk informatie wachttijd continuiteit bereikbaarheid"
    codes += " werkgever tegenprestatie nazorg"
    assert {theme.code for theme in themes()} == set(codes.split())
    assert all(theme.explanation.endswith((".", "?")) for theme in themes())


def test_a_theme_shows_the_words_that_point_to_it():
    (found,) = find_themes("Ik begrijp de brief niet")
    assert "brief" in found.words


@pytest.mark.parametrize("source", ["", "... terug", "steeds ..."])
def test_a_pattern_that_is_none_is_refused(source):
    with pytest.raises(ValueError, match="not a pattern"):
        compile_pattern(source)


def test_the_language_of_every_labelled_answer_is_recognised():
    answers = gold.read_languages(DATA / "languages.tsv")
    wrong = [a for a in answers if detect_language(a.text).code != a.language]
    assert wrong == []
    assert {a.language for a in answers} == {"en", "ar", "uk", "tr", "ti"}


def test_an_answer_in_another_language_gets_no_polarity_but_is_searched_for_personal_data():
    answer = analyse_answer("Everything was bad, please call me on 06-12345678")
    assert (answer.language, answer.polarity, answer.label, answer.themes) == ("en", None, None, ())
    assert "telefoon" in {i.kind for i in answer.identifiers}


def test_a_short_answer_follows_the_language_of_the_questionnaire():
    assert detect_language("ok").code == "nl"
    assert detect_language("ok", expected="tr").code == "tr"


def test_a_language_that_is_not_ours_is_refused():
    with pytest.raises(ValueError, match="not one of our languages"):
        detect_language("Guten Tag", expected="de")
