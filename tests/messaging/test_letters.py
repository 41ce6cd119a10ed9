"""Letters: one accessible page each, with a QR code and a letter code that both open the door."""

import re
import subprocess
from pathlib import Path

import page as pdf_rules
import pytest
import segno
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.crypto.tokens import is_code, normalise
from survey_app.documents.pdf import render_pdf
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.letters.pages import Heading, letter_page, letters_html, qr_code
from survey_app.messaging.letters.services import print_letters
from survey_app.messaging.letters.services_dispatch import print_dispatches
from survey_app.messaging.letters.window import WindowAddress, fitting
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.templates import Text
from survey_app.models import Contact, Dispatch
from tests.messaging.conftest import WAVE, messages, states
from tests.services.sent_earlier import days_pass

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}")
PEOPLE = """naam;adres;postcode;plaats;vragenlijst
Renée Sözen;Dorpsstraat 1;2741 AB;Waddinxveen;K3-TIJDENS
Bo & Zn <b>;Kade 2;2741 AC;Waddinxveen;W3-TIJDENS
"""


@pytest.fixture
def by_letter(sender: Installation, tmp_path: Path) -> Installation:
    """Two people without e-mail, for whom a letter stands in line."""
    path = tmp_path / "contacten.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    import_contacts(sender, path, WAVE)
    assert queue_messages(sender, WAVE, "smtp") == Queued(0, 2)
    assert queue_messages(sender, WAVE, "letter") == Queued(2, 0)
    return sender


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_every_letter_stands_on_one_page_with_its_own_code(
    by_letter: Installation, tmp_path: Path
) -> None:
    printed = print_letters(by_letter, WAVE, tmp_path / "brieven", render_pdf)
    (file,) = printed.files
    text = words(file)
    pages = text.rstrip("\f").split("\f")
    codes = CODE.findall(text)
    assert printed.letters == len(pages) == len(set(codes)) == 2
    assert all(is_code(normalise(code)) for code in codes)
    assert "Renée Sözen" in text
    assert "Bo & Zn <b>" in text
    assert "spiegel.example/code" in text
    assert file.stat().st_mode & 0o077 == 0
    assert states(by_letter) == ["sent", "sent"]


def test_the_printed_code_opens_the_questionnaire(
    by_letter: Installation, tmp_path: Path, client: FlaskClient, submit: object
) -> None:
    (file,) = print_letters(by_letter, WAVE, tmp_path / "brieven", render_pdf).files
    code = CODE.findall(words(file))[0]
    answered = submit(client.get("/code"), code=code.lower())
    assert answered.status_code in (302, 303)
    assert answered.location.endswith("/start")


def test_letters_follow_the_rules_for_accessible_pdf(
    by_letter: Installation, tmp_path: Path
) -> None:
    (file,) = print_letters(by_letter, WAVE, tmp_path / "brieven", render_pdf).files
    checked = pdf_rules.validate_pdf_bytes(file.read_bytes(), profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in checked.failures] == []


def test_a_second_print_prints_nothing_twice(by_letter: Installation, tmp_path: Path) -> None:
    print_letters(by_letter, WAVE, tmp_path / "brieven", render_pdf)
    assert queue_messages(by_letter, WAVE, "letter") == Queued(0, 0)
    assert print_letters(by_letter, WAVE, tmp_path / "brieven", render_pdf).letters == 0


def test_a_print_that_fails_keeps_the_letters_in_line_with_the_same_codes(
    by_letter: Installation, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BadInput):
        print_letters(by_letter, WAVE, tmp_path / "file", render_pdf)
    seen: list[str] = []

    def broken(html: str) -> bytes:
        seen.append(html)
        raise OSError("paper is out")

    with pytest.raises(OSError, match="paper"):
        print_letters(by_letter, WAVE, tmp_path / "brieven", broken)
    assert states(by_letter) == ["queued", "queued"]
    printed = print_letters(by_letter, WAVE, tmp_path / "brieven", render_pdf)
    assert set(CODE.findall(seen[0])) == set(CODE.findall(words(printed.files[0])))


