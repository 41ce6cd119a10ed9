"""The register of measures: a function does it, and it goes along from wave to wave."""

import datetime

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from survey_app.clock import now
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.evidence.entries import entries_of
from survey_app.evaluation.measures import views
from survey_app.evaluation.measures.queries import measures_of
from survey_app.evaluation.measures.services import (
    MeasureFacts,
    Seen,
    delete_measure,
    save_measure,
    set_state,
)
from survey_app.evaluation.measures.told import with_measures
from survey_app.evaluation.publishing.services import publish_all
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from tests.evaluation.conftest import FIRST, Measured
from tests.evaluation.test_wave_pages import visitor
from tests.services.product import submit_form

YEAR = datetime.timedelta(days=364)
SAID = MeasureFacts("measure", "1.4", "Training klantgericht werken", "teamleider Werk", "", None)


def next_wave(measured: Measured, organisation: str = "Voorbeeldstad", name: str = "Later") -> str:
    days = (FIRST + YEAR, FIRST + YEAR + datetime.timedelta(days=20))
    return new_wave(measured.installation, WavePlan(name, organisation, *days))


def seen(measured: Measured, wave_id: str) -> list[tuple[str, str | None, str | None, str]]:
    with reading(measured.installation.engine) as session:
        return [
            (
                one.measure.text,
                one.before.state if one.before else None,
                one.now.state if one.now else None,
                one.before_wave,
            )
            for one in measures_of(session, wave_id)
        ]


def test_a_measure_goes_along_with_its_former_state_beside_an_empty_new_one(
    measured: Measured,
) -> None:
    engine, later = measured.installation.engine, next_wave(measured)
    made = save_measure(engine, measured.wave_id, None, SAID, "Eva")
    set_state(engine, measured.wave_id, made, Seen("running", "Helft is geweest."), "Eva")
    assert seen(measured, measured.wave_id) == [(SAID.text, None, "running", "")]
    assert seen(measured, later) == [(SAID.text, "running", None, "Najaar 2026")]
    set_state(engine, later, made, Seen("done", ""), "Ida")
    assert seen(measured, later) == [(SAID.text, "running", "done", "Najaar 2026")]
    assert seen(measured, measured.wave_id) == [(SAID.text, None, "running", "")]


def test_a_wave_that_starts_on_the_same_day_is_no_earlier_one(measured: Measured) -> None:
    engine, one = measured.installation.engine, next_wave(measured)
    other = next_wave(measured, name="Even laat")
    made = save_measure(engine, measured.wave_id, None, SAID, "Eva")
    set_state(engine, one, made, Seen("done", ""), "Eva")
    assert seen(measured, other) == [(SAID.text, None, None, "")]
    set_state(engine, other, made, Seen("running", ""), "Eva")
    assert seen(measured, one) == [(SAID.text, None, "done", "")]


def test_two_measures_with_the_same_words_both_stand_at_their_point(measured: Measured) -> None:
    engine, wave_id = measured.installation.engine, measured.wave_id
    made = [save_measure(engine, wave_id, None, SAID, "Eva") for _ in range(2)]
    for one, state in zip(made, ("done", "running"), strict=True):
        set_state(engine, wave_id, one, Seen(state, ""), "Eva")
    point = {"point": "1.4", "evidence": [{"code": "D22"}], "missing": ["D22"]}
    with reading(engine) as session:
        (told,) = with_measures([point], entries_of(session, wave_id)["measures"])
    assert told["evidence"][0]["value"] == {SAID.text: "klaar", f"{SAID.text} (2)": "loopt"}


@pytest.mark.parametrize("over", ["done", "dropped"])
def test_what_was_over_does_not_go_along(measured: Measured, over: str) -> None:
    engine, later = measured.installation.engine, next_wave(measured)
    made = save_measure(engine, measured.wave_id, None, SAID, "Eva")
    set_state(engine, measured.wave_id, made, Seen(over, ""), "Eva")
    assert seen(measured, later) == []
    with pytest.raises(BadInput, match="eerdere meting al klaar"):
        set_state(engine, later, made, Seen("running", ""), "Eva")


def test_a_later_measure_and_that_of_another_municipality_are_not_seen(measured: Measured) -> None:
    engine, later = measured.installation.engine, next_wave(measured)
    new_organisation(measured.installation, "Elders")
    elsewhere = next_wave(measured, "Elders", "Daar")
    save_measure(engine, later, None, SAID, "Eva")
    assert seen(measured, measured.wave_id) == []
    assert seen(measured, elsewhere) == []
    assert len(seen(measured, later)) == 1


def test_a_measure_is_taken_away_only_where_it_began(measured: Measured) -> None:
    engine, later = measured.installation.engine, next_wave(measured)
    made = save_measure(engine, measured.wave_id, None, SAID, "Eva")
    set_state(engine, later, made, Seen("running", ""), "Eva")
    with pytest.raises(BadInput):
        delete_measure(engine, later, made)
    delete_measure(engine, measured.wave_id, made)
    assert seen(measured, later) == []


