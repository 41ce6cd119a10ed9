"""The words of messages: complete in every file, safe whatever a name contains."""

import datetime
import re
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.messaging.channels.mail import email_of
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.templates import (
    FOLDER,
    LEFT_TO_RIGHT,
    NOBODY,
    Facts,
    Text,
    long_date,
    message_text,
    one_line,
    sms_text,
    written_language,
)
from survey_app.texts.translations import LANGUAGES

FACTS = Facts(
    name="An de Vries",
    organisation="Waddinxveen",
    help="0182-000000",
    link="https://spiegel.example/v/TOKEN",
    opt_out="https://spiegel.example/afmelden/TOKEN",
    until=datetime.date(2026, 11, 30),
)
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))
UNTIL = {
    "nl": "30 november 2026",
    "en": "30 November 2026",
    "ar": "30 نوفمبر 2026",
    "uk": "30 листопада 2026",
    "tr": "30 Kasım 2026",
    "ti": "30 ሕዳር 2026 (30-11-2026)",
}
# What a text must mention besides the organisation, the help number and the last day.
LINKS = dict.fromkeys(("invitation", "reminder", "started"), (FACTS.link, FACTS.opt_out))
SMS = {"sms": "invitation", "sms-reminder": "reminder", "sms-started": "started"}
# The first letters of each script: a text in the wrong language is seen at once.
SCRIPTS = {"ar": "\u0600\u06ff", "uk": "\u0400\u04ff", "ti": "\u1200\u137f"}


def kinds(*chosen: str) -> list[str]:
    return [file for file in FILES if file.split(".")[0] in chosen]


@pytest.mark.parametrize("file", kinds("invitation", "reminder", "started", "letter"))
def test_every_text_has_a_subject_a_link_a_date_and_a_way_out(file: str) -> None:
    kind, reader, language, _ = file.split(".")
    text = message_text(kind, reader, language, FACTS)  # type: ignore[arg-type]
    assert text.subject
    assert "\n" not in text.subject
    for needed in (*LINKS.get(kind, ()), UNTIL[language], FACTS.help, FACTS.name):
        assert needed in text.body
    assert "$" not in text.subject + text.plain
    assert FACTS.organisation in text.subject + text.body


@pytest.mark.parametrize("file", kinds("invitation", "reminder", "started"))
def test_a_link_stands_whole_on_a_line_of_its_own(file: str) -> None:
    kind, reader, language, _ = file.split(".")
    lines = message_text(kind, reader, language, FACTS).body.splitlines()  # type: ignore[arg-type]
    assert lines.count(FACTS.link) == lines.count(FACTS.opt_out) == 1


@pytest.mark.parametrize("file", kinds(*SMS))
def test_a_text_message_has_a_link_a_date_and_a_number_and_no_name(file: str) -> None:
    kind, reader, language, _ = file.split(".")
    kind = SMS[kind]
    text = sms_text(kind, reader, language, FACTS)  # type: ignore[arg-type]
    assert text.body.splitlines()[1] == FACTS.link
    # in Dutch the last day would cost a second part; the page behind the link tells it
    until = () if language == "nl" else (UNTIL[language],)
    for needed in (*until, FACTS.help, FACTS.organisation):
        assert needed in text.body
    assert FACTS.name not in text.body
    assert "$" not in text.body


@pytest.mark.parametrize("kind", ["invitation", "reminder", "started", "letter", *SMS])
@pytest.mark.parametrize("reader", ["client", "needs", "partner"])
def test_clients_are_written_to_in_six_languages_and_others_in_two(kind: str, reader: str) -> None:
    languages = {"nl", "en"} if reader == "partner" else set(LANGUAGES)
    assert {file.split(".")[2] for file in FILES if file.startswith(f"{kind}.{reader}.")} == (
        languages
    )


