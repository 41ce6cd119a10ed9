"""The free part of a message: places of a closed list, filled in once, evaluated never."""

import subprocess

import pytest

from survey_app.messaging.own_words import LONGEST, tidy, wrong_in
from tests.messaging.conftest import Invite
from tests.messaging.sending.conftest import Desk
from tests.services.page_check import parsed
from tests.services.smtp_sink import SmtpSink

AN = "an@proef.example"
PAGE = "/K3-TIJDENS/email/uitnodiging"


@pytest.mark.parametrize(
    "text",
    [
        "{voornaam}",
        "{naam",
        "naam}",
        "{{naam}}",
        "{naam.__class__}",
        "{}",
        "{0}",
        "x" * 401,
        "a\n" * 8,
    ],
)
def test_what_is_no_place_is_told_in_a_sentence(text: str) -> None:
    assert wrong_in(text).endswith(".")


@pytest.mark.parametrize("text", ["$name $$", "%(name)s", "<%= 1 %>"])
def test_what_other_languages_evaluate_is_only_text(text: str) -> None:
    assert wrong_in(text) == ""


def test_the_text_is_kept_shown_and_sent_with_its_places_filled_in(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN)
    desk.open(f"{PAGE}/tekst").press("Bewaar", text="Hallo {voornaam}")
    assert desk.page.status_code == 422
    assert "Wij kennen {voornaam} niet." in desk.words
    assert "Hallo {voornaam}" in desk.words  # what was typed is not lost
    own = "Dit is voor {naam}: $name <b>7*7</b>"
    desk.press("Bewaar", text=f"{own}  \r\n\r\n\r\n\r\nBel {{hulp}}.")
    assert "Dit is voor Sam de Vries: $name <b>7*7</b>" in desk.words
    desk.send()
    desk.work()
    (mail,) = smtp_sink.messages_for(AN)
    text = str(mail.get_content()).replace("\r\n", "\n")
    assert "Dit is voor an: $name <b>7*7</b>\n\nBel Waddinxveen.\n\nBegin hier:" in text


def test_an_empty_text_takes_it_away(desk: Desk) -> None:
    desk.open(f"{PAGE}/tekst").press("Bewaar", text="Weg ermee")
    assert "Weg ermee" in desk.words
    desk.open(f"{PAGE}/tekst").press("Bewaar", text=" \n ")
    assert "Weg ermee" not in desk.words


def test_the_longest_text_leaves_a_letter_on_one_page(desk: Desk) -> None:
    text = tidy(("Een zin van gewone lengte staat hier. " * 20)[: LONGEST - 1])
    desk.open("/K3-TIJDENS/letter/uitnodiging/tekst").press("Bewaar", text=text)
    link = parsed(desk.page).find("a", string="Bekijk de brief als PDF")
    assert link is not None
    pdf = desk.client.get(str(link["href"])).data
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout
    assert b"Pages:           1\n" in told


def test_a_text_message_and_a_letter_in_two_languages_have_no_room(desk: Desk) -> None:
    for path in ("phone/uitnodiging/tekst", "letter/uitnodiging/tekst?taal=ar"):
        assert desk.open(f"/K3-TIJDENS/{path}").page.status_code == 404


def test_the_page_says_in_which_messages_the_text_stands(desk: Desk) -> None:
    desk.open(f"{PAGE}/tekst")
    assert "in de uitnodiging per e-mail en in die per brief" in desk.words
    desk.open("/K3-TIJDENS/email/herinnering/tekst")
    assert "in beide herinneringen, per e-mail en per brief" in desk.words
