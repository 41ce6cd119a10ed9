"""Text from outside, without the marks that nobody sees: the same words are the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.questionnaire.typed_text import bare, one_line, readable


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Zoe\u0308", "Zoë"),
        ("een\r\ntwee\rdrie\x0bvier\u2028vijf", "een\ntwee\ndrie\nvier\nvijf"),
        ("\ufeffgoed\u00adkoop\u200b", "goedkoop"),
        ("12\u00a0uur", "12 uur"),
        ("twee  spaties\tblijven", "twee  spaties\tblijven"),
        ("می\u200cخواهم 👩\u200d👩", "می\u200cخواهم 👩\u200d👩"),
        ("\u200fمرحبا", "\u200fمرحبا"),
    ],
)
def test_prose_keeps_what_it_means_and_loses_what_nobody_sees(text: str, read: str) -> None:
    assert readable(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (" Anna\u200f \n Bakker\u202c ", "Anna Bakker"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_a_name_stands_on_one_line(text: str, read: str) -> None:
    assert one_line(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("２０２６\u2011", "2026\u2010"),
        ("٣٤", "34"),
        ("۵", "5"),
        (" K3\u200d-TIJDENS\ufeff", "K3-TIJDENS"),
        ("C301", "C301"),
    ],
)
def test_a_code_is_as_typed_on_a_plain_keyboard(text: str, read: str) -> None:
    assert bare(text) == read


@given(st.text())
def test_reading_twice_is_reading_once(text: str) -> None:
    assert readable(readable(text)) == readable(text)
    assert one_line(one_line(text)) == one_line(text)
    assert bare(bare(text)) == bare(text)
