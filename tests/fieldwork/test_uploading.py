"""A contact file in the browser: chosen, checked, confirmed; nothing stored before that."""

import datetime
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.uploading.going_on import go_on
from survey_app.fieldwork.contacts.uploading.services import decide
from survey_app.installation import Installation
from survey_app.models import (
    Contact,
    ContactUpload,
    Invitation,
    UploadedPiece,
    UploadedRow,
    Wave,
)
from survey_app.models.life_cycle.audit import AuditEntry
from survey_app.ways_in.contacts import opened_person
from tests.fieldwork.files import PIET, RENEE, csv_file, ods_file, upload, xlsx_file
from tests.services.product import submit_form


@pytest.fixture(autouse=True)
def until_it_waits_for_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page works on a file until somebody must decide, also where the machine is busy."""
    monkeypatch.setattr(go_on, "__defaults__", (120.0,))


def number(installation: Installation, model: type) -> int:
    with Session(installation.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def words(page: object) -> str:
    return BeautifulSoup(page.get_data(as_text=True), "html.parser").get_text(" ", strip=True)  # type: ignore[attr-defined]


@pytest.mark.parametrize("made", [csv_file, xlsx_file, ods_file])
def test_people_are_on_the_list_after_one_confirmation(
    fieldworker: FlaskClient,
    installation: Installation,
    wave_id: str,
    made: Callable[..., bytes],
) -> None:
    page = upload(fieldworker, wave_id, made(RENEE, PIET))
    assert "Renée Sözen Dorpsstraat 1 2741 AB Waddinxveen" in words(page)
    assert number(installation, Contact) == 0
    done = submit_form(fieldworker, page, "Zet 2 mensen op de lijst", {})
    shown = fieldworker.get(done.location)
    assert "2 mensen staan nu op de lijst" in words(shown)
    assert number(installation, Contact) == number(installation, Invitation) == 2
    listed = words(fieldworker.get(f"/veldwerk/metingen/{wave_id}/mensen"))
    assert "Renée Sözen" in listed
    assert "Piet de Vries" in listed
    assert number(installation, UploadedRow) == number(installation, UploadedPiece) == 0
    with Session(installation.engine) as session:
        told = select(AuditEntry.details).where(AuditEntry.what == "contacts.imported")
        assert session.scalars(told).all() == [{"people": 2}]


def test_what_waits_to_be_confirmed_cannot_be_read_in_the_database(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    upload(fieldworker, wave_id, csv_file(RENEE, PIET))
    with Session(installation.engine) as session:
        rows = session.scalars(select(UploadedRow)).all()
        kept = repr(session.scalars(select(ContactUpload)).one().columns)
    assert len(rows) == 2
    assert all(b"example.org" not in row.ciphertext for row in rows)
    assert "Vries" not in kept


ANNA = ("Anna Bos", "0612345611", "", "", "", "", "K3-TIJDENS")
BRAM = ("Bram Bos", "0612345611", "bram@example.org", "", "", "", "K3-TIJDENS")


@pytest.mark.parametrize(
    ("button", "names"),
    [
        ("Verschillende mensen", ["Anna Bos", "Bram Bos"]),
        ("Dezelfde: houd rij 3", ["Bram Bos"]),
        ("Laat rij 3 weg", ["Anna Bos"]),
    ],
)
def test_two_who_share_a_telephone_are_shown_and_decided_by_a_person(
    fieldworker: FlaskClient,
    installation: Installation,
    wave_id: str,
    button: str,
    names: list[str],
) -> None:
    page = upload(fieldworker, wave_id, csv_file(ANNA, BRAM))
    assert "op de lijst zetten" in words(page)
    assert "Zet 2 mensen" not in words(page)
    beside = fieldworker.get(f"{page.request.path}/dubbel")
    assert "Anna Bos" in words(beside)
    assert "Bram Bos" in words(beside)
    submit_form(fieldworker, beside, button, {})
    checked = fieldworker.get(page.request.path)
    count = "1 persoon" if len(names) == 1 else "2 mensen"
    submit_form(fieldworker, checked, f"Zet {count} op de lijst", {})
    assert number(installation, Contact) == len(names)
    listed = words(fieldworker.get(f"/veldwerk/metingen/{wave_id}/mensen"))
    assert [name for name in ("Anna Bos", "Bram Bos") if name in listed] == names


def test_a_person_of_the_list_under_another_name_can_be_the_same(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    page = upload(fieldworker, wave_id, csv_file(ANNA))
    submit_form(fieldworker, page, "Zet 1 persoon op de lijst", {})
    page = upload(fieldworker, wave_id, csv_file(("Anna Bos-Smit", *ANNA[1:])))
    beside = fieldworker.get(f"{page.request.path}/dubbel")
    submit_form(fieldworker, beside, "Dezelfde: werk Anna Bos bij", {})
    checked = fieldworker.get(page.request.path)
    submit_form(fieldworker, checked, "Zet 1 persoon op de lijst", {})
    assert number(installation, Contact) == number(installation, Invitation) == 1
    found = fieldworker.get(f"/veldwerk/metingen/{wave_id}/mensen?zoek=smit")
    assert "Anna Bos-Smit" in words(found)


def test_the_rows_of_one_person_are_decided_together(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    """Somebody new in two questionnaires, of whom one row is said to be Anna of the list."""
    page = upload(fieldworker, wave_id, csv_file(ANNA))
    submit_form(fieldworker, page, "Zet 1 persoon op de lijst", {})
    both = [("Anna Bos-Smit", *ANNA[1:-1], code) for code in ("K3-TIJDENS", "K4-EINDE")]
    page = upload(fieldworker, wave_id, csv_file(*both))
    for button in ("Verschillende mensen", "Dezelfde: werk Anna Bos bij"):
        submit_form(fieldworker, fieldworker.get(f"{page.request.path}/dubbel"), button, {})
    checked = fieldworker.get(page.request.path)
    submit_form(fieldworker, checked, "Zet 2 mensen op de lijst", {})
    assert number(installation, Contact) == 1
    assert number(installation, Invitation) == 2


def test_a_row_is_not_said_to_be_a_contact_that_is_not_of_this_organisation(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    page = upload(fieldworker, wave_id, csv_file(ANNA))
    submit_form(fieldworker, page, "Zet 1 persoon op de lijst", {})
    page = upload(fieldworker, wave_id, csv_file(("Anna Bos-Smit", *ANNA[1:])))
    beside = fieldworker.get(f"{page.request.path}/dubbel")
    with Session(installation.engine) as session:
        session.execute(update(UploadedRow).values(verdict="doubtful"))
        session.commit()
        upload_id = session.scalars(select(UploadedRow.contact_upload_id)).one()
    with pytest.raises(BadInput):
        decide(installation, upload_id, 2, contact_id="0" * 32)
    assert "Anna Bos" in words(beside)


def test_a_row_that_cannot_be_whom_it_is_said_to_be_stops_the_file_in_words(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    page = upload(fieldworker, wave_id, csv_file(ANNA, PIET))
    submit_form(fieldworker, page, "Zet 2 mensen op de lijst", {})
    page = upload(fieldworker, wave_id, csv_file(PIET))
    key = installation.keys.contact
    with Session(installation.engine) as session:
        anna = next(
            one.id
            for one in session.scalars(select(Contact))
            if "Anna" in opened_person(key, one.organisation_id, one.id, one.ciphertext).name
        )
        session.execute(update(UploadedRow).values(contact_id=anna))
        session.commit()
    submit_form(fieldworker, page, "Zet 1 persoon op de lijst", {})
    told = fieldworker.get(page.request.path)
    assert "heeft de gegevens van een ander" in words(told)
    listed = words(fieldworker.get(f"/veldwerk/metingen/{wave_id}/mensen"))
    assert "Anna Bos" in listed
    assert "Piet" in listed


def test_a_file_is_not_confirmed_when_the_wave_is_over(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    page = upload(fieldworker, wave_id, csv_file(ANNA))
    with Session(installation.engine) as session:
        session.get_one(Wave, wave_id).ends_on = today() - datetime.timedelta(days=1)
        session.get_one(Wave, wave_id).starts_on = today() - datetime.timedelta(days=9)
        session.commit()
    answer = submit_form(fieldworker, page, "Zet 1 persoon op de lijst", {})
    assert answer.status_code == 409
    assert "Er kan niemand meer bij" in words(answer)
    assert number(installation, Contact) == 0


def test_who_shares_an_address_only_is_not_held_beside_people_without_a_telephone(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    page = upload(fieldworker, wave_id, csv_file(PIET))
    submit_form(fieldworker, page, "Zet 1 persoon op de lijst", {})
    both = [(name, "", "samen@example.org", "", "", "", "K3-TIJDENS") for name in ("An", "Bo")]
    page = upload(fieldworker, wave_id, csv_file(*both))
    beside = words(fieldworker.get(f"{page.request.path}/dubbel"))
    assert "Bo en An" in beside
    assert "Piet" not in beside


def test_a_row_with_a_problem_is_corrected_on_the_screen(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    page = upload(fieldworker, wave_id, csv_file(RENEE, ("Piet", "061234", *PIET[2:])))
    assert "1 rij met een probleem" in words(page)
    row = fieldworker.get(f"{page.request.path}/rij/3")
    again = submit_form(fieldworker, row, "Bewaar deze rij", {"cel-1": "111222333"})
    assert "BSN" in words(again)
    submit_form(fieldworker, again, "Bewaar deze rij", {"cel-1": "0612345699"})
    checked = fieldworker.get(page.request.path)
    submit_form(fieldworker, checked, "Zet 2 mensen op de lijst", {})
    assert number(installation, Contact) == 2


def test_rows_with_a_problem_are_fetched_corrected_and_sent_again(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    page = upload(fieldworker, wave_id, csv_file(RENEE, ("=Piet", "061234", *PIET[2:])))
    fetched = fieldworker.get(f"{page.request.path}/problemen").get_data()
    assert "'=Piet" in fetched.decode()  # a spreadsheet takes it for no formula
    assert "rij 3: telefoonnummer" in fetched.decode()
    submit_form(fieldworker, page, "Laat deze rij weg", {})
    checked = fieldworker.get(page.request.path)
    submit_form(fieldworker, checked, "Zet 1 persoon op de lijst", {})
    mended = fetched.replace(b"061234", b"0612345698")
    page = upload(fieldworker, wave_id, mended)
    submit_form(fieldworker, page, "Zet 1 persoon op de lijst", {})
    assert number(installation, Contact) == 2


def test_what_somebody_says_of_a_column_is_remembered(
    fieldworker: FlaskClient, installation: Installation, wave_id: str
) -> None:
    header = ("wie", "bereikbaar op", "vragenlijst")
    page = upload(
        fieldworker, wave_id, csv_file(("Piet", "0612345698", "K3-TIJDENS"), header=header)
    )
    assert "Wat staat er in elke kolom?" in words(page)
    chosen = {"kolom-0": "name", "kolom-1": "phone"}
    done = submit_form(fieldworker, page, "Lees het bestand zo", dict(chosen))
    checked = fieldworker.get(done.location)
    submit_form(fieldworker, checked, "Zet 1 persoon op de lijst", {})
    page = upload(fieldworker, wave_id, csv_file(("An", "0612345697", "K3-TIJDENS"), header=header))
    assert "Controleer de lijst" in words(page)
    assert number(installation, Contact) == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"naam;bsn;telefoon\nPiet;1;0612345678\n", "bsn"),
        (b"Piet;0612345678;piet@example.org\nAn;0612345679;an@example.org\n", "eerste rij"),
        (b"naam;telefoon\n", "geen mensen"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "niet te lezen"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "oud of met een wachtwoord"),
        (b"PK\x03\x04 no archive at all", "beschadigd"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_dutch_and_not_kept(
    fieldworker: FlaskClient, installation: Installation, wave_id: str, raw: bytes, told: str
) -> None:
    page = upload(fieldworker, wave_id, raw, "lijst.xlsx")
    assert told in words(page)
    assert number(installation, UploadedPiece) == number(installation, UploadedRow) == 0
