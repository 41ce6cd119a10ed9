"""The words of messages: complete in every file, safe whatever a name contains."""

import re
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.messaging.outgoing import Outgoing, email_of
from survey_app.messaging.texts import (
    FOLDER,
    NOBODY,
    Facts,
    Text,
    message_text,
    one_line,
    written_language,
)

FACTS = Facts(
    name="An de Vries",
    organisation="Waddinxveen",
    help="0182-000000",
    link="https://spiegel.example/v/TOKEN",
    opt_out="https://spiegel.example/afmelden/TOKEN",
    until="30 november 2026",
)
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("file", FILES)
def test_every_text_has_a_subject_a_link_a_date_and_a_way_out(file: str) -> None:
    kind, reader, language, _ = file.split(".")
    text = message_text(kind, reader, language, FACTS)  # type: ignore[arg-type]
    assert text.subject
    assert "\n" not in text.subject
    on_screen = () if kind == "letter" else (FACTS.link, FACTS.opt_out)
    for needed in (*on_screen, FACTS.until, FACTS.help, FACTS.name):
        assert needed in text.body
    assert "$" not in text.subject + text.body


def test_every_kind_and_audience_is_written_in_dutch() -> None:
    for kind in ("invitation", "reminder", "letter"):
        for reader in ("client", "partner", "needs"):
            assert f"{kind}.{reader}.nl.txt" in FILES


def test_a_language_that_is_not_written_falls_back_to_dutch() -> None:
    assert written_language("invitation", "client", "ti") == "nl"
    assert written_language("invitation", "client", "en") == "en"
    assert set(NOBODY) == {file.split(".")[2] for file in FILES}


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
    "Auto-Submitted",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}
NASTY = st.text(
    alphabet=st.sampled_from("ab@,;:<>\"'\\ \r\n\t\0\x0b\x0c\u0085\u2028\u2029é"), max_size=40
)


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
    raw = bytes(email_of(outgoing, "onderzoek@gemeente.example"))
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
