"""Documents as evidence: where, what time they tell of, a judgement, and a second reader."""

import datetime

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.documents.queries import documents_of
from survey_app.evaluation.documents.services import (
    DocumentFacts,
    agree_with_document,
    save_document,
)
from survey_app.evaluation.documents.told import document_evidence
from survey_app.evaluation.publishing.services import publish_all
from survey_app.models import EvidenceDocument
from tests.evaluation.conftest import Measured
from tests.evaluation.test_wave_pages import visitor
from tests.services.product import submit_form

SAID = DocumentFacts(
    "D10",
    "Bestek re-integratie 2025",
    "zaak 2025-114, bladzijde 6",
    datetime.date(2025, 1, 1),
    None,
    None,
    "",
)
FORM = {
    "code": "D10",
    "title": "Bestek re-integratie 2025",
    "reference": "zaak 2025-114, bladzijde 6",
    "tells_from": "2025-01-01",
    "tells_to": "2026-12-31",
    "light": "oranje",
    "reason": "De wegingsfactoren ontbreken.",
}


def judged(light: str, reason: str = "Omdat.") -> DocumentFacts:
    return DocumentFacts(
        SAID.code, SAID.title, SAID.reference, SAID.tells_from, None, light, reason
    )


def test_a_judgement_is_read_along_by_another_and_anew_when_it_changes(measured: Measured) -> None:
    engine, wave_id = measured.installation.engine, measured.wave_id
    document_id = save_document(engine, wave_id, None, SAID, "Eva")
    with pytest.raises(BadInput, match="nog geen oordeel"):
        agree_with_document(engine, wave_id, document_id, "Ida")
    save_document(engine, wave_id, document_id, judged("groen"), "Eva")
    with pytest.raises(BadInput, match="Een ander"):
        agree_with_document(engine, wave_id, document_id, "Eva")
    agree_with_document(engine, wave_id, document_id, "Ida")
    save_document(engine, wave_id, document_id, judged("groen"), "Ida")
    with reading(engine) as session:
        (held,) = documents_of(session, wave_id)
    assert (held.judged_by, held.read_by, held.added_on) == ("Eva", "Ida", today())
    save_document(engine, wave_id, document_id, judged("rood"), "Ida")
    with reading(engine) as session:
        (held,) = documents_of(session, wave_id)
    assert (held.judged_by, held.read_by) == ("Ida", None)


def test_the_database_refuses_a_judgement_without_a_reason(measured: Measured) -> None:
    with pytest.raises(IntegrityError):
        save_document(measured.installation.engine, measured.wave_id, None, judged("rood", ""), "E")


def test_the_worst_of_several_documents_counts_and_doubt_has_no_colour() -> None:
    def document(title: str, light: str | None) -> EvidenceDocument:
        return EvidenceDocument(code="D10", title=title, light=light)

    found = document_evidence([document("a", "groen"), document("b", "rood"), document("c", None)])
    assert found["D10"]["light"] == "rood"
    assert found["D10"]["value"] == {
        "a": "voldaan",
        "b": "niet voldaan",
        "c": "nog niet beoordeeld",
    }
    same = document_evidence(
        [document("a", "groen"), document("a", "rood"), document("a (2)", None)]
    )
    assert list(same["D10"]["value"].items()) == [
        ("a", "voldaan"),
        ("a (2)", "niet voldaan"),
        ("a (2) (2)", "nog niet beoordeeld"),
    ]
    unsure = document_evidence([document("a", "rood"), document("b", "onvoldoende uitsluitsel")])
    assert unsure["D10"]["light"] == "grijs"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_document_is_evidence_at_its_point_from_the_next_edition_on(
    measured: Measured, app: Flask
) -> None:
    measured.change(closed_at=now())
    before = {
        one["point"]: one
        for one in evaluation_of(measured.installation, measured.wave_id)["advice"]
    }
    assert "D10" in before["6.1"]["missing"]
    eva = visitor(measured, app, "evaluator")
    here = f"/metingen/{measured.wave_id}/documenten"
    page = eva.get(f"{here}/document?soort=D10")
    assert submit_form(eva, page, "Bewaar document", FORM).status_code == 303
    shown = eva.get(here).text
    assert "1 januari 2025 tot en met 31 december 2026" in shown
    assert "nog niet meegelezen" in shown
    publish_all(measured.installation)
    advice = eva.get(f"/metingen/{measured.wave_id}/deeladviezen").text
    assert "Bestek re-integratie 2025: beperkt voldaan" in advice
    after = {
        one["point"]: one
        for one in evaluation_of(measured.installation, measured.wave_id)["advice"]
    }
    assert "D10" not in after["6.1"]["missing"]
    (told,) = (one for one in after["6.1"]["evidence"] if one["code"] == "D10")
    assert (told["light"], told["reason"]) == ("oranje", None)
    ida = visitor(measured, app, "council_reader")
    assert ida.get(here).status_code in {403, 404}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Schrijf de titel op"),
        ({"reason": ""}, "Schrijf op waarom u dit oordeelt"),
        ({"tells_from": "32-13-2025"}, "Schrijf een dag als 31-12-2026"),
        ({"tells_to": "2024-01-01"}, "ligt voor de eerste"),
        ({"code": "D22"}, "Kies een soort"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    measured: Measured, app: Flask, fields: dict[str, str], said: str
) -> None:
    eva = visitor(measured, app, "evaluator")
    address = f"/metingen/{measured.wave_id}/documenten/document"
    token = eva.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = eva.post(address, data={**FORM, **fields, "csrf_token": token})
    assert answer.status_code == 422
    assert said in answer.text
    assert FORM["reference"] in answer.text
    with session_of(measured.installation.engine) as session:
        assert documents_of(session, measured.wave_id) == []
