"""An address that is nobody's: staff who are logged in stay at work, others learn nothing."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from tests.services.product import submit_form

PASSWORD = "een lange zin als wachtwoord"
ADDRESSES = (
    "/versturen/niets/hier",
    "/veldwerk/onbekend",
    "/organisatie/niets/van/dit",
    "/zomaar",
)


@pytest.fixture
def fieldworker(app: Flask, installation: Installation) -> FlaskClient:
    """Somebody who is logged in as fieldworker."""
    new_organisation(installation, "Waddinxveen")
    with session_of(installation.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
    client = app.test_client()
    form = {"name": "Farid", "password": PASSWORD}
    assert submit_form(client, client.get("/inloggen"), "Inloggen", form).status_code == 303
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_staff_see_their_own_menu_and_a_way_on(fieldworker: FlaskClient, address: str) -> None:
    answer = fieldworker.get(address)
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert answer.status_code == 404
    assert page.h1 is not None
    assert page.h1.get_text() == "Deze pagina bestaat niet"
    assert [link.get_text() for link in page.select("nav a")][:2] == ["Metingen", "Versturen"]
    assert page.select_one("main a.utrecht-button") is not None


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_logged_in_sees_the_same_page_everywhere(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.get_data() == client.get("/zomaar-iets").get_data()
    assert "Metingen" not in answer.get_data(as_text=True)


def test_an_address_that_only_takes_a_form_is_no_page(
    fieldworker: FlaskClient, client: FlaskClient
) -> None:
    answer = fieldworker.get("/reacties/x")
    assert answer.status_code == 405
    assert "Deze pagina bestaat niet" in answer.get_data(as_text=True)
    assert "Deze pagina bestaat niet" in client.get("/reacties/x").get_data(as_text=True)
