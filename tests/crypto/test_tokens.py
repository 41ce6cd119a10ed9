"""Ways in: every typing error of a letter is found, nothing can be guessed."""

import itertools
import secrets
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from survey_app.crypto.tokens import (
    ALPHABET,
    CODE_LENGTH,
    TOKEN_LENGTH,
    base32,
    check_character,
    grouped,
    is_code,
    is_token,
    letter_code,
    link_token,
    normalise,
    receipt_code,
    token_hash,
    token_in_link,
    typed_code,
    typed_token,
)

KEY = bytes(32)

bodies = st.text(ALPHABET, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1)


@given(bodies)
def test_every_single_wrong_character_is_found(body: str) -> None:
    code = body + check_character(body)
    assert is_code(code)
    for place, other in itertools.product(range(CODE_LENGTH), ALPHABET):
        if other != code[place]:
            assert not is_code(code[:place] + other + code[place + 1 :])


@given(bodies)
def test_every_swap_of_two_neighbours_is_found(body: str) -> None:
    code = body + check_character(body)
    for place in range(CODE_LENGTH - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or not is_code(swapped)


@given(bodies)
def test_how_a_code_is_typed_does_not_matter(body: str) -> None:
    code = body + check_character(body)
    typed = grouped(code).lower().replace("0", "o").replace("1", "l").replace("-", " - ")
    assert normalise(typed) == code
    assert normalise(grouped(code).replace("1", "I")) == code


@pytest.mark.parametrize(
    "around",
    [
        "{}\u2013{}\u2014{}",  # a telephone makes long dashes
        "{}\u2011{}\u2011{}",  # hyphens that do not break
        "\u2068{}-{}-{}\u2069",  # out of an Arabic message
        "\u200f{}\u00a0{}\u202f{}\n",
        "\t{} {}\u00ad{}\ufeff",
    ],
)
def test_what_copying_puts_around_a_code_does_not_matter(around: str) -> None:
    body = "7KQ2ZB0M49XTH"
    code = body + check_character(body)
    assert normalise(around.format(code[:4], code[4:9], code[9:])) == code


def test_digits_of_another_keyboard_are_digits() -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert normalise("7KQ2ZB0M49".translate(arabic)) == "7KQ2ZB0M49"
    assert normalise("7kq2zb0m49".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) == (
        "7KQ2ZB0M49"
    )


@pytest.mark.parametrize("text", ["", "A", "é" * 14, "\x00" * 14, "A" * 1_000_000, "U" * 14])
def test_odd_text_is_no_code_and_no_token(text: str) -> None:
    assert not is_code(normalise(text))
    assert not is_token(text)


def test_the_same_access_has_the_same_ways_in_and_another_key_has_others() -> None:
    one, other = secrets.token_bytes(32), secrets.token_bytes(32)
    assert link_token(one, "a") == link_token(one, "a")
    assert letter_code(one, "a") == letter_code(one, "a")
    assert len({link_token(one, "a"), link_token(one, "b"), link_token(other, "a")}) == 3
    assert len(link_token(one, "a")) == TOKEN_LENGTH
    assert is_token(link_token(one, "a"))
    assert is_code(letter_code(one, "a"))
    assert receipt_code(one) == receipt_code(one) != receipt_code(other)


def test_tokens_are_unique_and_every_character_is_equally_likely() -> None:
    key = secrets.token_bytes(32)
    tokens = [link_token(key, str(number)) for number in range(20_000)]
    assert len(set(tokens)) == len(tokens)
    for place in range(TOKEN_LENGTH):
        found = Counter(token[place] for token in tokens)
        assert chisquare([found[character] for character in ALPHABET]).pvalue > 1e-6


def test_a_lookup_hash_depends_on_its_key() -> None:
    assert token_hash(b"a" * 32, "T") != token_hash(b"b" * 32, "T")
    assert base32(b"\xff" * 4, 6) == "ZZZZZZ"


@pytest.mark.parametrize(
    "around",
    [
        "{0}-{1}-{2}.",
        '"{0}-{1}-{2}"',
        "({0}-{1}-{2})",
        "{0}_{1}_{2}",
        "{0}/{1}/{2}",
        "{0}\u2212{1}\u2212{2}",
        "{0}. {1}. {2}",
        "Uw code is {0}-{1}-{2}.",
        "code: {0} {1} {2}, groet",
        "\u201e{0}{1}{2}\u201d",
    ],
)
def test_a_letter_code_is_found_in_what_people_type_and_paste(around: str) -> None:
    code = letter_code(KEY, "a")
    typed = around.format(code[:4], code[4:9], code[9:])
    assert typed_code(typed) == typed_code(typed.lower()) == code


def test_a_sentence_without_a_code_holds_none() -> None:
    assert not is_code(typed_code("Ik heb geen brief gekregen, alleen een sms."))


@pytest.mark.parametrize(
    "after", ["", ".", ")", ",", ";", " ", "/", "\u200b", "\u200b.", ">", "&utm_source=mail"]
)
def test_a_link_opens_with_what_came_along_with_it(after: str) -> None:
    token = link_token(KEY, "a")
    assert typed_token(token + after) == typed_token(token.lower() + after) == token
    assert token_in_link(f"kijk: https://spiegel.example/v/{token}{after}") == token


def test_another_text_in_the_place_of_a_token_stays_as_it_is() -> None:
    assert typed_token("abc") == "abc"
    assert len(typed_token("u" * 1000)) == 64
    assert token_in_link("https://spiegel.example/code") is None
