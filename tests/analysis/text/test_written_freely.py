"""Personal data as people write it: with dots, dashes, two spaces, in small letters, by hand."""

import time

import pytest

from analysis.openanswers.personal.identifiers import find_identifiers, mask

BSNS = [
    "8491.55.216", "849 155 216", "8491 - 55 - 216", "849  155  216", "849/155/216",
    "849_155_216", "849\u00a0155\u00a0216", "8491, 55, 216", "8.4.9.1.5.5.2.1.6", "849–155–216",
    "٨٤٩١٥٥٢١٦",
]  # fmt: skip
IBANS = [
    "nl91 abna 0417 1643 00", "NL91ABNA0417164300", "NL91  ABNA  0417  1643  00",
    "NL 91 ABNA 0417164300", "NL91-ABNA-0417-1643-00", "NL91\u00a0ABNA\u00a00417\u00a01643\u00a000",
    "NL91.abna.0417.1643.00",
]  # fmt: skip
PHONES = [
    "+31(0)6 12345678", "+31 (0)6-1234 5678", "06-1234 5678", "06.12.34.56.78", "06/12345678",
    "06_12345678", "o6-12345678", "0031(0)612345678", "06 - 12 34 56 78", "06–1234–5678",
    "(0182) 624 911", "06-1234\u00a05678", "0 6 1 2 3 4 5 6 7 8", "31612345678",
]  # fmt: skip
MAILS = [
    "jan+werk@voorbeeld.nl", "JAN@VOORBEELD.NL", "jan @ voorbeeld.nl", "jan(at)voorbeeld.nl",
    "jan [at] voorbeeld.nl", "jan@voorbeeld,nl", "o'neil@web.nl", "jan@voorbeeld .nl", "jan@gmail",
    "jan (at) gmail (punt) com", "jan apenstaartje gmail punt com", "jan#werk@voorbeeld.nl",
    "fatima @ hotmail . com", "jan apestaartje hotmail.com", "j.de.vries@sub.gemeente-x.nl",
    "josé@münchen.de",
]  # fmt: skip
ADDRESSES = [
    "2741AB12", "2741 AB 12", "2741ab 12a", "2741 ab, nr 5", "2741AB, 12-3", "2741  AB 12",
    "2741-AB 12", "2741.AB", "2741 AB huisnummer 7", "Dorpsstraat 12 bis", "wilhelminastraat12",
    "Wilhelminastr. 5", "Kerkweg 3b", "Beethovenlaan 101 hs", "Spuilaan 14-2",
    "Hoofdweg 12-A", "1011ab-3",
]  # fmt: skip
BIRTH_DATES = [
    "3 mei 1984", "03/05/84", "3-5-84", "03.05.1984", "3 mei '84", "3 mei 84", "3mei1984",
    "3e mei 1984", "mei 3, 1984", "May 3 1984", "3 May 1984", "3 / 5 / 1984", "1984/05/03",
    "19840503", "drie mei 1984", "eenendertig mei 1984", "03–05–1984", "3 mrt. 1984",
    "3/mei/1984", "3-5-'84",
]  # fmt: skip
NAMES = ["Ahmad al-Hassan", "Khaled el-Masri", "Yousef Al-Sayed", "Noor de Wit-van Dam"]
PLANTED = {
    "bsn": BSNS,
    "iban": IBANS,
    "telefoon": PHONES,
    "e-mail": MAILS,
    "adres": ADDRESSES,
    "geboortedatum": BIRTH_DATES,
    "naam": NAMES,
}
FRAMES = ["Ik gaf {} en toen niets", "({})", "Zet maar op {}.", "dat is toch gewoon {}, zei ze"]


@pytest.mark.parametrize(
    ("kind", "written"), [(kind, one) for kind, ways in PLANTED.items() for one in ways]
)
def test_personal_data_is_found_whole_however_it_is_written(kind, written):
    for frame in FRAMES:
        assert mask(frame.format(written)) == frame.format(f"[{kind}]")


@pytest.mark.parametrize("label", ["bsn: {}", "BSN {}", "Burgerservicenummer is {}", "sofi={}"])
@pytest.mark.parametrize("written", ["8491 - 55 - 217", "849/155/217"])
def test_a_named_number_is_covered_even_with_a_slip(label, written):
    assert written not in mask(label.format(written))


def test_an_account_is_found_behind_the_word_without_a_space():
    assert mask("IBANNL91ABNA0417164300") == "IBAN[iban]"


@pytest.mark.parametrize("written", ["3 mei", "3 mei 84", "3/5", "3e mei"])
def test_a_day_without_a_year_counts_behind_a_word_for_birth(written):
    for start in ("geboren op ", "geb. ", "geboortedatum: "):
        assert written not in mask(start + written)


@pytest.mark.parametrize(
    "text",
    [
        "op 3 mei 10 mensen gezien",
        "van 3 mei tot 5 juni 40 keer gebeld",
        "In 2020/2021 was het beter",
        "ik ben @ werk",
        "score 8/10, of 10/12",
        "in het park 5 keer, op de markt 3 keer",
        "Ik verdien 1200, 1300, 1400 euro",
        "van 9 tot 12 - 13 uur, 20-25 uur per week",
    ],
)
def test_numbers_of_everyday_life_are_no_personal_data(text):
    assert find_identifiers(text) == ()


@pytest.mark.parametrize("piece", ["a", "a.", "1-", "NL00", "een", "jan (at) "])
def test_an_answer_of_one_very_long_word_does_not_keep_the_machine_busy(piece):
    text = (piece * 16_000)[:16_000]
    find_identifiers(text[:100])  # the word lists are read once
    started = time.process_time()
    find_identifiers(text)
    assert time.process_time() - started < 5
