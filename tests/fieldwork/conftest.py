"""A wave that is open today, and contact files written as spreadsheets write them."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey_app.accounts.services import create_account
from survey_app.clock import today
from survey_app.database import session_of
from survey_app.fieldwork.contacts.services import ImportedContacts, import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.organisations.waves import find_wave
from tests.fieldwork.calling import TWO, Caller
from tests.services.product import submit_form

WAVE = "Najaar"
PASSWORD = "een lange zin als wachtwoord"
ImportText = Callable[..., ImportedContacts]
KeyIn = Callable[..., TestResponse]


@pytest.fixture
def wave(installation: Installation) -> str:
    """The name of an open wave of Waddinxveen, where chance draws no paper to key in twice."""
    path = installation.config.home / "organisations" / "waddinxveen.toml"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text("keyed_twice = 0\n", encoding="utf-8")
    new_organisation(installation, "Waddinxveen")
    week = datetime.timedelta(days=7)
    new_wave(installation, WavePlan(WAVE, "Waddinxveen", today() - week, today() + week))
    return WAVE


@pytest.fixture
def import_text(installation: Installation, wave: str, tmp_path: Path) -> ImportText:
    """`import_text(text, encoding="utf-8")`: the text as a file, imported into the wave."""

    def imported(text: str, encoding: str = "utf-8") -> ImportedContacts:
        path = tmp_path / "contacten.csv"
        path.write_bytes(text.encode(encoding))
        return import_contacts(installation, path, wave)

    return imported


@pytest.fixture
def wave_id(installation: Installation, wave: str) -> str:
    """The id of the open wave."""
    with Session(installation.engine) as session:
        return find_wave(session, wave).id


@pytest.fixture
def fieldworker(app: Flask, installation: Installation) -> FlaskClient:
    """Somebody at a desk with a pile of paper, logged in."""
    with session_of(installation.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
    client = app.test_client()
    page = client.get("/inloggen")
    submit_form(client, page, "Inloggen", {"name": "Farid", "password": PASSWORD})
    return client


@pytest.fixture
def key_in(fieldworker: FlaskClient, wave_id: str) -> KeyIn:
    """`key_in(questionnaire, **values)`: a sheet, as the fieldworker keys it in."""

    def keyed(questionnaire: str = "K3-TIJDENS", **values: str | list[str]) -> TestResponse:
        page = fieldworker.get(f"/veldwerk/papier/{wave_id}/{questionnaire}")
        return submit_form(fieldworker, page, "Bewaar", dict(values))

    return keyed


@pytest.fixture
def caller(app: Flask, installation: Installation) -> Caller:
    """Farid, logged in."""
    with session_of(installation.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
    client = app.test_client()
    page = client.get("/inloggen")
    return Caller(client, page).press("Inloggen", name="Farid", password=PASSWORD)


@pytest.fixture
def colleague(app: Flask, installation: Installation, caller: Caller) -> Caller:
    """Gerda, logged in too."""
    with session_of(installation.engine) as session:
        create_account(session, "Gerda", "fieldworker", PASSWORD)
    client = app.test_client()
    page = client.get("/inloggen")
    return Caller(client, page).press("Inloggen", name="Gerda", password=PASSWORD)


@pytest.fixture
def people(import_text: ImportText) -> None:
    import_text(TWO)
