"""Every way a Dutch number gets written or damaged: dialable, or refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.fieldwork.contacts.phone_numbers import PhoneRefused, normal_phone

MOBILE, LANDLINE = "+31612345678", "+31201234567"
RIGHT = {
    "0612345678": MOBILE,
    "06-12345678": MOBILE,
    "06 12 34 56 78": MOBILE,
    "06.12.34.56.78": MOBILE,
    "(06) 12345678": MOBILE,
    "612345678": MOBILE,  # the zero was lost
    "612345678.0": MOBILE,
    "+31612345678": MOBILE,
    "+31 (0)6 1234 5678": MOBILE,
    "+310612345678": MOBILE,
    "0031612345678": MOBILE,
    "0031 (0)6 12345678": MOBILE,
    "31612345678": MOBILE,  # the plus was lost
    "'0612345678": MOBILE,
    "\u200b06 1234\u00a05678": MOBILE,
    "06\u201312345678": MOBILE,
    "０６１２３４５６７８": MOBILE,
    "020-1234567": LANDLINE,
    "201234567": LANDLINE,
    "+32 470 12 34 56": "+32470123456",
    "+380 67 123 4567": "+380671234567",
}
WRONG = [
    "6.12E+08",
    "6,12E+08",
    "6.12345678E+08",
    "061234567",
    "06123456789",
    "1234567",
    "112",
    "0900-1234",
    "0800 1234",
    "32470123456",
    "06 12345678 / 020 1234567",
    "0612345678 (moeder)",
    "0612345678;0687654321",
    "tel:0612345678",
    "",
    "onbekend",
    "0" * 41,
]


@pytest.mark.parametrize(("typed", "dialable"), RIGHT.items())
def test_a_number_that_is_certain_becomes_dialable(typed: str, dialable: str) -> None:
    assert normal_phone(typed) == dialable


@pytest.mark.parametrize("typed", WRONG)
def test_a_number_that_is_not_certain_is_refused(typed: str) -> None:
    with pytest.raises(PhoneRefused):
        normal_phone(typed)


@given(
    st.integers(610000000, 649999999),
    st.sampled_from(["0{}", "{}", "+31{}", "0031{}", "+31 (0){}", "31{}", " 0{} "]),
    st.sampled_from(["", " ", "-", "."]),
)
def test_no_way_of_writing_changes_the_number(mobile: int, form: str, gap: str) -> None:
    digits = f"{str(mobile)[:1]}{gap}{str(mobile)[1:5]}{gap}{str(mobile)[5:]}"
    assert normal_phone(form.format(digits)) == f"+31{mobile}"


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    try:
        number = normal_phone(text)
    except PhoneRefused:
        return
    assert number.startswith("+")
    assert normal_phone(number) == number
