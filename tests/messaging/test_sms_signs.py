"""A curly quotation mark in a name costs no second part of an SMS."""

import datetime

from survey_app.messaging.channels.sms import sms_length
from survey_app.messaging.templates import Facts, sms_text


def facts(organisation: str) -> Facts:
    day = datetime.date(2026, 11, 30)
    return Facts("", organisation, "14 073", "https://s.example/v/X", "https://s.example/a/X", day)


def test_a_name_with_a_curly_quotation_mark_stays_in_the_cheap_alphabet() -> None:
    curly = sms_text("invitation", "client", "nl", facts("Gemeente ’s-Hertogenbosch")).body
    straight = sms_text("invitation", "client", "nl", facts("Gemeente 's-Hertogenbosch")).body
    assert "Gemeente 's-Hertogenbosch" in curly
    assert sms_length(curly) == sms_length(straight)
    assert sms_length(curly).encoding == "GSM-7"


def test_a_language_that_needs_the_other_alphabet_keeps_its_signs() -> None:
    body = sms_text("invitation", "client", "uk", facts("Gemeente ’s-Hertogenbosch")).body
    assert "’s-Hertogenbosch" in body
