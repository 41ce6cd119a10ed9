"""A sentence keeps its template and values through errors, joins and formatting."""

import copy
import pickle

import pytest

from survey_app.errors import BadInput, LinkUsed, SettingError
from survey_app.operators.catalogue import in_language
from survey_app.operators.sentence import Sentence, joined, system_words
from survey_app.questionnaire.files.reading import Table


def test_a_sentence_is_its_own_english_text() -> None:
    assert (
        Sentence("{n} row in {file}", "{n} rows in {file}", n=1, file="a.csv") == "1 row in a.csv"
    )
    assert (
        Sentence("{n} row in {file}", "{n} rows in {file}", n=0, file="a.csv") == "0 rows in a.csv"
    )
    assert Sentence('write {"K1": 250}') == 'write {"K1": 250}'


def test_an_error_gives_its_sentence_back_with_what_it_was_made_of() -> None:
    said = str(BadInput("{path} is there already: give another name", path="a.csv"))
    assert said == "a.csv is there already: give another name"
    assert isinstance(said, Sentence)
    assert said.values == {"path": "a.csv"}
    assert LinkUsed("dorp", "Dorp").args == ("dorp", "Dorp")


def test_a_sentence_and_its_error_can_be_copied_and_stored() -> None:
    error = BadInput("{n} row", "{n} rows", n=3)
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        said = str(again)
        assert isinstance(said, Sentence)
        assert (said, said.template, said.values) == ("3 rows", "{n} row", {"n": 3})


def test_sentences_inside_a_sentence_are_said_in_the_same_language() -> None:
    inner = SettingError("DATABASE_URL", "give nl or en, not {text!r}", text="fr")
    outer = joined("; {", [str(BadInput("{wrong}", wrong=inner)), "x"])
    assert outer == "setting DATABASE_URL: give nl or en, not 'fr'; {x"
    assert in_language(outer, "nl") == "instelling DATABASE_URL: geef nl of en, niet 'fr'; {x"
    assert in_language(outer, "en") == outer


def test_what_the_system_says_of_a_file_is_a_sentence_of_ours() -> None:
    with pytest.raises(OSError, match="No such") as caught:
        open("/nowhere/at all")  # noqa: SIM115 - it does not open
    assert in_language(system_words(caught.value), "nl") == "dit bestand of deze map is er niet"


def test_a_pure_package_says_why_without_knowing_sentences() -> None:
    error = Table("k1.v1.toml", "C101", 7, {}).fail("{key} is missing", key="text")
    assert str(error) == "k1.v1.toml:7: C101: text is missing"
    assert in_language(str(error), "nl") == "k1.v1.toml:7: C101: text ontbreekt"
