"""Personal data: by pattern all of it, names nearly all, and nothing left after masking."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.nl import bsn

from analysis.openanswers.learning import gold, scores
from analysis.openanswers.personal.identifiers import KINDS, find_identifiers, mask
from analysis.openanswers.personal.names import find_names
from analysis.openanswers.words.tokens import Span

DATA = Path(__file__).parent / "data"
CASES = gold.read_identifiers(DATA / "identifiers_held_out.toml")
NAMES = gold.read_names(DATA / "held_out_names.toml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.planted)
def test_every_planted_pattern_is_found_whole(case):
    assert scores.finds_identifier(case)
    assert case.planted not in mask(case.text)


def _with_check_digit(digits: list[int]) -> str:
    total = sum(d * w for d, w in zip(digits, range(9, 1, -1), strict=True))
    return "".join(map(str, digits)) + str(total % 11)


BSNS = (
    st.lists(st.integers(0, 9), min_size=8, max_size=8).map(_with_check_digit).filter(bsn.is_valid)
)
FRAMES = st.sampled_from(
    ["mijn nummer is {} dus", "{}", "BSN:{}.", "dat was ({}) en toen", "{}, {}"]
)


@given(BSNS, FRAMES, st.sampled_from(["", " ", "."]))
def test_every_number_that_passes_the_eleven_test_is_covered(number, frame, gap):
    written = f"{number[:4]}{gap}{number[4:6]}{gap}{number[6:]}"
    assert written not in mask(frame.format(written, written))


@given(st.integers(0, 10**10 - 1), st.sampled_from(["ABNA", "INGB", "RABO"]), FRAMES, st.booleans())
def test_every_valid_account_is_covered_with_and_without_spaces(account, bank, frame, spaced):
    body = f"{bank}{account:010d}"
    number = "NL" + iban.calc_check_digits(f"NL00{body}") + body
    written = iban.format(number) if spaced else number
    found = [i for i in find_identifiers(frame.format(written, written)) if i.kind == "iban"]
    assert {i.text for i in found} == {written}


@given(
    st.integers(10_000_000, 69_999_999),
    FRAMES,
    st.sampled_from(["06{}", "06-{}", "+316{}", "06 {}"]),
)
def test_every_mobile_number_is_covered(rest, frame, shape):
    written = shape.format(rest)
    number = phonenumbers.parse(written, "NL")
    assert phonenumbers.is_possible_number(number)
    assert str(rest) not in mask(frame.format(written, written))


@pytest.mark.parametrize(
    "text",
    [
        "2015 in de zomer",
        "1500 euro",
        "2000 en meer",
        "de les van 13.30 tot 15.00 uur",
        "3 keer 12 weken",
    ],
)
def test_years_amounts_and_times_are_no_personal_data(text):
    assert find_identifiers(text) == ()


@pytest.mark.parametrize("origin", sorted({name.kind for name in NAMES}))
def test_names_with_a_capital_are_found_for_every_origin(origin):
    chosen = [name for name in NAMES if name.kind == origin]
    assert scores.per_kind(chosen, scores.hides_name)[origin].share >= 0.90


def test_a_number_after_mevrouw_is_no_name():
    assert find_names("mevrouw 1 zei dit en mevrouw 2 zei dat") == ()


def test_names_without_a_capital_are_found_after_mevrouw_only():
    small = [replace(n, text=n.text.lower(), planted=n.planted.lower()) for n in NAMES]
    after = [n for n in small if f"mevrouw {n.planted}" in n.text]
    found = scores.per_kind([replace(n, kind="all") for n in after], scores.hides_name)["all"]
    assert found.share >= 0.6


def test_hardly_a_word_is_taken_for_a_name_in_answers_without_names():
    answers = gold.read_labelled(DATA / "development.tsv") + gold.read_labelled(DATA / "fresh.tsv")
    assert len(scores.false_names(answers)) <= len(answers) * 0.02


@pytest.mark.parametrize(
    "text", ["IK BEN BOOS OP DE GEMEENTE", "Ik Wil Graag Werk Vinden", "Dank U wel"]
)
def test_capitals_everywhere_make_no_names(text):
    assert find_identifiers(text) == ()


def test_an_extra_finder_of_names_stands_behind_the_same_interface():
    text = "ik sprak met sandra over werk"
    at = text.index("sandra")
    assert find_identifiers(text) == ()
    (found,) = find_identifiers(text, name_finders=[lambda _: (Span(at, at + 6),)])
    assert (found.kind, found.text) == ("naam", "sandra")


def test_two_finders_that_each_see_a_part_cover_the_whole_name():
    text = "Toen belde Rosa de wit mij"
    at = text.index("Rosa")
    (found,) = find_identifiers(text, name_finders=[lambda _: (Span(at, at + 11),)])
    assert found.text == "Rosa de wit"


@given(st.text(max_size=200))
def test_finds_are_ordered_apart_and_quote_the_text(text):
    found = find_identifiers(text)
    assert all(text[i.start : i.end] == i.text and i.kind in KINDS for i in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_places_and_health_are_marked_and_can_be_left_standing():
    text = "Ik kom uit Syrië en ik heb een hernia"
    assert mask(text) == "Ik kom uit [plaats] en ik heb een [gezondheid]"
    assert mask(text, kinds=["naam"]) == text


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no such kind"):
        mask("x", kinds=["kenteken"])


@pytest.mark.parametrize("before", ["in 2019 ", "312 euro ", "op 3 4 ", "kreeg 1.250 dus ", "N 1 "])
@pytest.mark.parametrize("account", ["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"])
def test_an_account_after_a_number_is_covered_whole(before, account):
    found = [
        i.text for i in find_identifiers(f"Dat was {before}{account} toen") if i.kind == "iban"
    ]
    assert found == [account]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ik werk bij Bouwbedrijf Hendriks in de bouw.", []),
        ("Bij bakkerij Jansen was het fijn.", []),
        ("Ik sprak met Peter van Bouwbedrijf Hendriks.", ["Peter"]),
        ("Mijn baas Hendriks was aardig.", ["Hendriks"]),
    ],
)
def test_what_follows_the_word_for_a_company_is_no_person(text, names):
    assert [text[span.start : span.end] for span in find_names(text)] == names
