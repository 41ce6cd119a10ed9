"""Comparing two keyings without reading the first: what the numbers and digests can and cannot."""

import secrets
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.crypto.tokens import ALPHABET
from survey_app.fieldwork.paper.second_keying import (
    LANGUAGE,
    NUMBER_LENGTH,
    Comparison,
    compare,
    digests,
    grouped_number,
    is_drawn,
    lock_of,
    read_number,
    sheet_number,
)
from survey_app.questionnaire.definition import Option, Question, Questionnaire, Value

SECRET, KEY = b"s" * 32, b"k" * 32
OPTIONS = (Option(1, "A"), Option(2, "B"), Option(3, "C"))
SHEET = Questionnaire(
    "Q",
    1,
    "C",
    "",
    "answers",
    "",
    "Vragen",
    (
        Question("Q1", "scale", "SQ", "Een?", options=OPTIONS),
        Question("Q2", "multiple", "MULTI", "Meer?", options=OPTIONS),
        Question("Q3", "numbers", "NUM", "Hoeveel?", fields=("a", "b")),
        Question("Q4", "open", "OPEN", "Wat nog?"),
    ),
)
FULL: dict[str, Value] = {"Q1": 2, "Q2": (1, 3), "Q3": (4, None), "Q4": "Goed geholpen"}
screens = st.integers(0, 2**128 - 1).map("{:032x}".format)


def compared(first: Mapping[str, Value], second: Mapping[str, Value]) -> Comparison:
    return compare(KEY, digests(KEY, SHEET, first, "nl"), SHEET, second, "nl")


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        ({}, ()),
        ({"Q1": 3}, ("Q1",)),
        ({"Q1": None}, ("Q1",)),
        ({"Q2": (1,)}, ("Q2",)),
        ({"Q3": (None, 4)}, ("Q3",)),
        ({"Q4": "Goed  geholpen!"}, ()),
        ({"Q4": None}, ("Q4",)),
        ({"Q1": 1, "Q4": None}, ("Q1", "Q4")),
    ],
)
def test_the_questions_that_differ_are_named_in_their_order(
    change: dict[str, Value], differing: tuple[str, ...]
) -> None:
    assert compared(FULL, FULL | change) == Comparison(4, differing)
    assert compared(FULL | change, FULL) == Comparison(4, differing)


def test_what_is_empty_both_times_is_no_item_and_what_is_empty_once_is() -> None:
    assert compared({"Q1": 2}, {"Q1": 2}) == Comparison(1, ())
    assert compared({"Q1": 2}, {"Q1": 2, "Q2": (1,)}) == Comparison(2, ("Q2",))
    assert compared({"Q1": 2, "Q2": (1,)}, {"Q1": 2}) == Comparison(2, ("Q2",))


def test_another_language_is_a_difference_and_no_item() -> None:
    first = digests(KEY, SHEET, FULL, "ar")
    assert compare(KEY, first, SHEET, FULL, "nl") == Comparison(4, (LANGUAGE,))


def test_equal_answers_to_two_questions_look_nothing_alike() -> None:
    kept = digests(KEY, SHEET, {}, "nl")
    assert len(set(kept.values())) == len(SHEET.questions) + 1


def test_without_the_number_no_answer_can_be_tried_out() -> None:
    """Every value of a scale, under every key a database thief can think of, fits nothing."""
    lock = lock_of(SECRET, sheet_number(SECRET, "screen"))
    kept = set(digests(lock.key, SHEET, FULL, "nl").values())
    for key in (lock.number_hash, SECRET, b"", secrets.token_bytes(32)):
        for value in (None, 1, 2, 3):
            assert kept.isdisjoint(digests(key, SHEET, {"Q1": value}, "nl").values())
    right = digests(lock.key, SHEET, {"Q1": 2}, "nl")["Q1"]
    assert right in kept  # and with the number it does: the test can fail


@given(screens)
def test_a_number_is_read_back_as_people_copy_it(screen: str) -> None:
    number = sheet_number(SECRET, screen)
    assert len(number) == NUMBER_LENGTH
    for copied in (number, grouped_number(number), grouped_number(number).lower() + " "):
        assert read_number(copied) == number
    assert sheet_number(b"other", screen) != number


@given(screens, st.integers(0, NUMBER_LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(screen: str, place: int, other: str) -> None:
    number = sheet_number(SECRET, screen)
    wrong = number[:place] + other + number[place + 1 :]
    assert (read_number(wrong) == number) == (other == number[place])
    assert read_number(wrong) in (None, number)


@pytest.mark.parametrize("text", ["", "7KQ", "7KQ-2ZB-0M!", "ÀÀÀ-ÀÀÀ-ÀÀÀ", "1" * 200])
def test_what_cannot_be_a_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_chance_draws_the_share_that_was_asked_and_the_same_sheet_always_alike() -> None:
    made = [f"{number:032x}" for number in range(4000)]
    drawn = [screen for screen in made if is_drawn(SECRET, screen, 10)]
    assert 320 < len(drawn) < 480  # 400 expected, four standard errors of 19
    assert drawn == [screen for screen in made if is_drawn(SECRET, screen, 10)]
    assert not any(is_drawn(SECRET, screen, 0) for screen in made)
    assert all(is_drawn(SECRET, screen, 100) for screen in made)
