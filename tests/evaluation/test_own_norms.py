"""A framework of norms of one's own: criteria, the light that follows, a judgement, a version."""

import datetime
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.clock import now
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.documents.services import DocumentFacts, save_document
from survey_app.evaluation.judging.queries import judgements
from survey_app.evaluation.judging.services import Conclusion, conclude
from survey_app.evaluation.norms.own.queries import own_frameworks
from survey_app.evaluation.norms.own.services import (
    CriterionFacts,
    delete_criterion,
    delete_framework,
    new_framework,
    rename_framework,
    save_criterion,
)
from survey_app.evaluation.publishing.services import publish_all
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from tests.evaluation.conftest import FIRST, LAST, Measured, spread
from tests.evaluation.test_wave_pages import visitor
from tests.services.product import submit_form

CELL = CriterionFacts("N1", "Cliënten worden goed bejegend.", "N1.1", "Zij zeggen het.", ("R06-C",))
PAPER = CriterionFacts("N1", "Cliënten worden goed bejegend.", "N1.2", "Het staat vast.", ("D01",))


@pytest.fixture
def closed(measured: Measured) -> Measured:
    measured.answer("K3-TIJDENS", spread("C301", 0, 1, 2, 12, 18))
    measured.change(closed_at=now())
    publish_all(measured.installation)
    return measured


@pytest.fixture
def framework(closed: Measured) -> str:
    engine, wave_id = closed.installation.engine, closed.wave_id
    made = new_framework(engine, wave_id, "Kader 2027", "Eva")
    save_criterion(engine, wave_id, (made, None), CELL, "Eva")
    save_criterion(engine, wave_id, (made, None), PAPER, "Eva")
    return made


def told(measured: Measured) -> dict[str, object]:
    found = evaluation_of(measured.installation, measured.wave_id)["norms"]
    (one,) = (norm for norm in found if norm["framework"] == "Kader 2027")
    return dict(one)


def test_a_light_follows_from_the_published_cell_and_the_judged_document(
    closed: Measured, framework: str
) -> None:
    cells = evaluation_of(closed.installation, closed.wave_id)["cells"]
    assert cells["R06-C"]["light"] == "groen"
    found = told(closed)
    assert [one["light"] for one in found["criteria"]] == ["groen", "grijs"]  # type: ignore[attr-defined]
    assert (found["proposed"], found["marks"]) == ("groen", ["onvolledig"])
    document = DocumentFacts("D01", "Code", "blz. 1", FIRST, None, "rood", "Niets vastgelegd.")
    save_document(closed.installation.engine, closed.wave_id, None, document, "Eva")
    found = told(closed)
    assert [one["light"] for one in found["criteria"]] == ["groen", "rood"]  # type: ignore[attr-defined]
    assert (found["proposed"], found["marks"]) == ("oranje", [])


def test_every_change_of_a_framework_is_a_version(closed: Measured, framework: str) -> None:
    assert told(closed)["framework_version"] == 3
    engine, wave_id = closed.installation.engine, closed.wave_id
    with reading(engine) as session:
        (found,) = own_frameworks(session, wave_id)
    delete_criterion(engine, wave_id, framework, found.criteria[1].id, "Ida")
    with reading(engine) as session:
        (found,) = own_frameworks(session, wave_id)
    assert (found.framework.version, found.framework.changed_by) == (4, "Ida")
    delete_criterion(engine, wave_id, framework, found.criteria[0].id, "Ida")
    with reading(engine) as session:
        assert own_frameworks(session, wave_id) == []


def concluded(measured: Measured, wave_id: str) -> set[str]:
    with reading(measured.installation.engine) as session:
        return set(judgements(session, wave_id, "norm"))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (replace(CELL, text="Zij zeggen het zelf.", evidence=()), {"N1", "U01"}),
        (replace(CELL, norm_text="Het geld klopt."), {"U01"}),
        (replace(CELL, norm="N2"), {"N1", "U01"}),
    ],
)
def test_a_conclusion_goes_with_the_words_of_its_norm_in_every_wave(
    closed: Measured, framework: str, said: CriterionFacts, left: set[str]
) -> None:
    engine, wave_id = closed.installation.engine, closed.wave_id
    days = (FIRST, LAST + datetime.timedelta(days=1))
    waves = (wave_id, new_wave(closed.installation, WavePlan("Later", "Voorbeeldstad", *days)))
    for one in waves:
        for code in ("N1", "U01"):
            conclude(engine, one, "1", Conclusion("norm", code, "Klopt.", "groen"), "Eva")
    with reading(engine) as session:
        (found,) = own_frameworks(session, wave_id)
    save_criterion(engine, wave_id, (framework, found.criteria[0].id), said, "Eva")
    assert [concluded(closed, one) for one in waves] == [left, left]


def test_a_conclusion_goes_with_the_last_criterion_of_its_norm(
    closed: Measured, framework: str
) -> None:
    engine, wave_id = closed.installation.engine, closed.wave_id
    conclude(engine, wave_id, "1", Conclusion("norm", "N1", "Klopt.", "groen"), "Eva")
    with reading(engine) as session:
        (found,) = own_frameworks(session, wave_id)
    first, last = (one.id for one in found.criteria)
    delete_criterion(engine, wave_id, framework, first, "Eva")
    assert concluded(closed, wave_id) == {"N1"}
    renamed = replace(PAPER, norm="N2")
    save_criterion(engine, wave_id, (framework, last), renamed, "Eva")
    assert concluded(closed, wave_id) == set()
    conclude(engine, wave_id, "1", Conclusion("norm", "N2", "Klopt.", "groen"), "Eva")
    delete_criterion(engine, wave_id, framework, last, "Eva")
    assert concluded(closed, wave_id) == set()


