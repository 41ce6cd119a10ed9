"""The .po files themselves: complete, with the places of the Dutch, each in its own script."""

import re
from pathlib import Path

import pytest

from survey_app.questionnaire.loading import load_catalogue
from survey_app.texts.translations import (
    CHECKED,
    LANGUAGES,
    SOURCE,
    all_keys,
    load_translations,
    longer_easy,
    same_places,
)

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
CATALOGUE = load_catalogue(QUESTIONNAIRES)
TRANSLATIONS = load_translations(QUESTIONNAIRES / "translations", CATALOGUE, offer_drafts=True)
DUTCH = all_keys(CATALOGUE)
# Languages that may lack texts; whoever completes one takes it out.
UNFINISHED: frozenset[str] = frozenset()
FINISHED = sorted(set(LANGUAGES) - UNFINISHED - {SOURCE})
PRESENT = sorted(TRANSLATIONS.sources)
# Names, and words that are the same in Dutch and in the language.
SAME_WORDS = {"en": {"Privacy", "Budget", "Website"}, "tr": {"Adres"}}
NAMES = frozenset({"UWV", "Wmo", "PPP", "BSN", "DigiD"})
SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "uk": re.compile(r"[\u0400-\u04ff]"),
    "ti": re.compile(r"[\u1200-\u137f]"),
}
_PLACES_AND_DUTCH_TERMS = re.compile(r"\{[^{}]*\}|\([A-Za-z][^()]*\)")


def own_words(text: str) -> str:
    """The words of a text without places, names and the Dutch terms between brackets."""
    words = _PLACES_AND_DUTCH_TERMS.sub(" ", text)
    return re.sub(rf"\b(?:{'|'.join(NAMES)})\b", " ", words)


def lacking_keys(code: str) -> list[str]:
    """The keys without a text that fits the Dutch; all of them when there is no .po file."""
    texts = TRANSLATIONS.sources[code].texts if code in TRANSLATIONS.sources else {}
    return [key for key, dutch in DUTCH.items() if not same_places(dutch, texts.get(key, ""))]


@pytest.mark.parametrize("code", FINISHED)
def test_a_finished_language_can_be_offered_for_every_questionnaire(code: str) -> None:
    assert code in TRANSLATIONS.languages
    lacking = {q.code: TRANSLATIONS.missing(q, code) for q in CATALOGUE.newest()}
    assert {name: keys for name, keys in lacking.items() if keys} == {}


def test_the_unfinished_list_names_the_languages_that_lack_texts() -> None:
    assert {code for code in LANGUAGES if code != SOURCE and lacking_keys(code)} == UNFINISHED


@pytest.mark.parametrize("code", PRESENT)
def test_every_translation_was_made_from_the_dutch_of_today(code: str) -> None:
    sources = TRANSLATIONS.sources[code].sources
    assert {key: old for key, old in sources.items() if DUTCH.get(key, old) != old} == {}


@pytest.mark.parametrize("code", PRESENT)
def test_every_translation_has_the_places_of_the_dutch(code: str) -> None:
    texts = TRANSLATIONS.sources[code].texts
    there = {key: text for key, text in texts.items() if text and key in DUTCH}
    assert [key for key, text in there.items() if not same_places(DUTCH[key], text)] == []


@pytest.mark.parametrize("code", PRESENT)
def test_no_dutch_is_left_in_a_translation(code: str) -> None:
    allowed = NAMES | SAME_WORDS.get(code, set())
    texts = TRANSLATIONS.sources[code].texts
    copied = {key for key, text in texts.items() if text == DUTCH.get(key) and text not in allowed}
    assert copied == set()


@pytest.mark.parametrize("code", [code for code in PRESENT if code in SCRIPTS])
def test_a_language_is_written_in_its_own_script(code: str) -> None:
    texts = TRANSLATIONS.sources[code].texts.values()
    words = [own_words(text) for text in texts]
    assert [text for text in words if re.search(r"[A-Za-z]", text)] == []
    assert [text for text in words if text.strip() and not SCRIPTS[code].search(text)] == []


@pytest.mark.parametrize("code", FINISHED)
@pytest.mark.parametrize("scale", ["SQ", "SV", "SK"])
def test_the_five_steps_of_a_scale_have_five_different_names(code: str, scale: str) -> None:
    texts = TRANSLATIONS.sources[code].texts
    assert len({texts[f"{scale}:{value}"] for value in range(1, 6)}) == 5


@pytest.mark.parametrize("code", FINISHED)
def test_only_a_checked_language_is_offered_in_a_real_installation(code: str) -> None:
    real = load_translations(QUESTIONNAIRES / "translations", CATALOGUE, offer_drafts=False)
    offered = {language.code for language in real.for_screens()}
    assert (code in offered) == (real.languages[code].status == CHECKED)


@pytest.mark.parametrize("code", PRESENT)
def test_no_easy_form_is_longer_than_what_it_makes_easy(code: str) -> None:
    texts = TRANSLATIONS.sources[code].texts
    assert longer_easy(texts) == ()
    assert len([key for key in texts if key.endswith(".easy")]) > 50


@pytest.mark.parametrize("code", [SOURCE, *PRESENT])
def test_the_easy_words_of_a_language_are_its_own(code: str) -> None:
    language = TRANSLATIONS.languages[code]
    easy, normal = language.words(True), language.words(False)
    assert easy["stop.explanation"] == normal["stop.explanation.easy"]
    assert easy["button.begin"] == normal["button.begin"]
    assert easy.keys() == normal.keys()


@pytest.mark.parametrize("code", [SOURCE, *PRESENT])
def test_the_warning_about_names_stays_the_same_so_that_it_is_shown_once(code: str) -> None:
    asked = TRANSLATIONS.in_language(CATALOGUE.latest("K3-TIJDENS"), code).question("C312")
    for easy in (False, True):
        hint = TRANSLATIONS.languages[code].words(easy)["question.hint_open"]
        assert hint.startswith(asked.explanation)
