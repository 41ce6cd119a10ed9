"""A fieldworker at the pages about sending, and the worker beside it."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey_app.accounts.services import create_account
from survey_app.application import create_app
from survey_app.database import session_of
from survey_app.installation import Installation
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_dispatch import line_up_all
from survey_app.models import StaffAccount
from survey_app.organisations.waves import find_wave
from tests.messaging.conftest import WAVE
from tests.services.page_check import CheckedClient, parsed
from tests.services.product import submit_form

PASSWORD = "een lange zin als wachtwoord"
OWN = "farid@proef.example"


class Desk:
    """Farid, who plans nothing and sends everything."""

    def __init__(self, client: FlaskClient, installation: Installation, wave_id: str) -> None:
        self.client, self.installation, self.wave_id = client, installation, wave_id
        self.page: TestResponse = client.get(f"/versturen/{wave_id}")

    def open(self, path: str = "") -> "Desk":
        """A page below the wave."""
        self.page = self.client.get(f"/versturen/{self.wave_id}{path}")
        return self

    def press(self, button: str, **values: str) -> "Desk":
        """Send the form with this button; follows where it leads."""
        answer = submit_form(self.client, self.page, button, dict(values))
        while answer.status_code in (302, 303):
            answer = self.client.get(answer.location)
        self.page = answer
        return self

    def send(self, code: str = "K3-TIJDENS", way: str = "email", what: str = "uitnodiging") -> None:
        """Decide it; ends at the page that tells how it goes."""
        self.open(f"/{code}/{way}/{what}/bevestigen").press("Ja, ")

    def work(self) -> None:
        """What the worker does."""
        line_up_all(self.installation)
        deliver_due(self.installation)

    @property
    def words(self) -> str:
        """What the page says."""
        return " ".join(parsed(self.page).get_text(" ").split())

    @property
    def table(self) -> list[list[str]]:
        """The cells of the first table, row by row."""
        rows = parsed(self.page).select("table")[0].select("tbody tr")
        return [
            [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows
        ]


@pytest.fixture
def desk(sender: Installation, web_engine: Engine) -> Desk:
    """A fieldworker with an e-mail address, logged in."""
    app = create_app(installation=replace(sender, engine=web_engine))
    app.test_client_class = CheckedClient
    with session_of(sender.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
    with Session(sender.engine) as session:
        session.execute(update(StaffAccount).values(email=OWN))
        session.commit()
        wave_id = find_wave(session, WAVE).id
    client = app.test_client()
    page = client.get("/inloggen")
    submit_form(client, page, "Inloggen", {"name": "Farid", "password": PASSWORD})
    return Desk(client, sender, wave_id)
