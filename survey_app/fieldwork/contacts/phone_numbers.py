"""Telephone numbers as people type them and spreadsheets damage them, made dialable or refused.

A wrong number reaches a stranger, so what is not certain is refused with the reason.
"""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from survey_app.errors import ShownReason
from survey_app.questionnaire.typed_text import bare

MAXIMUM = 40
PERSONAL = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
}
SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE]\+?\d+")
PUNCTUATION = re.compile(r"[\s().'\-]")
DIALABLE = re.compile(r"\+?\d+")


class PhoneRefused(ShownReason):
    """This text is not certainly one telephone number of a person; says why, in Dutch."""


def normal_phone(text: str, region: str = "NL") -> str:
    """The number as +31612345678. Raises PhoneRefused with the reason.

    A zero that a spreadsheet ate is put back; digits that it ate are not guessed.
    """
    compact = _compact(text)
    if region == "NL" and re.fullmatch(r"[1-9]\d{8}", compact):
        compact = f"0{compact}"
    try:
        number = phonenumbers.parse(compact, region)
    except NumberParseException:
        raise PhoneRefused("is geen telefoonnummer") from None
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN:  # of no kind that exists
        raise PhoneRefused("bestaat niet: te weinig of te veel cijfers, of een onbekend netnummer")
    if kind not in PERSONAL:
        raise PhoneRefused("is een servicenummer, niet van een persoon")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _compact(text: str) -> str:
    """Digits with perhaps a plus before them."""
    plain = bare(text)
    if len(plain) > MAXIMUM:
        raise PhoneRefused("is te lang")
    if SCIENTIFIC.fullmatch(plain):
        raise PhoneRefused("verloor cijfers in een rekenblad (6,12E+08): maak van de kolom tekst")
    plain = re.sub(r"(?<=\d)[.,]0$", "", plain)  # a number column that was saved as decimals
    plain = plain.replace("\N{EN DASH}", "-").replace("\N{HYPHEN}", "-").replace("\u2019", "'")
    compact = PUNCTUATION.sub("", plain)
    if not DIALABLE.fullmatch(compact):
        raise PhoneRefused("bevat tekst of meer dan één nummer")
    return compact