def test_the_database_knows_two_kinds_only(measured: Measured) -> None:
    other = MeasureFacts("wens", None, "x", "y", "", None)
    with pytest.raises(IntegrityError):
        save_measure(measured.installation.engine, measured.wave_id, None, other, "Eva")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_measure_stands_at_its_point_on_the_page_and_in_the_file(
    measured: Measured, app: Flask
) -> None:
    measured.change(closed_at=now())
    evaluation_of(measured.installation, measured.wave_id)
    eva = visitor(measured, app, "evaluator")
    page = eva.get(f"/metingen/{measured.wave_id}/maatregelen/maatregel?punt=1.4")
    form = {"text": "Training geven", "owner": "teamleider Werk", "day": "2027-06-30"}
    assert submit_form(eva, page, "Bewaar maatregel", form).status_code == 303
    listed = eva.get(f"/metingen/{measured.wave_id}/maatregelen").text
    assert "klaar op 30 juni 2027" in listed
    assert "nog leeg" in listed
    publish_all(measured.installation)
    advice = eva.get(f"/metingen/{measured.wave_id}/deeladviezen").text
    assert "Maatregel: Training geven" in advice
    told = evaluation_of(measured.installation, measured.wave_id)["advice"]
    (point,) = (one for one in told if one["point"] == "1.4")
    assert [one["measure"] for one in point["measures"]] == ["Training geven"]
    assert (point["measures"][0]["date"], point["measures"][0]["state"]) == ("2027-06-30", None)
    assert "D22" not in point["missing"]
    (other,) = (one for one in told if one["point"] == "2.7")
    assert "D22" in other["missing"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("owner", ["mevrouw De Vries", "dhr. Jansen", "P.J. de Boer", ""])
def test_an_owner_is_a_function_and_no_person(measured: Measured, app: Flask, owner: str) -> None:
    eva = visitor(measured, app, "evaluator")
    address = f"/metingen/{measured.wave_id}/maatregelen/maatregel"
    token = eva.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = eva.post(address, data={"text": "Iets", "owner": owner, "csrf_token": token})
    assert answer.status_code == 422
    assert "functie" in answer.text
    assert seen(measured, measured.wave_id) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_recommendation_names_its_body_and_is_followed_up(measured: Measured, app: Flask) -> None:
    eva = visitor(measured, app, "evaluator")
    here = f"/metingen/{measured.wave_id}/maatregelen"
    page = eva.get(f"{here}/maatregel?soort=recommendation")
    form = {
        "text": "Maak de doelen meetbaar.",
        "origin": "rekenkamer, rapport Re-integratie (2025)",
        "owner": "afdelingshoofd",
    }
    assert submit_form(eva, page, "Bewaar aanbeveling", form).status_code == 303
    shown = eva.get(here).text
    assert "van rekenkamer, rapport Re-integratie (2025)" in shown
    address = next(one for one in shown.split('"') if "/stand?maatregel=" in one)
    answer = submit_form(eva, eva.get(address), "Bewaar stand", {"state": "done"})
    assert answer.status_code == 303
    assert "Doorgewerkt" in eva.get(here).text
    council = visitor(measured, app, "council_reader")
    seen_there = council.get(here)
    assert "Maak de doelen meetbaar." in seen_there.text
    assert "Stand aanpassen" not in seen_there.text


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("page", "button", "form", "service"),
    [
        ("maatregel", "Bewaar maatregel", {"text": "Anders"}, "save_measure"),
        ("stand", "Bewaar stand", {"state": "done"}, "set_state"),
    ],
)
def test_a_measure_that_somebody_else_deleted_meanwhile_is_said_to_be_gone(
    measured: Measured,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    button: str,
    form: dict[str, str],
    service: str,
) -> None:
    engine, wave_id = measured.installation.engine, measured.wave_id
    made = save_measure(engine, wave_id, None, SAID, "Eva")
    eva, here = visitor(measured, app, "evaluator"), f"/metingen/{wave_id}/maatregelen"
    shown = eva.get(f"{here}/{page}?maatregel={made}")
    store = getattr(views, service)

    def deleted_first(*said: object) -> object:
        delete_measure(engine, wave_id, made)
        return store(*said)

    monkeypatch.setattr(views, service, deleted_first)
    assert submit_form(eva, shown, button, form).status_code == 303
    assert "Deze maatregel staat er niet meer" in eva.get(here).text


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_state_of_no_measure_leads_back_to_the_list(measured: Measured, app: Flask) -> None:
    eva, here = visitor(measured, app, "evaluator"), f"/metingen/{measured.wave_id}/maatregelen"
    assert eva.get(f"{here}/stand").headers["Location"] == here
    assert eva.get(f"{here}/stand?maatregel=onbekend").status_code == 404
