"""The guide of each role is in the application, and every page knows its part."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.guides.reading import FOLDER, anchor_of, guide_of, guides
from survey_app.guides.rendering import guide_html, headings
from survey_app.installation import Installation
from survey_app.models.organisations import ROLES
from tests.guides.pictures import PICTURES, PICTURES_IN
from tests.services.product import submit_form

PASSWORD = "een lange zin als wachtwoord"
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
TEXT = """<!-- voor: fieldworker -->
# Titel

## Eén twee
<!-- bij: fieldwork.plan fieldwork.change -->
Zie [drie](ander.md#x) en ![beeld](plaatjes/a.png). <script>alert(1)</script>

| a | b |
|---|---|
| 1 | 2 |
"""


@pytest.fixture
def fieldworker(app: Flask, installation: Installation) -> FlaskClient:
    new_organisation(installation, "Waddinxveen")
    with session_of(installation.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
    client = app.test_client()
    submit_form(
        client, client.get("/inloggen"), "Inloggen", {"name": "Farid", "password": PASSWORD}
    )
    return client


def test_a_guide_names_its_roles_and_the_pages_of_its_parts() -> None:
    guide = guide_of("proef", TEXT)
    assert (guide.title, guide.roles) == ("Titel", ("fieldworker",))
    assert dict(guide.parts) == {"fieldwork.plan": "een-twee", "fieldwork.change": "een-twee"}
    assert headings(guide) == [("een-twee", "Eén twee")]


def test_a_guide_is_drawn_as_our_pages_and_brings_no_script() -> None:
    html = BeautifulSoup(guide_html(guide_of("proef", TEXT)), "html.parser")
    assert html.script is None
    assert "<script>" in html.get_text()
    assert html.h2 is not None
    assert html.h2["id"] == "een-twee"
    assert [link["href"] for link in html("a")] == ["ander#x"]
    assert [image["src"] for image in html("img")] == ["plaatjes/a.png"]
    assert html.select("table.utrecht-table td")
    assert "bij:" not in html.get_text()


def test_headings_become_ids() -> None:
    assert anchor_of("Cliënten: wie doet mee?") == "clienten-wie-doet-mee"


def test_every_guide_is_of_known_roles_and_names_pages_that_exist(app: Flask) -> None:
    assert guides()
    for guide in guides():
        assert set(guide.roles) <= set(ROLES)
        assert set(guide.parts) <= set(app.view_functions), guide.name
        anchors = {anchor for anchor, _ in headings(guide)}
        assert set(guide.parts.values()) <= anchors, guide.name
        assert missing_pictures(guide.text) == [], guide.name


def missing_pictures(text: str) -> list[str]:
    """The pictures that a guide shows and nobody made."""
    shown = re.findall(r"\]\((plaatjes/[^)]+)\)", text)
    return [picture for picture in shown if not (FOLDER / picture).is_file()]


def test_every_guide_has_pictures_and_every_picture_can_be_made_anew() -> None:
    shown = {guide.name: re.findall(r"\]\(plaatjes/([^)]+)\)", guide.text) for guide in guides()}
    assert {name for name, pictures in shown.items() if not pictures} == set()
    made = {picture.file for picture in PICTURES}
    assert {file for pictures in shown.values() for file in pictures} == made
    assert {path.name for path in PICTURES_IN.iterdir()} == made
    assert max(path.stat().st_size for path in PICTURES_IN.iterdir()) < 150_000


def test_a_picture_that_is_not_there_is_seen() -> None:
    assert missing_pictures("Zo ziet het eruit: ![Plan](plaatjes/niets.png)") == [
        "plaatjes/niets.png"
    ]


@one_database
def test_every_page_has_one_link_to_its_part_of_the_guide(fieldworker: FlaskClient) -> None:
    def help_on(path: str) -> str:
        page = BeautifulSoup(fieldworker.get(path).get_data(as_text=True), "html.parser")
        [link] = [a for a in page("a") if a.get_text(" ", strip=True).startswith("Hulp")]
        return str(link["href"])

    assert help_on("/veldwerk/metingen/nieuw") == "/handleiding/veldwerker#een-meting-plannen"
    assert help_on("/veldwerk/bellen") == "/handleiding/veldwerker#bellen"
    assert help_on("/account") == "/handleiding"


@one_database
def test_the_guide_is_read_in_the_application(fieldworker: FlaskClient) -> None:
    page = fieldworker.get("/handleiding", follow_redirects=True)
    assert page.request.path == "/handleiding/veldwerker"
    html = BeautifulSoup(page.get_data(as_text=True), "html.parser")
    for link in html.select(".guide__parts a"):
        assert html.find(id=str(link["href"]).removeprefix("#")) is not None
    assert fieldworker.get("/handleiding/bestaat-niet").status_code == 404
    assert fieldworker.get("/handleiding/plaatjes/niets.png").status_code == 404


def test_who_is_not_logged_in_reads_no_guide(client: FlaskClient) -> None:
    assert client.get("/handleiding/veldwerker").status_code == 302
