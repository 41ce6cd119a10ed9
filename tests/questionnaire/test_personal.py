"""The light rules: what they find, that the review knows the same, and that no text is slow."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban

from analysis.openanswers.personal.identifiers import find_identifiers
from survey_app.clock import seconds
from survey_app.config import OPEN_ANSWERS
from survey_app.questionnaire.loading import load_personal_rules
from survey_app.questionnaire.personal.finding import personal_finds
from tests.questionnaire.personal_examples import EXAMPLES

RULES = load_personal_rules(OPEN_ANSWERS)
REVIEWED = ("telefoon", "bsn", "iban", "e-mail", "adres")


@pytest.mark.parametrize(("text", "found"), EXAMPLES)
def test_a_text_is_warned_about_for_what_it_holds(text: str, found: tuple[str, ...]) -> None:
    assert personal_finds(RULES, text) == found


@pytest.mark.parametrize(("text", "found"), EXAMPLES)
def test_what_the_review_finds_by_its_shape_is_warned_about(
    text: str, found: tuple[str, ...]
) -> None:
    reviewed = [one.text for one in find_identifiers(text) if one.kind in REVIEWED]
    assert [
        one for one in reviewed if not any(one in piece or piece in one for piece in found)
    ] == []


@pytest.mark.parametrize("country", sorted(RULES.iban_lengths))
def test_an_account_of_every_country_has_the_length_of_the_register(country: str) -> None:
    length = RULES.iban_lengths[country]
    number = country + "00" + "1" * (length - 4)
    written = country + iban.calc_check_digits(number) + number[4:]
    assert personal_finds(RULES, f"rekening {written} dus") == (written,)


@given(st.text(max_size=300))
def test_finds_quote_the_text_and_no_text_is_too_odd(text: str) -> None:
    assert all(personal_finds(RULES, text) or [True])


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "1", "1 ", "A1", "A1 2", "NL91 ", "Aa@", "mevrouw de ", "Kerkstraat ", "+1("],
)
def test_the_longest_text_takes_no_second(piece: str) -> None:
    text = (piece * 4_000)[:4_000]
    before = seconds()
    personal_finds(RULES, text)
    assert seconds() - before < 1


def test_a_missing_file_of_rules_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"persoonsgegevens\.toml"):
        load_personal_rules(tmp_path)
