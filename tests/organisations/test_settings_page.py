"""An administrator fills in the organisation in the browser; people read it at the next page."""

import tomllib
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.application import create_app
from survey_app.installation import Installation
from survey_app.models import AuditEntry
from survey_app.organisations.services import change_settings
from survey_app.organisations.settings import OrganisationSettings
from tests.organisations.conftest import Settings
from tests.services.page_check import parsed
from tests.services.product import submit_form
from tests.tenancy.conftest import Place, logged_in


def save(client: FlaskClient, place: Place, code: str, **values: str) -> int:
    page = client.get(f"/organisatie/{place.organisation_id}/deel/{code}")
    return submit_form(client, page, "Bewaar", dict(values)).status_code


def test_what_is_filled_in_stands_on_the_pages_of_people_at_once(
    app: Flask, installation: Installation, admin: FlaskClient, ours: Place
) -> None:
    other = create_app(installation=installation).test_client()  # as another process
    assert "14 0182" not in other.get("/privacy/hier").get_data(as_text=True)
    assert save(admin, ours, "contact", help_phone="14 0182", address="Postbus 1\r\n2740 AA Hier")
    for visitor in (app.test_client(), other):
        assert "tel:140182" in visitor.get("/privacy/hier").get_data(as_text=True)
    overview = admin.get("/organisatie").get_data(as_text=True)
    assert "14 0182" in overview
    assert "Postbus 1\n2740 AA Hier" in overview


@pytest.mark.parametrize(
    ("code", "field", "typed", "sentence"),
    [
        ("contact", "name", "", "Vul dit in."),
        ("contact", "name", "Elders", "Een andere organisatie heet al zo."),
        ("contact", "name", "x" * 201, "ten hoogste 200 tekens"),
        ("contact", "email", "geen adres", "geen e-mailadres zoals"),
        ("contact", "help_hours", "9\x00uur", "een teken dat niemand ziet"),
        ("bewaren", "retention_links_months", "25", "van 1 tot en met 24"),
        ("bewaren", "retention_contacts_days", "dertig", "van 1 tot en met 365"),
        ("aanbieders", "providers", "Werkpad\nwerkpad", "Werkpad staat er twee keer."),
        ("afzenders", "sms_sender", "Gemeente Voorbeeldstad", "3 tot 11 letters"),
        ("afzenders", "sms_part_price", "8 cent", "een bedrag in euro in, zoals 0,08"),
        ("afzenders", "sms_part_price", "-0,08", "een bedrag in euro in, zoals 0,08"),
        ("afzenders", "sms_part_price", "0,12345", "een bedrag in euro in, zoals 0,08"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    admin: FlaskClient,
    ours: Place,
    theirs: Place,
    settings: Settings,
    code: str,
    field: str,
    typed: str,
    sentence: str,
) -> None:
    before = settings()
    page = admin.get(f"/organisatie/{ours.organisation_id}/deel/{code}")
    answer = submit_form(admin, page, "Bewaar", {field: typed})
    assert answer.status_code == 422
    html = parsed(answer)
    assert sentence in html.select_one(f"#{field}-fout").get_text()
    kept = html.select_one(f"#{field}")
    assert kept is not None
    if "\x00" not in typed:
        assert typed in (kept.get("value"), kept.get_text().strip())
    assert settings() == before


def test_sections_are_saved_beside_each_other_and_fields_of_elsewhere_change_nothing(
    admin: FlaskClient, ours: Place, settings: Settings
) -> None:
    assert save(admin, ours, "aanbieders", providers="Werkpad\n Stap  voor Stap ") == 303
    page = admin.get(f"/organisatie/{ours.organisation_id}/deel/bewaren")
    form = {one["name"]: one.get("value", "") for one in parsed(page).select("main [name]")}
    form |= {"retention_messages_days": "14", "help_phone": "112", "slug": "elders"}
    path = f"/organisatie/{ours.organisation_id}/deel/bewaren"
    assert admin.post(path, data=form).status_code == 303
    now = settings()
    assert now.providers == ("Werkpad", "Stap voor Stap")
    assert now.retention_messages_days == 14
    assert (now.help_phone, now.slug) == ("Hier", "hier")


def test_a_price_is_typed_as_people_write_it_and_told_in_the_log(
    installation: Installation, admin: FlaskClient, ours: Place, settings: Settings
) -> None:
    assert save(admin, ours, "afzenders", sms_part_price="€ 0,0795") == 303
    assert settings().price_of_a_part == Decimal("0.0795")
    page = admin.get(f"/organisatie/{ours.organisation_id}/deel/afzenders")
    assert parsed(page).select_one("#sms_part_price")["value"] == "0,0795"
    with Session(installation.engine) as session:
        told = session.scalars(select(AuditEntry.details)).all()
    assert any("sms_part_price" in str(one) for one in told)
    assert save(admin, ours, "afzenders", sms_part_price="") == 303
    assert settings().price_of_a_part is None


def test_another_name_holds_everywhere_and_the_address_stays(
    app: Flask, admin: FlaskClient, ours: Place
) -> None:
    assert save(admin, ours, "contact", name="Gemeente Hier") == 303
    assert "Gemeente Hier" in app.test_client().get("/privacy/hier").get_data(as_text=True)
    assert "Gemeente Hier" in admin.get("/account").get_data(as_text=True)


def test_languages_that_are_taken_off_are_no_longer_offered(
    admin: FlaskClient, ours: Place, settings: Settings
) -> None:
    page = admin.get(f"/organisatie/{ours.organisation_id}/talen")
    assert len(parsed(page).select("tbody tr")) == 6
    assert submit_form(admin, page, "Bewaar", {"taal": ["en", "ar"]}).status_code == 303
    assert settings().languages == ("nl", "en", "ar")
    assert not settings().offers("tr")
    page = admin.get(f"/organisatie/{ours.organisation_id}/talen")
    every = ["en", "ar", "uk", "tr", "ti"]
    assert submit_form(admin, page, "Bewaar", {"taal": every}).status_code == 303
    assert settings().languages == ()


def test_everything_can_be_taken_along_as_a_file(admin: FlaskClient, ours: Place) -> None:
    save(admin, ours, "contact", help_phone="14 0182")
    answer = admin.get(f"/organisatie/{ours.organisation_id}/instellingen.toml")
    assert tomllib.loads(answer.get_data(as_text=True)) == {"help_phone": "14 0182"}
    assert "hier.toml" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("what", ["", "/deel/contact", "/talen", "/huisstijl", "/voorbeeld"])
def test_the_organisation_of_somebody_else_is_not_there(
    admin: FlaskClient, theirs: Place, what: str
) -> None:
    assert admin.get(f"/organisatie/{theirs.organisation_id}{what}").status_code == 404


@pytest.mark.parametrize("role", ["fieldworker", "evaluator", "auditor", "platform_admin"])
def test_only_its_administrator_may_look_at_the_settings(
    app: Flask, installation: Installation, ours: Place, role: str
) -> None:
    client = logged_in(app, installation, role, ours)
    assert client.get("/organisatie").status_code == 403
    path = f"/organisatie/{ours.organisation_id}/deel/contact"
    assert client.post(path, data={"name": "Van mij"}).status_code in (400, 403)


def test_a_change_is_seen_by_the_next_question_without_asking_the_database_more(
    installation: Installation, ours: Place, settings: Settings
) -> None:
    before: OrganisationSettings = settings()
    assert settings() is before
    change_settings(installation, ours.organisation_id, {"help_hours": "altijd"})
    assert settings().help_hours == "altijd"
    assert settings().revision == before.revision + 1
