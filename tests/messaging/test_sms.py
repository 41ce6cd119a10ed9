"""Text messages: how many parts they take, which decides what they cost."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.config import ROOT
from survey_app.messaging.channels.sms import ONCE, TWICE, Length, sms_length
from survey_app.messaging.templates import FOLDER, Audience, Facts, sms_text
from survey_app.texts.translations import LANGUAGES

FACTS = Facts(
    name="An",
    organisation="Gemeente Voorbeeldstad",
    help="0182-000000",
    link="https://spiegel.voorbeeldstad.example/v/" + "0" * 26,
    opt_out="",
    until=datetime.date(2026, 11, 30),
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length("GSM-7", 0, 1)),
        ("a" * 160, Length("GSM-7", 160, 1)),
        ("a" * 161, Length("GSM-7", 161, 2)),
        ("a" * 306, Length("GSM-7", 306, 2)),
        ("a" * 307, Length("GSM-7", 307, 3)),
        ("€" * 80, Length("GSM-7", 160, 1)),
        # 153 is odd: the escape of the 77th does not fit any more
        ("€" * 153, Length("GSM-7", 306, 3)),
        ("é" * 160, Length("GSM-7", 160, 1)),
        ("ë", Length("UCS-2", 1, 1)),
        ("я" * 70, Length("UCS-2", 70, 1)),
        ("я" * 71, Length("UCS-2", 71, 2)),
        ("я" * 134, Length("UCS-2", 134, 2)),
        ("я" * 135, Length("UCS-2", 135, 3)),
        # 67 is odd: no part ends between the halves of a character
        ("😀" * 67, Length("UCS-2", 134, 3)),
    ],
)
def test_a_text_takes_as_many_parts_as_the_network_makes_of_it(text: str, length: Length) -> None:
    assert sms_length(text) == length


@given(st.text(alphabet=ONCE + TWICE))
def test_the_common_alphabet_never_takes_the_long_encoding(text: str) -> None:
    assert sms_length(text).encoding == "GSM-7"


@given(st.text(), st.text(min_size=1, max_size=1))
def test_a_longer_text_never_takes_fewer_parts(text: str, more: str) -> None:
    assert sms_length(text + more).parts >= sms_length(text).parts


READERS: tuple[Audience, ...] = ("client", "needs")
KINDS = {"sms": "invitation", "sms-reminder": "reminder", "sms-started": "started"}
SMS_FILES = sorted(path.name for path in FOLDER.glob("sms*.txt"))


def test_the_documentation_tells_the_true_lengths() -> None:
    told = (ROOT / "docs" / "contacts-and-messages.md").read_text(encoding="utf-8")
    chosen = [(kind, reader) for kind in ("invitation", "reminder") for reader in READERS]
    for language in LANGUAGES:
        lengths = [sms_length(sms_text(*one, language, FACTS).body) for one in chosen]
        cells = [f"{one.parts} ({one.units})" for one in lengths]
        assert f"| {language} | {lengths[0].encoding} | {' | '.join(cells)} |" in told


@pytest.mark.parametrize("file", [file for file in SMS_FILES if ".nl." in file])
def test_a_dutch_text_takes_one_part_with_a_base_address_of_28_characters(file: str) -> None:
    kind, reader, language, _ = file.split(".")
    kind = KINDS[kind]
    base = "https://meet.voorbeeldstad.n"
    assert len(base) == 28
    facts = replace(FACTS, link=f"{base}/v/{'0' * 26}", genuine=f"{base}/echt")
    length = sms_length(sms_text(kind, reader, language, facts).body)  # type: ignore[arg-type]
    assert (length.encoding, length.parts) == ("GSM-7", 1)


@pytest.mark.parametrize("file", SMS_FILES)
def test_dutch_and_english_take_two_parts_and_no_language_more_than_five(file: str) -> None:
    kind, reader, language, _ = file.split(".")
    kind = KINDS[kind]
    length = sms_length(sms_text(kind, reader, language, FACTS).body)  # type: ignore[arg-type]
    most = 2 if language in ("nl", "en") else 5
    assert length.parts <= most
    assert length.encoding == ("GSM-7" if language in ("nl", "en") else "UCS-2")