@pytest.mark.parametrize("file", [file for file in FILES if file.split(".")[2] in SCRIPTS])
def test_a_text_is_in_the_script_of_its_language(file: str) -> None:
    words = (FOLDER / file).read_text(encoding="utf-8")
    first, last = SCRIPTS[file.split(".")[2]]  # type: ignore[str-unpack]
    letters = [
        character for character in re.sub(r"\$\w+|\(\w+\)", "", words) if character.isalpha()
    ]
    assert sum(first <= letter <= last for letter in letters) == len(letters)


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.endswith(".nl.txt") and f.split(".")[1] != "partner"]
)
def test_the_dutch_for_clients_has_short_sentences(file: str) -> None:
    words = (FOLDER / file).read_text(encoding="utf-8")
    for sentence in re.split(r"[.?!:]\s|\n\s*\n", words):
        assert len(sentence.split()) <= 15, sentence


def test_what_is_filled_in_keeps_its_own_direction_in_arabic() -> None:
    facts = replace(FACTS, help="0182-000 000")
    body = message_text("letter", "client", "ar", facts).body
    assert f"{LEFT_TO_RIGHT}0182-000 000{LEFT_TO_RIGHT}" in body
    for language in set(LANGUAGES) - {"ar"}:
        assert LEFT_TO_RIGHT not in message_text("letter", "client", language, facts).plain


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_below_another_language_stands_short_dutch(language: str) -> None:
    text = message_text("invitation", "client", language, FACTS)
    assert ("Meedoen is vrijwillig. Het heeft" in text.dutch) == (language != "nl")
    assert text.plain.startswith(text.body.rstrip())
    assert UNTIL["nl"] in text.plain


def test_every_month_has_a_name_in_every_language() -> None:
    for language in LANGUAGES:
        days = [datetime.date(2026, month, 1) for month in range(1, 13)]
        assert len({long_date(day, language) for day in days}) == 12


def test_a_language_that_is_not_written_falls_back_to_dutch() -> None:
    assert written_language("invitation", "client", "ti") == "ti"
    assert written_language("invitation", "partner", "ti") == "nl"
    assert written_language("invitation", "partner", "en") == "en"
    assert set(NOBODY) == set(LANGUAGES)


def test_the_needs_form_does_not_promise_that_the_municipality_sees_nothing() -> None:
    text = message_text("invitation", "needs", "nl", FACTS)
    assert "ziet deze antwoorden wel" in text.body
    assert "ziet uw antwoorden niet" not in text.body


@pytest.mark.parametrize(
    "name", ["$link", "${opt_out}", "{{7*7}}", "{0.__class__}", "%s", "{% raw %}", "$", "$$"]
)
def test_a_name_is_never_read_as_a_place_to_fill(name: str) -> None:
    facts = replace(FACTS, name=name)
    assert f"Beste {name}," in message_text("invitation", "client", "nl", facts).body


def test_somebody_without_a_name_is_addressed_all_the_same() -> None:
    text = message_text("invitation", "client", "nl", replace(FACTS, name=""))
    assert "Beste lezer," in text.body


HEADERS = {
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}
NASTY = st.text(
    alphabet=st.sampled_from("ab@,;:<>\"'\\ \r\n\t\0\x0b\x0c\u0085\u2028\u2029é"), max_size=40
)


@settings(deadline=None)  # a busy machine is no mistake
@given(NASTY, NASTY, NASTY)
def test_nothing_typed_becomes_a_header_or_a_recipient(
    organisation: str, name: str, body: str
) -> None:
    facts = replace(
        FACTS,
        name=f"{name}\r\nBcc: x@evil.example",
        organisation=f"{organisation}\nBcc: x@evil.example",
    )
    text = message_text("invitation", "client", "nl", facts)
    outgoing = Outgoing(
        "abc",
        "an@proef.example",
        Text(text.subject, text.body + body),
        organisation,
        "",
        FACTS.opt_out,
        "spiegel.example",
    )
    raw = email_of(outgoing, "onderzoek@gemeente.example")
    read = message_from_bytes(raw, policy=policy.default)
    assert set(read.keys()) <= HEADERS
    assert len(read.keys()) == len(set(read.keys()))
    assert [address.addr_spec for address in read["To"].addresses] == ["an@proef.example"]
    assert [address.addr_spec for address in read["From"].addresses] == [
        "onderzoek@gemeente.example"
    ]


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert not re.search(r"[\x00-\x1f\x7f]", one_line(text))
