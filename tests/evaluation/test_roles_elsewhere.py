"""Who is an evaluator elsewhere reads the results here as a council reader, and no more."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey_app.accounts.services import add_member, create_account
from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.evaluation.judging.services import Conclusion, conclude
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.talks.services import add_note, add_talk, cover_notes
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.models import Organisation, Wave
from tests.evaluation.conftest import PASSWORD, Measured, spread
from tests.evaluation.open_answers.test_told import read
from tests.evaluation.test_talks import HELD, NOTE
from tests.services.product import submit_form

QUOTE = "Ik moest lang wachten."
# page -> what only an evaluator of this organisation gets there
EVALUATORS_ONLY = {
    "gesprekken": ("Aantekeningen", "Ik hoefde niet lang te wachten", "Gesprek toevoegen"),
    "maatregelen": ("Maatregel toevoegen", "/open-antwoorden"),
    "normen": ("Eigen normenkader maken", "Aanpassen", "Conclusie schrijven", "/cijfers"),
    "deeladviezen": ("Conclusie schrijven", "Maatregel toevoegen", "/documenten"),
    "aanbieders": ("Reactie invoeren", "/open-antwoorden"),
    "tabel-1/R06-C": (QUOTE,),
}


@pytest.fixture
def published(measured: Measured) -> Measured:
    """A closed wave with a note, a quote, a conclusion and a provider."""
    engine, wave_id = measured.installation.engine, measured.wave_id
    talk_id = add_talk(engine, wave_id, HELD, "Eva")
    add_note(measured.installation, wave_id, talk_id, NOTE)
    cover_notes(measured.installation)
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    sheets = [{"C301": 4, "C312": "Lang"}] * 12
    measured.answer("K3-TIJDENS", sheets)  # type: ignore[arg-type]
    read(measured, 11, "negatief", "wachttijd")
    read(measured, 1, "negatief", "wachttijd", QUOTE)
    measured.change(providers=("Stapsteen",), closed_at=now())
    publish_all(measured.installation)
    conclude(engine, wave_id, "v1", Conclusion("norm", "U01", "Omdat.", "groen"), "Eva")
    return measured


def two_places(measured: Measured) -> tuple[str, str]:
    """The organisation of the wave, and another one (ids)."""
    new_organisation(measured.installation, "Elders")
    with reading(measured.installation.engine) as session:
        here = session.get_one(Wave, measured.wave_id).organisation_id
        others = select(Organisation.id).where(Organisation.id != here)
        return here, session.scalars(others).one()


def member(app: Flask, measured: Measured, name: str, roles: dict[str, str]) -> FlaskClient:
    """Somebody with one role in each of these organisations (ids), logged in."""
    with session_of(measured.installation.engine) as session:
        (first, role), *others = roles.items()
        create_account(session, name, role, PASSWORD, [first])
        for organisation, other in others:
            add_member(session, name, organisation, other)
    client = app.test_client()
    form = {"name": name, "password": PASSWORD}
    assert submit_form(client, client.get("/inloggen"), "Inloggen", form).status_code == 303
    return client


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_who_evaluates_elsewhere_gets_here_what_the_council_gets(
    published: Measured, app: Flask
) -> None:
    here, elsewhere = two_places(published)
    both = member(app, published, "Bo", {here: "council_reader", elsewhere: "evaluator"})
    evaluator = member(app, published, "Eva", {here: "evaluator"})
    for page, words in EVALUATORS_ONLY.items():
        address = f"/metingen/{published.wave_id}/{page}"
        known, seen = evaluator.get(address), both.get(address)
        assert (known.status_code, seen.status_code) == (200, 200), page
        for word in words:
            assert word in known.text, (page, word)
            assert word not in seen.text, (page, word)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_who_evaluates_elsewhere_is_not_sent_to_a_table_that_is_not_there(
    measured: Measured, app: Flask
) -> None:
    here, elsewhere = two_places(measured)
    both = member(app, measured, "Bo", {here: "council_reader", elsewhere: "evaluator"})
    answer = both.get(f"/metingen/{measured.wave_id}/normen")
    assert "als de meting is afgesloten" in answer.text
    assert "Naar Tabel 1" not in answer.text


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("page", ["aanbieders", "maatregelen", "tabel-1", "tabel-1/R06-C"])
def test_who_is_a_council_reader_elsewhere_keeps_every_line_of_the_menu_here(
    published: Measured, app: Flask, page: str
) -> None:
    here, elsewhere = two_places(published)
    both = member(app, published, "Bo", {here: "evaluator", elsewhere: "council_reader"})
    address = f"/metingen/{published.wave_id}/{page}"
    assert f"/metingen/raad/{published.wave_id}" in both.get(address).text
    council = member(app, published, "Cor", {here: "council_reader"})
    assert f"/metingen/raad/{published.wave_id}" not in council.get(address).text