def test_a_name_and_a_code_come_once(closed: Measured, framework: str) -> None:
    engine, wave_id = closed.installation.engine, closed.wave_id
    with pytest.raises(BadInput, match="deze naam"):
        new_framework(engine, wave_id, "Kader 2027", "Eva")
    with pytest.raises(BadInput, match="deze code"):
        save_criterion(engine, wave_id, (framework, None), CELL, "Eva")


def test_a_name_is_changed_and_only_an_empty_framework_is_deleted(
    closed: Measured, framework: str
) -> None:
    engine, wave_id = closed.installation.engine, closed.wave_id
    empty = new_framework(engine, wave_id, "Kader 2028", "Eva")
    with pytest.raises(BadInput, match="deze naam"):
        rename_framework(engine, wave_id, empty, "Kader 2027", "Ida")
    rename_framework(engine, wave_id, empty, "Kader 2029", "Ida")
    with pytest.raises(BadInput, match="nog criteria"):
        delete_framework(engine, wave_id, framework)
    with reading(engine) as session:
        found = [one.framework for one in own_frameworks(session, wave_id)]
    assert [(one.name, one.version, one.changed_by) for one in found] == [
        ("Kader 2027", 3, "Eva"),
        ("Kader 2029", 2, "Ida"),
    ]
    delete_framework(engine, wave_id, empty)
    with pytest.raises(BadInput, match="niet meer"):
        delete_framework(engine, wave_id, empty)


def test_a_framework_is_of_its_organisation_alone(closed: Measured, framework: str) -> None:
    new_organisation(closed.installation, "Elders")
    days = (FIRST, LAST + datetime.timedelta(days=1))
    elsewhere = new_wave(closed.installation, WavePlan("Daar", "Elders", *days))
    with reading(closed.installation.engine) as session:
        assert own_frameworks(session, elsewhere) == []
    with pytest.raises(BadInput, match="staat er niet meer"):
        save_criterion(closed.installation.engine, elsewhere, (framework, None), CELL, "Eva")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_worker_works_the_light_out_and_the_page_shows_the_chain_to_the_question(
    closed: Measured, framework: str, app: Flask
) -> None:
    eva = visitor(closed, app, "evaluator")
    page = f"/metingen/{closed.wave_id}/normen"
    assert "wordt uitgerekend" in eva.get(page).text
    publish_all(closed.installation)
    shown = eva.get(page).text
    assert "wordt uitgerekend" not in shown
    assert "Kader 2027" in shown
    assert "rekenregel 1, kader versie 3" in shown
    assert "C301" in shown
    answer = eva.get(f"/metingen/{closed.wave_id}/conclusie/norm/N1")
    form = {"licht": "niet te beoordelen", "tekst": "Alleen de eigen vragenlijst."}
    assert submit_form(eva, answer, "Bewaar conclusie", form).status_code == 303
    assert told(closed)["judged"] == "niet te beoordelen"
    assert told(closed)["light"] == "grijs"


@pytest.fixture
def eva(closed: Measured, app: Flask) -> FlaskClient:
    return visitor(closed, app, "evaluator")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_framework_is_made_in_the_browser(closed: Measured, eva: FlaskClient) -> None:
    here = f"/metingen/{closed.wave_id}/normen/eigen"
    made = submit_form(eva, eva.get(here), "Maak het kader", {"name": "Kader 2027"})
    assert made.status_code == 303
    form = {
        "norm": "n1",
        "norm_text": "Cliënten worden goed bejegend.",
        "code": "n1.1",
        "text": "Zij zeggen het.",
        "evidence": "r06-c, F11",
    }
    page = eva.get(made.headers["Location"])
    wrong = submit_form(eva, page, "Bewaar criterium", {**form, "evidence": "R99-X"})
    assert wrong.status_code == 422
    assert "Wij kennen R99-X niet" in wrong.text
    taken = submit_form(eva, page, "Bewaar criterium", {**form, "norm": "U01"})
    assert "al een norm van een ander kader" in taken.text
    assert submit_form(eva, page, "Bewaar criterium", form).status_code == 303
    shown = eva.get(here).text
    assert "versie 2" in shown
    assert "R06-C F11" in shown


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_an_empty_framework_is_renamed_and_deleted_in_the_browser(
    closed: Measured, eva: FlaskClient
) -> None:
    here = f"/metingen/{closed.wave_id}/normen/eigen"
    submit_form(eva, eva.get(here), "Maak het kader", {"name": "Kadr"})
    address = next(one for one in eva.get(here).text.split('"') if "/kader?kader=" in one)
    wrong = submit_form(eva, eva.get(address), "Bewaar de naam", {"name": ""})
    assert wrong.status_code == 422
    done = submit_form(eva, eva.get(address), "Bewaar de naam", {"name": "Kader 2027"})
    assert done.status_code == 303
    page = eva.get(address)
    assert "Kader 2027" in page.text
    assert submit_form(eva, page, "Verwijder dit kader", {}).status_code == 303
    assert "Het kader is verwijderd" in eva.get(here).text
    assert eva.get(address).status_code == 404
