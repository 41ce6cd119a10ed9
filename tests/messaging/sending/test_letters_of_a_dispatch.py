"""Letters in the browser: made by the worker, fetched by the fieldworker, made again, erased."""

import csv
import datetime
import io
import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.documents.pdf import render_pdf
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services_changing import delete_wave
from survey_app.installation import Installation
from survey_app.messaging.letters import services
from survey_app.messaging.letters.services_dispatch import print_dispatches
from survey_app.models import Dispatch, Invitation, Wave
from survey_app.stores.wave_files import letters_folder
from tests.messaging.conftest import WAVE, states
from tests.messaging.sending.conftest import Desk
from tests.services.page_check import parsed

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}")


@pytest.fixture
def by_letter(desk: Desk, tmp_path: Path) -> Desk:
    """Three people without e-mail; the page of the dispatch that writes to them."""
    rows = [f"=Naam {i};Dorpsstraat {i};2741 AB;Waddinxveen;K3-TIJDENS" for i in (1, 2, 3)]
    path = tmp_path / "contacten.csv"
    path.write_text("\n".join(["naam;adres;postcode;plaats;vragenlijst", *rows]))
    assert not import_contacts(desk.installation, path, WAVE).refused
    desk.send(way="letter")
    desk.work()
    return desk


def again(desk: Desk) -> None:
    desk.page = desk.client.get(desk.page.request.path)


def fetched(desk: Desk, words: str) -> bytes:
    link = next(one for one in parsed(desk.page).find_all("a") if words in one.get_text())
    answer = desk.client.get(str(link["href"]))
    assert answer.status_code == 200
    return answer.data


def codes_of(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return CODE.findall(done.stdout.decode())


def test_the_worker_makes_the_letters_and_the_fieldworker_fetches_them(by_letter: Desk) -> None:
    assert "Nog niet klaar" in by_letter.words
    print_dispatches(by_letter.installation, render_pdf)
    again(by_letter)
    assert states(by_letter.installation) == ["sent"] * 3
    assert ["Brief gemaakt", "3"] in by_letter.table
    codes = codes_of(fetched(by_letter, "Brieven (PDF) 1 tot en met 3"))
    assert len(set(codes)) == 3
    listed = fetched(by_letter, "Adreslijst (CSV) 1 tot en met 3").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(listed), delimiter=";"))
    assert [row["code"] for row in rows] == codes
    assert [row["bladzijde"] for row in rows] == ["1", "2", "3"]
    assert all(row["adresregel_1"].startswith("'=Naam") for row in rows)
    folder = letters_folder(by_letter.installation.config.home, by_letter.wave_id)
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert len(files) == 2
    assert all(one.stat().st_mode & 0o077 == 0 for one in (folder, *files))


def test_chosen_letters_are_made_again_with_the_same_codes(by_letter: Desk) -> None:
    print_dispatches(by_letter.installation, render_pdf)
    again(by_letter)
    place = by_letter.page.request.path
    codes = set(codes_of(fetched(by_letter, "Brieven (PDF)")))
    by_letter.page = by_letter.client.get(f"{place}/brieven")
    by_letter.press("Maak de gekozen")
    assert by_letter.page.status_code == 422
    ids = [str(one["value"]) for one in parsed(by_letter.page).select("[name=message]")]
    by_letter.press("Maak de gekozen", message=ids[:2])  # type: ignore[arg-type]
    assert "worden opnieuw gemaakt" in by_letter.words
    print_dispatches(by_letter.installation, render_pdf)
    by_letter.page = by_letter.client.get(place)
    made = codes_of(fetched(by_letter, "(PDF), opnieuw gemaakt (1)"))
    assert len(made) == 2
    assert set(made) < codes
    print_dispatches(by_letter.installation, render_pdf)  # once is enough
    by_letter.page = by_letter.client.get(place)
    assert "opnieuw gemaakt (2)" not in by_letter.words


def test_who_answered_meanwhile_gets_no_letter_again(by_letter: Desk) -> None:
    print_dispatches(by_letter.installation, render_pdf)
    place = by_letter.page.request.path
    with Session(by_letter.installation.engine) as session:
        session.execute(update(Invitation).values(used=True))
        session.commit()
    by_letter.page = by_letter.client.get(f"{place}/brieven")
    ids = [str(one["value"]) for one in parsed(by_letter.page).select("[name=message]")]
    by_letter.press("Maak de gekozen", message=ids)  # type: ignore[arg-type]
    print_dispatches(by_letter.installation, render_pdf)
    by_letter.page = by_letter.client.get(place)
    assert "opnieuw gemaakt (1)" not in by_letter.words
    assert states(by_letter.installation) == ["sent"] * 3


