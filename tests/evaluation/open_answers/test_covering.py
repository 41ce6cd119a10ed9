"""Covering what is marked, and the words that page and analysis share."""

import pytest

from analysis.openanswers.personal.identifiers import KINDS
from analysis.openanswers.verdict import CLASSES
from analysis.openanswers.words.language import LANGUAGES
from analysis.openanswers.words.wordlists import themes
from analysis.parameters import Parameters
from survey_app.evaluation.open_answers import words
from survey_app.evaluation.open_answers.covering import covered_text, pieces, still_marked
from survey_app.models.answers import FEELINGS, REASONS

TEXT = "Jan uit Gouda belt Jan."
MARKS = [
    {"kind": "plaats", "start": 8, "end": 13},
    {"kind": "naam", "start": 0, "end": 3},
    {"kind": "naam", "start": 19, "end": 22},
]


def test_what_is_marked_is_not_in_the_pieces_until_it_is_opened() -> None:
    shown = "".join(one.text for one in pieces(TEXT, MARKS))
    assert shown == " uit  belt ."
    assert [one.covers for one in pieces(TEXT, MARKS) if one.covers] == ["naam", "plaats", "naam"]
    assert "".join(one.text for one in pieces(TEXT, MARKS, opened=True)) == TEXT
    assert covered_text(TEXT, MARKS) == "[naam] uit [plaats] belt [naam]."


@pytest.mark.parametrize(
    ("quote", "left"),
    [
        ("[naam] uit [plaats]", ()),
        ("Iemand uit GOUDA belt", ("Gouda",)),
        ("Jan belt Jan uit Gouda", ("Jan", "Gouda")),
        ("", ()),
    ],
)
def test_a_quote_is_held_against_what_was_marked(quote: str, left: tuple[str, ...]) -> None:
    assert still_marked(quote, TEXT, MARKS) == left


def test_the_pages_know_every_class_theme_language_and_kind_of_the_analysis() -> None:
    assert tuple(words.LABELS) == CLASSES == FEELINGS
    assert tuple(words.THEMES) == tuple(theme.code for theme in themes())
    assert set(words.LANGUAGES) == set(LANGUAGES)
    assert set(words.COVERED) == set(KINDS)
    assert tuple(words.REASON_WORDS) == REASONS
    assert Parameters().open_answer_minimum == words.MINIMUM