def test_somebody_who_opted_out_meanwhile_gets_no_letter(
    by_letter: Installation, tmp_path: Path
) -> None:
    with Session(by_letter.engine) as session:
        session.execute(update(Contact).values(opted_out=True))
        session.commit()
    printed = print_letters(by_letter, WAVE, tmp_path / "brieven", render_pdf)
    assert (printed.letters, printed.files) == (0, ())
    assert states(by_letter) == ["cancelled", "cancelled"]


def test_a_reminder_by_letter_carries_the_same_code(
    by_letter: Installation, tmp_path: Path
) -> None:
    first = print_letters(by_letter, WAVE, tmp_path / "eerst", render_pdf)
    days_pass(by_letter.engine, 10)
    assert queue_messages(by_letter, WAVE, "letter", reminder=True) == Queued(2, 0)
    again = print_letters(by_letter, WAVE, tmp_path / "later", render_pdf)
    assert "Herinnering" in words(again.files[0])
    assert set(CODE.findall(words(first.files[0]))) == set(CODE.findall(words(again.files[0])))


def test_a_name_is_text_and_never_markup() -> None:
    text = Text("Onderwerp", "Beste <script>,\n\nTekst")
    page = letter_page(
        text,
        WindowAddress(("<script>alert(1)</script>",), ""),
        ("https://x.example/v/T", "C"),
        False,
    )
    html = letters_html(
        Heading("<i>G</i>", "W", "https://x.example/code", "https://x.example/echt", False), [page]
    )
    assert "<script>" not in html
    assert "<i>" not in html


def test_a_qr_code_is_drawn_square_for_square() -> None:
    link = "https://spiegel.example/v/W44SE8RRYSKX4AC92MVG2J7PY7"
    drawn = qr_code(link)
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path)
        for step in range(int(length))
    }
    matrix = segno.make(link, error="m", micro=False).matrix
    assert drawn.size == len(matrix)
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}


LONG = (
    "Stichting Samenwerkende Instellingen voor Werk en Participatie Lindenveen en Omstreken, "
    "t.a.v. mevrouw A.B. van der Berg-de Wit"
)
STREET = "Burgemeester van den Boschlaan 125, gebouw De Linde, 3e verdieping"


def test_a_long_address_is_made_to_fit_the_window() -> None:
    found = fitting(LONG, f"{STREET}\n2740 AA Lindenveen")
    assert found is not None
    assert found.size
    assert " ".join(found.lines) == f"{LONG} {STREET} 2740 AA Lindenveen"
    plain = fitting("Anna Bakker", "Dorpsstraat 12\n2740 AA Lindenveen")
    assert plain == WindowAddress(("Anna Bakker", "Dorpsstraat 12", "2740 AA Lindenveen"), "")


def test_an_address_that_never_fits_is_refused() -> None:
    assert fitting(LONG * 3, STREET) is None


def test_a_worker_leaves_the_letters_of_the_command_alone(
    by_letter: Installation, tmp_path: Path
) -> None:
    print_dispatches(by_letter, lambda _: b"%PDF")
    assert print_letters(by_letter, WAVE, tmp_path / "brieven", lambda _: b"%PDF").letters == 2


def test_the_command_leaves_the_letters_of_a_fieldworker_to_the_worker(
    by_letter: Installation, tmp_path: Path
) -> None:
    with Session(by_letter.engine) as session:
        session.execute(update(Dispatch).values(by_command=False))
        session.commit()
    assert print_letters(by_letter, WAVE, tmp_path / "brieven", lambda _: b"%PDF").letters == 0
    print_dispatches(by_letter, lambda _: b"%PDF")
    assert {message.state for message in messages(by_letter)} == {"sent"}


def test_a_command_that_was_cut_off_finds_its_letters_again_beside_a_worker(
    by_letter: Installation, tmp_path: Path
) -> None:
    def cut_off(_: str) -> bytes:
        print_dispatches(by_letter, lambda _: b"%PDF of the worker")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        print_letters(by_letter, WAVE, tmp_path / "brieven", cut_off)
    print_dispatches(by_letter, lambda _: b"%PDF of the worker")
    assert print_letters(by_letter, WAVE, tmp_path / "brieven", lambda _: b"%PDF").letters == 2
