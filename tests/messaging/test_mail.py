"""The bytes of an e-mail: read back by Python's own reader, and within what RFC 5322 allows."""

import datetime
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.messaging.channels.mail import BOUNDARY, email_of, is_address
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.templates import Facts, Text, message_text
from survey_app.texts.translations import LANGUAGES

SENDER = "onderzoek@gemeente.example"
FACTS = Facts(
    name="Søren",
    organisation="Gemeente Voorbeeldstad",
    help="0182-000000",
    link="https://spiegel.example/v/TOKEN",
    opt_out="https://spiegel.example/afmelden/TOKEN",
    until=datetime.date(2026, 11, 30),
)


def outgoing(text: Text, reply_to: str = "") -> Outgoing:
    return Outgoing(
        message_id="abc",
        recipient="an@proef.example",
        text=text,
        sender_name="Gemeente Voorbeeldstad",
        reply_to=reply_to,
        opt_out=FACTS.opt_out,
        domain="spiegel.example",
    )


def read(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def defects(mail: EmailMessage) -> list[object]:
    """What the reader found wrong, in the message, its parts and its header lines."""
    parts = list(mail.walk())
    lines = [value for part in parts for value in part.values()]
    return [fault for one in (*parts, *lines) for fault in one.defects]


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_what_is_read_is_what_was_written(language: str) -> None:
    text = message_text("invitation", "client", language, FACTS)
    mail = read(email_of(outgoing(text, "vragen@gemeente.example"), SENDER))
    assert defects(mail) == []
    assert plain(mail) == text.plain.rstrip("\n") + "\n"
    assert mail["Subject"] == text.subject
    assert mail["From"] == f"Gemeente Voorbeeldstad <{SENDER}>"
    assert mail["To"] == "an@proef.example"
    assert mail["Reply-To"] == "vragen@gemeente.example"
    assert mail["Message-ID"] == "<abc@spiegel.example>"
    assert mail["List-Unsubscribe"] == f"<{FACTS.opt_out}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    age = datetime.datetime.now(datetime.UTC) - mail["Date"].datetime
    assert datetime.timedelta() <= age < datetime.timedelta(minutes=5)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_line_is_ascii_ends_as_mail_does_and_is_short_enough(language: str) -> None:
    text = message_text("invitation", "client", language, FACTS)
    content = email_of(outgoing(text), SENDER)
    heading, _, body = content.partition(b"\r\n\r\n")
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")
    assert max(len(line) for line in heading.split(b"\r\n")) <= 998  # RFC 5322
    assert max(len(line) for line in body.split(b"\r\n")) <= 76  # RFC 2045


@given(st.text())
def test_any_body_comes_through(body: str) -> None:
    mail = read(email_of(outgoing(Text("Onderwerp", body)), SENDER))
    expected = body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    assert plain(mail) == expected


@given(st.text())
def test_no_text_ends_its_part_early(body: str) -> None:
    text = Text("Konu", f"{body}\n--{BOUNDARY}--\n--{BOUNDARY}\n", language="tr", dutch="Onderwerp")
    mail = read(email_of(outgoing(text), SENDER))
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert f"--{BOUNDARY}--" in plain(mail)


def test_a_page_address_with_other_letters_stays_one_plain_header() -> None:
    strange = replace(
        outgoing(Text("Onderwerp", "x")),
        opt_out="https://spiegel.gemeenté.example/afmelden/T O\r\nBcc: x@evil.example",
        domain="spiegel.gemeenté.example",
    )
    mail = read(email_of(strange, SENDER))
    assert mail["Bcc"] is None
    assert mail["List-Unsubscribe"] == (
        "<https://spiegel.gemeent%C3%A9.example/afmelden/T%20O%0D%0ABcc:%20x@evil.example>"
    )


@pytest.mark.parametrize("reply_to", ["", "geen adres", "a@b@c", "<", "a\r\nBcc: x@evil.example"])
def test_an_unusable_address_for_answers_is_left_out(reply_to: str) -> None:
    mail = read(email_of(outgoing(Text("Onderwerp", "x"), reply_to), SENDER))
    assert (mail["Reply-To"], mail["Bcc"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("an@proef.example", True),
        ("o'neil+1@sub.proef.example", True),
        ("an@xn--gemeent-hva.example", True),
        ("josé@proef.example", False),
        ("an@proef.example\r\n", False),
        ("an@proef.example, bo@proef.example", False),
        ("An <an@proef.example>", False),
        ('"an bo"@proef.example', False),
        ("an", False),
        ("", False),
    ],
)
def test_one_address_without_quotes_can_be_written_to(text: str, usable: bool) -> None:
    assert is_address(text) is usable


def test_one_click_is_offered_over_https_only() -> None:
    here = replace(outgoing(Text("Onderwerp", "x")), opt_out="http://127.0.0.1:8000/afmelden/T")
    mail = read(email_of(here, SENDER))
    assert mail["List-Unsubscribe"] == "<http://127.0.0.1:8000/afmelden/T>"
    assert mail["List-Unsubscribe-Post"] is None
