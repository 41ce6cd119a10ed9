"""Conclusions of evaluators: a reason, the data they were made on, and a second reader."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.clock import now
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.judging.presentation import shown_judgements
from survey_app.evaluation.judging.queries import judgements
from survey_app.evaluation.judging.services import Conclusion, agree, conclude
from survey_app.evaluation.publishing.services import publish_all
from tests.evaluation.conftest import Measured, spread
from tests.evaluation.test_wave_pages import visitor
from tests.services.product import submit_form

Norm = Callable[[str], dict[str, object]]


@pytest.fixture
def closed(measured: Measured) -> Measured:
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.change(closed_at=now())
    publish_all(measured.installation)
    return measured


@pytest.fixture
def evaluator(closed: Measured, app: Flask) -> FlaskClient:
    return visitor(closed, app, "evaluator")


def address(measured: Measured, about: str, code: str) -> str:
    return f"/metingen/{measured.wave_id}/conclusie/{about}/{code}"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_conclusion_stands_at_its_norm_with_its_light_and_maker(
    closed: Measured, evaluator: FlaskClient
) -> None:
    page = evaluator.get(address(closed, "norm", "U01"))
    form = {"licht": "oranje", "tekst": "Het kader loopt tot 2025."}
    assert submit_form(evaluator, page, "Bewaar conclusie", form).status_code == 303
    shown = evaluator.get(f"/metingen/{closed.wave_id}/normen").text
    assert "Het kader loopt tot 2025." in shown
    assert "evaluator, " in shown
    norms = evaluation_of(closed.installation, closed.wave_id)["norms"]
    (found,) = (one for one in norms if one["norm"] == "U01")
    assert (found["light"], found["judged"]) == ("oranje", "oranje")
    assert found["reason"] == "Het kader loopt tot 2025."
    assert found["proposed"] == "grijs"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"licht": "groen", "tekst": "  "}, "Schrijf op waarom"),
        ({"tekst": "Omdat."}, "Kies een kleur"),
        ({"licht": "paars", "tekst": "Omdat."}, "Kies een kleur"),
    ],
)
def test_a_norm_needs_a_colour_and_a_reason_and_nothing_typed_is_lost(
    closed: Measured, evaluator: FlaskClient, form: dict[str, str], said: str
) -> None:
    token = evaluator.get(address(closed, "norm", "U01"))
    sent = {**form, "csrf_token": token.text.split('name="csrf_token" value="')[1].split('"')[0]}
    answer = evaluator.post(address(closed, "norm", "U01"), data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert form["tekst"].strip() in answer.text
    with reading(closed.installation.engine) as session:
        assert judgements(session, closed.wave_id, "norm") == {}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_council_reader_reads_conclusions_and_writes_none(closed: Measured, app: Flask) -> None:
    conclude(
        closed.installation.engine, closed.wave_id, "v1", Conclusion("point", "1.1", "Goed."), "Eva"
    )
    council = visitor(closed, app, "council_reader")
    shown = council.get(f"/metingen/{closed.wave_id}/deeladviezen").text
    assert "Goed." in shown
    assert "Aanpassen" not in shown
    assert council.get(address(closed, "point", "1.1")).status_code in {403, 404}
    assert council.get(address(closed, "norm", "U99")).status_code in {403, 404}


def test_nobody_is_their_own_second_reader(closed: Measured) -> None:
    engine, wave_id = closed.installation.engine, closed.wave_id
    with pytest.raises(BadInput, match="nog geen conclusie"):
        agree(engine, wave_id, "norm", "U01", "Eva")
    conclude(engine, wave_id, "v1", Conclusion("norm", "U01", "Omdat.", "groen"), "Eva")
    with pytest.raises(BadInput, match="Een ander"):
        agree(engine, wave_id, "norm", "U01", "Eva")
    agree(engine, wave_id, "norm", "U01", "Ida")
    with reading(engine) as session:
        assert judgements(session, wave_id, "norm")["U01"].read_by == "Ida"
    conclude(engine, wave_id, "v2", Conclusion("norm", "U01", "Toch niet.", "rood"), "Eva")
    with reading(engine) as session:
        found = judgements(session, wave_id, "norm")
    assert (found["U01"].light, found["U01"].read_by) == ("rood", None)
    assert shown_judgements(found, "v2", "Eva")["U01"].is_outdated is False
    assert shown_judgements(found, "v3", "Eva")["U01"].is_outdated is True


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_code_that_does_not_exist_is_not_found(closed: Measured, evaluator: FlaskClient) -> None:
    assert evaluator.get(address(closed, "norm", "U99")).status_code == 404
    assert evaluator.get(address(closed, "mening", "1.1")).status_code == 404
