"""Talks: a guide from the cells, notes without names, quotes that two people agree on."""

import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.talks.guide import guide
from survey_app.evaluation.talks.queries import talks_of
from survey_app.evaluation.talks.services import (
    NoteFacts,
    TalkFacts,
    add_note,
    add_talk,
    approve_quote,
    cover_notes,
    delete_note,
    delete_talk,
    propose_quote,
    withdraw_quote,
    words_of_others,
)
from survey_app.models import TalkNote
from tests.evaluation.conftest import Measured
from tests.evaluation.test_wave_pages import visitor
from tests.services.product import submit_form

HELD = TalkFacts("telephone", "C", "tijdens", datetime.date(2026, 11, 10))
TOLD = "Mevrouw Van Dalen belde mij terug op 06-12345678. Ik hoefde niet lang te wachten."
NOTE = NoteFacts(TOLD, ("R06-C",), ("bereikbaarheid",))
QUOTE = "Ik hoefde niet lang te wachten."


@pytest.fixture
def noted(measured: Measured) -> str:
    engine, wave_id = measured.installation.engine, measured.wave_id
    talk_id = add_talk(engine, wave_id, HELD, "Eva")
    return add_note(measured.installation, wave_id, talk_id, NOTE)


def stored(measured: Measured) -> TalkNote:
    with reading(measured.installation.engine) as session:
        return session.scalars(select(TalkNote)).one()


def test_a_name_is_never_stored_so_that_somebody_can_read_it(
    measured: Measured, noted: str
) -> None:
    held = stored(measured)
    assert held.text is None
    assert b"Dalen" not in (held.sealed or b"")
    assert cover_notes(measured.installation) == 1
    held = stored(measured)
    assert held.sealed is None
    assert "Dalen" not in str(held.text)
    assert "06-12345678" not in str(held.text)
    assert "[telefoon]" in str(held.text)
    assert QUOTE in str(held.text)
    assert cover_notes(measured.installation) == 0


def test_a_talk_goes_when_its_notes_are_gone(measured: Measured, noted: str) -> None:
    engine, wave_id = measured.installation.engine, measured.wave_id
    talk_id = stored(measured).talk_id
    with pytest.raises(BadInput, match="Verwijder die eerst"):
        delete_talk(engine, wave_id, talk_id)
    delete_note(engine, wave_id, noted)
    with pytest.raises(BadInput, match="staat er niet meer"):
        delete_talk(engine, "een andere", talk_id)
    delete_talk(engine, wave_id, talk_id)
    with reading(engine) as session:
        assert talks_of(session, wave_id) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_talk_is_deleted_in_the_browser(measured: Measured, app: Flask) -> None:
    add_talk(measured.installation.engine, measured.wave_id, HELD, "Eva")
    eva, here = visitor(measured, app, "evaluator"), f"/metingen/{measured.wave_id}/gesprekken"
    gone = submit_form(eva, eva.get(here), "Verwijder dit gesprek", {})
    assert gone.status_code == 303
    shown = eva.get(here).text
    assert "Het gesprek is verwijderd" in shown
    assert "Verwijder dit gesprek" not in shown


def test_a_quote_is_approved_by_another_and_can_be_taken_back(
    measured: Measured, noted: str
) -> None:
    engine, wave_id = measured.installation.engine, measured.wave_id
    with pytest.raises(BadInput, match="nagekeken op namen"):
        propose_quote(engine, wave_id, noted, QUOTE, "Eva")
    cover_notes(measured.installation)
    with pytest.raises(BadInput, match="nog geen citaat"):
        approve_quote(engine, wave_id, noted, "Ida")
    propose_quote(engine, wave_id, noted, QUOTE, "Eva")
    with pytest.raises(BadInput, match="Een ander"):
        approve_quote(engine, wave_id, noted, "Eva")
    approve_quote(engine, wave_id, noted, "Ida")
    assert (stored(measured).quote, stored(measured).approved_by) == (QUOTE, "Ida")
    propose_quote(engine, wave_id, noted, "Ik hoefde niet te wachten.", "Eva")
    assert stored(measured).approved_by is None
    withdraw_quote(engine, wave_id, noted)
    assert stored(measured).quote is None


