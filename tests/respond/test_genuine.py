"""The page on which somebody sees whether a message is really ours."""

from dataclasses import replace

import pytest
from flask import Flask

from survey_app.application import create_app
from survey_app.config import Smtp
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from survey_app.settings.messages import Sms
from survey_app.texts.translations import LANGUAGES
from tests.services.page_check import CheckedClient, parsed
from tests.services.settings import fill_in_settings

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
SENDER = "onderzoek@gemeente.example"


@pytest.fixture
def app(installation: Installation) -> Flask:
    config = replace(
        installation.config,
        synthetic=True,  # shows translations that nobody checked yet
        base_url="https://spiegel.example",
        smtp=Smtp(host="mail.example", sender=SENDER),
        sms=Sms(sender="+31612345678"),
    )
    application = create_app(installation=replace(installation, config=config))
    application.test_client_class = CheckedClient
    return application


def organisation(installation: Installation, name: str, help_phone: str) -> None:
    new_organisation(installation, name)
    settings = f'help_phone = "{help_phone}"\nhelp_hours = "ma-vr 9-17 uur"\n'
    fill_in_settings(installation, name.lower(), settings)


@one_database
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_language_tells_who_sends_from_where_and_whom_to_call(
    language: str, app: Flask, installation: Installation
) -> None:
    organisation(installation, "Waddinxveen", "0182 624 624")
    page = parsed(app.test_client().get(f"/echt?taal={language}"))
    assert page.html is not None
    assert page.html["lang"] == language
    words = page.get_text(" ")
    for told in ("Waddinxveen", SENDER, "+31612345678", "https://spiegel.example", "BSN", "DigiD"):
        assert told in words
    assert page.select('main a[href="tel:0182624624"]')
    assert "{" not in words
    if language != "nl":
        assert "Twijfelt u nog?" not in words


def test_each_organisation_of_an_installation_stands_there_with_its_own_number(
    app: Flask, installation: Installation
) -> None:
    organisation(installation, "Waddinxveen", "0182 624 624")
    organisation(installation, "Elders", "0900 1234")
    page = parsed(app.test_client().get("/echt"))
    told = [one.get_text(" ", strip=True) for one in page.select("main p") if one.find("strong")]
    assert len(told) == 2
    assert any("Elders" in one and "0900" in one for one in told)
    assert any("Waddinxveen" in one and "0182" in one for one in told)


@one_database
def test_a_sender_that_is_not_set_is_not_named(installation: Installation) -> None:
    client = create_app(installation=installation).test_client()
    assert "Een e-mail komt van" not in parsed(client.get("/echt")).get_text()
