"""Everybody is written to in a language in which they can answer, with Dutch for who helps."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import page as pdf_rules
import pytest
from bs4 import BeautifulSoup

from survey_app.cli import main
from survey_app.crypto.tokens import is_code, normalise
from survey_app.documents.pdf import render_pdf
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.letters.pages import letter_words
from survey_app.messaging.letters.services import print_letters
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.texts.translations import LANGUAGES
from tests.messaging.conftest import WAVE, Invite
from tests.messaging.test_letters import CODE
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

AN = "an@proef.example"
# Two words of the invitation to a client, as they stand in each file.
KNOWN = {
    "nl": "Meedoen is vrijwillig",
    "en": "Taking part is your choice",
    "ar": "المشاركة طوعية",
    "uk": "Участь добровільна",
    "tr": "Katılmak isteğe bağlıdır",
    "ti": "ምስታፍ ብወለንታ",
}
DUTCH = "In het Nederlands"
Written = Callable[[str], EmailMessage]


@pytest.fixture
def demo(sender: Installation) -> Installation:
    """The same installation with invented data only: translations may be tried out."""
    return replace(sender, config=replace(sender.config, synthetic=True))


@pytest.fixture
def written(demo: Installation, invite: Invite, smtp_sink: SmtpSink) -> Written:
    """`written("ar")`: the invitation as it came in with somebody who reads Arabic."""

    def delivered(language: str) -> EmailMessage:
        invite(AN, language=language)
        queue_messages(demo, WAVE, "smtp")
        assert deliver_due(demo) == {"sent": 1}
        (mail,) = smtp_sink.messages_for(AN)
        return mail

    return delivered


def part(mail: EmailMessage, kind: str) -> str:
    """The plain or the HTML part of an e-mail as text."""
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def lines_with(text: str, piece: str) -> list[str]:
    return [line for line in text.splitlines() if piece in line]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_an_e_mail_has_whole_links_and_dutch_for_who_helps(written: Written, language: str) -> None:
    mail = written(language)
    plain = part(mail, "plain")
    (link,) = lines_with(plain, "/v/")
    (opt_out,) = lines_with(plain, "/afmelden/")
    assert link.startswith("https://spiegel.example/v/")
    assert len(link) == len("https://spiegel.example/v/") + 26
    assert mail["List-Unsubscribe"] == f"<{opt_out}>"
    assert KNOWN[language] in plain
    assert (DUTCH in plain) == (language != "nl")


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "nl"])
def test_an_e_mail_says_in_which_language_and_direction_it_is_read(
    written: Written, language: str
) -> None:
    mail = written(language)
    assert mail.get_content_type() == "multipart/alternative"
    html = BeautifulSoup(part(mail, "html"), "html.parser")
    assert html.html is not None
    assert (html.html["lang"], html.html["dir"]) == (language, LANGUAGES[language][1])
    assert KNOWN[language] in html.get_text()
    (dutch,) = html.select("div[lang=nl][dir=ltr]")
    assert DUTCH in dutch.get_text()
    pressed = [str(link["href"]) for link in html.select("a")]
    assert pressed == [
        *lines_with(part(mail, "plain"), "/v/"),
        *lines_with(part(mail, "plain"), "/afmelden/"),
        *lines_with(part(mail, "plain"), "/echt"),
    ]
    assert not html.select("img, script, link, style")


def test_markup_in_a_name_stays_text_in_the_page_of_an_e_mail(
    demo: Installation, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    path = tmp_path / "contacten.csv"
    path.write_text(f"naam;e-mail;vragenlijst;taal\n<b>An</b>;{AN};K3-TIJDENS;ar\n")
    import_contacts(demo, path, WAVE)
    queue_messages(demo, WAVE, "smtp")
    deliver_due(demo)
    page = part(smtp_sink.messages_for(AN)[0], "html")
    assert "<b>" not in page
    assert "&lt;b&gt;An&lt;/b&gt;" in page


def test_a_language_that_nobody_checked_is_not_written_in_to_real_people(
    sender: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN, language="ar")
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    (mail,) = smtp_sink.messages_for(AN)
    assert KNOWN["nl"] in part(mail, "plain")
    assert mail.get_content_type() == "text/plain"


def test_an_employer_is_written_to_in_dutch_or_english(
    demo: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    bo, cy = "bo@proef.example", "cy@proef.example"
    invite(bo, questionnaire="W3-TIJDENS", language="en")
    invite(cy, questionnaire="W3-TIJDENS", language="uk")
    queue_messages(demo, WAVE, "smtp")
    deliver_due(demo)
    assert "Dear bo," in part(smtp_sink.messages_for(bo)[0], "plain")
    assert "Beste cy," in part(smtp_sink.messages_for(cy)[0], "plain")


def test_who_has_only_a_telephone_gets_a_text_message_with_its_length(
    demo: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "contacten.csv"
    path.write_text("naam;telefoon;vragenlijst;taal\nAn;0612345678;K3-TIJDENS;ar\n")
    import_contacts(demo, path, WAVE)
    queue_messages(demo, WAVE, "console")
    assert deliver_due(demo) == {"sent": 1}
    outbox = (demo.config.home / "outbox.txt").read_text(encoding="utf-8")
    assert "To: +31612345678\nSMS: 4 x UCS-2, " in outbox
    assert KNOWN["ar"] in outbox
    assert outbox.count("https://spiegel.example/v/") == 1
    assert DUTCH not in outbox


def test_sending_to_the_console_says_how_many_parts_each_language_takes(
    sender: Installation,
    invite: Invite,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    invite(AN)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["send", "--wave", WAVE, "--channel", "console"]) == 0
    said = capsys.readouterr().out
    assert "parts of an SMS to a client: nl 1 x GSM-7, en 2 x GSM-7, ar " in said


@pytest.fixture
def letters(demo: Installation, tmp_path: Path) -> Path:
    """One file with a letter in each language, in the order of the languages."""
    rows = [
        f"{code};Kade {place};2741 AC;Waddinxveen;{form};{code}"
        for place, (form, code) in enumerate(
            [(form, code) for form in ("K3-TIJDENS", "HALFJAAR") for code in LANGUAGES]
        )
    ]
    path = tmp_path / "contacten.csv"
    path.write_text("\n".join(["naam;adres;postcode;plaats;vragenlijst;taal", *rows]))
    assert not import_contacts(demo, path, WAVE).refused
    queue_messages(demo, WAVE, "letter")
    (file,) = print_letters(demo, WAVE, tmp_path / "brieven", render_pdf).files
    return file


def test_a_letter_in_every_language_stands_on_one_page_with_dutch(
    letters: Path,
) -> None:
    done = subprocess.run(["pdftotext", "-layout", letters, "-"], capture_output=True, check=True)
    pages = done.stdout.decode().rstrip("\f").split("\f")
    assert len(pages) == 2 * len(LANGUAGES)
    for page in pages:
        codes = set(CODE.findall(page))
        assert len(codes) == 1
        assert all(is_code(normalise(code)) for code in codes)
        assert "spiegel.example/code" in page
    assert sum(DUTCH in page for page in pages) == 2 * (len(LANGUAGES) - 1)
    for words in (KNOWN["nl"], KNOWN["en"], KNOWN["uk"], KNOWN["tr"], KNOWN["ti"]):
        assert any(words in " ".join(page.split()) for page in pages)


def test_letters_in_every_language_follow_the_rules_for_accessible_pdf(letters: Path) -> None:
    checked = pdf_rules.validate_pdf_bytes(letters.read_bytes(), profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in checked.failures] == []


def test_the_words_around_a_letter_are_there_in_every_language() -> None:
    assert set(letter_words()) == set(LANGUAGES)
    for words in letter_words().values():
        assert words.code.count("{page}") == 1


def test_a_reminder_by_letter_says_so_in_the_language_of_the_letter(
    demo: Installation, letters: Path, tmp_path: Path
) -> None:
    pages: list[str] = []

    def kept(html: str) -> bytes:
        pages.append(html)
        return b"%PDF"

    days_pass(demo.engine, 10)
    queue_messages(demo, WAVE, "letter", reminder=True)
    print_letters(demo, WAVE, tmp_path / "later", kept)
    html = BeautifulSoup(pages[0], "html.parser")
    found = {}
    for section in html.select("section.letter"):
        assert section["dir"] == LANGUAGES[str(section["lang"])][1]
        again = section.select_one(".again")
        assert again is not None
        found[str(section["lang"])] = again.get_text()
    assert found == {language: words.again for language, words in letter_words().items()}
