"""The words of a message about several questionnaires, in each language."""

import datetime
from dataclasses import replace

import pytest

from survey_app.messaging.channels.sms import sms_length
from survey_app.messaging.templates import Facts, Named, message_text, sms_text
from survey_app.texts.translations import LANGUAGES

FACTS = Facts(
    name="An",
    organisation="Gemeente Voorbeeldstad",
    help="0182-000000",
    link="",
    opt_out="https://spiegel.example/afmelden/x",
    until=datetime.date(2026, 11, 30),
    genuine="https://spiegel.example/echt",
    named=(
        Named("Uw hulp nu", "https://spiegel.voorbeeldst.nl/v/" + "a" * 26),
        Named("Het einde van uw traject", "https://spiegel.voorbeeldst.nl/v/" + "b" * 26),
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_a_message_with_two_questionnaires_is_whole_in_each_language(
    language: str, kind: str
) -> None:
    mail = message_text(kind, "client", language, FACTS)
    text = sms_text(kind, "client", language, FACTS)
    alone = message_text(kind, "client", language, replace(FACTS, link="x", named=()))
    for one in FACTS.named:
        assert f"\n\n{one.title}:\n{one.link}\n\n" in mail.body
        assert f"\n{one.title}:\n{one.link}\n" in text.body
    assert "$" not in mail.body + text.body
    assert len(mail.body.split("\n\n")) == len(alone.body.split("\n\n")) + 3


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_a_dutch_text_message_with_two_questionnaires_costs_no_more_than_two_messages(
    kind: str,
) -> None:
    length = sms_length(sms_text(kind, "client", "nl", FACTS).body)
    assert (length.encoding, length.parts) == ("GSM-7", 2)