def test_a_print_that_was_killed_before_it_was_recorded_makes_the_same_file_again(
    by_letter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "survey_app.messaging.letters.services_dispatch.record",
        lambda *_: (_ for _ in ()).throw(KeyboardInterrupt),
    )
    with pytest.raises(KeyboardInterrupt):
        print_dispatches(by_letter.installation, lambda _: b"%PDF")
    monkeypatch.undo()
    print_dispatches(by_letter.installation, lambda _: b"%PDF")
    again(by_letter)
    folder = letters_folder(by_letter.installation.config.home, by_letter.wave_id)
    assert sorted(one.name for one in folder.rglob("*.pdf")) == ["brieven-00001-00003.pdf"]
    assert states(by_letter.installation) == ["sent"] * 3


def test_two_printers_do_not_print_the_same_letter(by_letter: Desk) -> None:
    ours = services.Message.wave_id == by_letter.wave_id  # type: ignore[attr-defined]
    assert len(services.claimed(by_letter.installation, ours)) == 3
    assert services.claimed(by_letter.installation, ours) == []


def test_two_printers_make_files_that_hold_every_letter_once(
    by_letter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LETTERS_PER_FILE", 2)

    def beside_another(_: str) -> bytes:
        print_dispatches(by_letter.installation, lambda _: b"%PDF of the other")
        return b"%PDF"

    print_dispatches(by_letter.installation, beside_another)
    folder = letters_folder(by_letter.installation.config.home, by_letter.wave_id)
    files = {one.name: one.read_bytes() for one in folder.rglob("*.pdf")}
    assert files == {"brieven-00001-00002.pdf": b"%PDF", "brieven-00003-00003.pdf": b"%PDF"}
    assert states(by_letter.installation) == ["sent"] * 3


@pytest.mark.parametrize("paused", [Dispatch, Wave])
def test_letters_in_line_wait_while_their_dispatch_or_wave_is_paused(
    by_letter: Desk, tmp_path: Path, paused: type[Dispatch] | type[Wave]
) -> None:
    installation = by_letter.installation

    def pause(at: datetime.datetime | None) -> None:
        with Session(installation.engine) as session:
            session.execute(update(paused).values(paused_at=at))
            session.commit()

    pause(now())
    print_dispatches(installation, lambda _: b"%PDF")
    assert services.print_letters(installation, WAVE, tmp_path, lambda _: b"%PDF").letters == 0
    assert states(installation) == ["queued"] * 3
    pause(None)
    print_dispatches(installation, lambda _: b"%PDF")
    assert states(installation) == ["sent"] * 3


def test_a_dispatch_that_cannot_be_printed_holds_no_other_up(desk: Desk, tmp_path: Path) -> None:
    for code in ("K3-TIJDENS", "K4-EINDE"):
        path = tmp_path / f"{code}.csv"
        path.write_text(
            f"naam;adres;postcode;plaats;vragenlijst\n{code};Kade 1;2741 AB;Waddinxveen;{code}\n"
        )
        assert not import_contacts(desk.installation, path, WAVE).refused
        desk.send(code, way="letter")
    desk.work()
    tried: list[str] = []

    def fails_first(html: str) -> bytes:
        tried.append(html)
        if len(tried) == 1:
            raise OSError("no room")
        return b"%PDF"

    with pytest.raises(OSError, match="no room"):
        print_dispatches(desk.installation, fails_first)
    assert states(desk.installation) == ["queued", "sent"]


def test_the_list_holds_every_line_of_the_longest_address(desk: Desk, tmp_path: Path) -> None:
    name = "Stichting Samenwerkende Instellingen voor Werk en Participatie Lindenveen en Omstreken"
    attention = "ter attentie van mevrouw A.B. van der Berg-de Wit, afdeling Inkomen en Schulden"
    street = "Burgemeester van den Boschlaan 125, gebouw De Linde, derde verdieping links"
    path = tmp_path / "contacten.csv"
    row = f'"{name}, {attention}";"{street}";2741 AB;Waddinxveen;K3-TIJDENS'
    path.write_text(f"naam;adres;postcode;plaats;vragenlijst\n{row}\n")
    assert not import_contacts(desk.installation, path, WAVE).refused
    desk.send(way="letter")
    desk.work()
    print_dispatches(desk.installation, lambda _: b"%PDF")
    again(desk)
    (row,) = csv.DictReader(  # type: ignore[assignment]
        io.StringIO(fetched(desk, "Adreslijst (CSV)").decode("utf-8-sig")), delimiter=";"
    )
    assert row["adresregel_7"] == "2741 AB Waddinxveen"


def test_the_files_go_with_the_wave(by_letter: Desk) -> None:
    installation: Installation = by_letter.installation
    print_dispatches(installation, lambda _: b"%PDF")
    folder = letters_folder(installation.config.home, by_letter.wave_id)
    assert folder.exists()
    delete_wave(installation, WAVE)
    assert not folder.exists()


def test_no_other_file_can_be_fetched(by_letter: Desk) -> None:
    print_dispatches(by_letter.installation, lambda _: b"%PDF")
    place = by_letter.page.request.path
    for name in ("..%2F..%2Fkeys%2Fsender", ".brieven-00001-00003.pdf.half", "keys"):
        assert by_letter.client.get(f"{place}/bestand/{name}").status_code == 404
