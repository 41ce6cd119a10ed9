"""A contact file in the browser: chosen, checked, confirmed; nothing stored before that."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.installation import Installation
from survey_app.models import Contact, ContactUpload, Invitation, UploadedPiece, UploadedRow
from tests.fieldwork.files import PIET, RENEE, csv_file, ods_file, upload, xlsx_file
from tests.services.product import submit_form


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
