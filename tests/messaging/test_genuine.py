"""Every message names the page that tells which messages are ours."""

import datetime

import pytest

from survey_app.messaging.channels.sms import sms_length
from survey_app.messaging.letters.pages import Heading, letter_page, letters_html
from survey_app.messaging.letters.window import WindowAddress
from survey_app.messaging.pages import mail_page
from survey_app.messaging.templates import FOLDER, Audience, Facts, message_text, sms_text
from survey_app.texts.translations import LANGUAGES

BASE = "https://spiegel.example"
PAGE = f"{BASE}/echt"


def facts(organisation: str = "Waddinxveen", genuine: str = PAGE) -> Facts:
    return Facts(
        name="An",
        organisation=organisation,
        help="0182-000000",
        link=f"{BASE}/v/" + "0" * 26,
        opt_out=f"{BASE}/afmelden/" + "0" * 26,
        until=datetime.date(2026, 11, 30),
        genuine=genuine,
    )


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("reader", ["client", "needs", "partner"])
def test_an_email_names_the_page_on_a_line_that_can_be_pressed(
    kind: str, reader: Audience, language: str
) -> None:
    if reader == "partner" and language not in ("nl", "en"):
        return
    text = message_text(kind, reader, language, facts())
    assert text.body.rstrip().splitlines()[-1] == PAGE
    assert f'<a href="{PAGE}" dir="ltr">' in mail_page(text)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_letter_names_the_page_as_it_is_typed(language: str) -> None:
    text = message_text("letter", "client", language, facts())
    assert PAGE not in text.plain
    letter = letter_page(text, WindowAddress(("An",), ""), (f"{BASE}/v/x", "CODE"), reminder=False)
    heading = Heading("Waddinxveen", "Najaar", f"{BASE}/code", PAGE, synthetic=False)
    assert letters_html(heading, [letter]).count('<b dir="ltr">spiegel.example/echt</b>') == 1


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("sms*.txt")))
def test_a_text_message_names_it_only_where_no_part_is_added(file: str) -> None:
    kind, reader, language, _ = file.split(".")
    kind = {"sms": "invitation", "sms-reminder": "reminder", "sms-started": "started"}[kind]
    named = 0
    for letters in range(3, 120):
        name = "a" * letters
        without = sms_text(kind, reader, language, facts(name, ""))  # type: ignore[arg-type]
        with_it = sms_text(kind, reader, language, facts(name))  # type: ignore[arg-type]
        assert sms_length(with_it.body).parts == sms_length(without.body).parts
        named += PAGE in with_it.body
    assert 0 < named < 117