def test_a_name_that_was_covered_does_not_come_back_in_a_quote(
    measured: Measured, noted: str
) -> None:
    cover_notes(measured.installation)
    engine, wave_id = measured.installation.engine, measured.wave_id
    with pytest.raises(BadInput, match="Dalen"):
        propose_quote(engine, wave_id, noted, "Het was mevrouw Dalen die belde.", "Eva")


@pytest.mark.parametrize(
    ("quote", "covered", "strange"),
    [
        ("Ik werd gebeld.", "ik werd teruggebeld", []),
        ("Zij heet Fatma.", "zij heet [naam]", ["Fatma"]),
        ("Het was in Gouda, om 9 uur.", "het was in [plaats], om 9 uur", ["Gouda"]),
        ("Goed. Snel ook!", "goed, snel", []),
        ("Fatma zei dat het goed was.", "[naam] zei dat het goed was.", ["Fatma"]),
        ("Goed. Fatma belde.", "goed. [naam] belde.", ["Fatma"]),
    ],
)
def test_words_that_may_tell_who_it_was_must_stand_in_the_note(
    quote: str, covered: str, strange: list[str]
) -> None:
    assert words_of_others(quote, covered) == strange


def test_the_database_refuses_a_quote_that_its_writer_approved(
    measured: Measured, noted: str
) -> None:
    cover_notes(measured.installation)
    with session_of(measured.installation.engine) as session:
        note = session.get_one(TalkNote, noted)
        note.quote, note.quoted_by, note.approved_by = "x", "Eva", "Eva"
        with pytest.raises(IntegrityError):
            session.commit()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_guide_has_the_cells_of_the_party_in_the_phase_with_their_questions(
    measured: Measured,
) -> None:
    found = guide(measured.installation.catalogue, "C", "tijdens")
    framework = measured.installation.catalogue.framework
    rows = {row.code: row.phase for row in framework.rows}
    assert found
    assert {one.cell[-1] for one in found} == {"C"}
    assert {rows[one.cell[:3]] for one in found} == {"tijdens"}
    assert all(one.questions for one in found)
    assert len(guide(measured.installation.catalogue, "C", None)) > len(found)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_from_the_guide_to_an_approved_quote_in_the_browser(measured: Measured, app: Flask) -> None:
    eva = visitor(measured, app, "evaluator")
    here = f"/metingen/{measured.wave_id}/gesprekken"
    form = {"kind": "panel", "party": "C", "phase": "tijdens", "held_on": today().isoformat()}
    wrong = submit_form(eva, eva.get(f"{here}/gesprek"), "Naar de leidraad", {**form, "party": ""})
    assert wrong.status_code == 422
    made = submit_form(eva, eva.get(f"{here}/gesprek"), "Naar de leidraad", form)
    page = eva.get(made.headers["Location"])
    assert "Vraag steeds door" in page.text
    assert "R06-C" in page.text
    sent = {"text": TOLD, "cells": "r06-c"}
    refused = submit_form(eva, page, "Bewaar aantekening", {**sent, "cells": "R99"})
    assert refused.status_code == 422
    assert "Wij kennen R99 niet" in refused.text
    assert submit_form(eva, page, "Bewaar aantekening", sent).status_code == 303
    listed = eva.get(here).text
    assert "Wordt nagekeken op namen" in listed
    assert "Dalen" not in listed
    cover_notes(measured.installation)
    answer = submit_form(eva, eva.get(here), "Stel dit citaat voor", {"quote": QUOTE})
    assert answer.status_code == 303
    with reading(measured.installation.engine) as session:
        ((one,),) = (found.notes for found in talks_of(session, measured.wave_id))
    approve_quote(measured.installation.engine, measured.wave_id, one.id, "Ida")
    council = visitor(measured, app, "council_reader")
    assert QUOTE not in council.get(here).text
    measured.change(closed_at=now())
    shown = council.get(here).text
    assert QUOTE in shown
    assert "niet hoeveel mensen" in shown
    assert "Aantekeningen" not in shown
    (told,) = evaluation_of(measured.installation, measured.wave_id)["talks"]
    assert told == {
        "kind": "panel",
        "party": "C",
        "phase": "tijdens",
        "text": QUOTE,
        "cells": ["R06-C"],
        "themes": [],
    }
