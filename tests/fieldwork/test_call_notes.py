"""Notes between callers, the reason why nobody calls again, and the language of the talk."""

import pytest
from sqlalchemy import update

from survey_app.clock import now
from survey_app.database import session_of
from survey_app.fieldwork.calls.services_notes import LONGEST_NOTE, erase_notes
from survey_app.installation import Installation
from survey_app.models import CallNote, CallOutcome, Invitation, Wave
from tests.fieldwork.calling import Caller, stored
from tests.services.page_check import parsed

NOTE = "Belt liever na vijven; vraag naar de dochter"


def test_a_note_is_read_by_a_colleague_and_by_nobody_without_the_key(
    installation: Installation, people: None, caller: Caller, colleague: Caller
) -> None:
    caller.call("Anna").press("Bewaar de notitie", notitie=NOTE)
    assert f"Farid: {NOTE}" in caller.words
    caller.press("Geen gehoor")
    assert NOTE in colleague.call("Anna").words
    [kept] = stored(installation, CallNote)
    assert NOTE.encode() not in kept.ciphertext


def test_notes_go_when_the_wave_is_closed_and_not_before(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Bewaar de notitie", notitie=NOTE)
    assert erase_notes(installation) == 0
    with session_of(installation.engine) as session:
        session.execute(update(Wave).values(closed_at=now()))
        session.commit()
    assert erase_notes(installation) == 1
    assert stored(installation, CallNote) == []


@pytest.mark.parametrize("typed", ["", "   ", "é" * (LONGEST_NOTE + 1)])
def test_a_note_that_cannot_be_kept_stays_in_the_field(
    typed: str, installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Bewaar de notitie", notitie=typed)
    assert caller.page.status_code == 422
    assert "Schrijf een notitie van 1 tot en met" in caller.words
    assert parsed(caller.page).select("#notitie")[0].get_text() == typed.strip()
    assert stored(installation, CallNote) == []


def test_state_outcome_and_reason_are_three_things_and_who_was_closed_can_still_answer(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Haal van de bellijst")
    assert (caller.page.status_code, "Kies een reden" in caller.words) == (422, True)
    caller.press("Haal van de bellijst", reden="language")
    assert caller.names == ["Bram Kok"]
    [call] = stored(installation, CallOutcome)
    [closed] = stored(installation, Invitation, call_state="closed")
    assert (call.outcome, closed.closing, closed.refused) == (
        "gesproken",
        "language",
        False,
    )


def test_the_language_and_the_interpreter_stand_with_the_person(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Bewaar de taal", taal="ar", tolk="1")
    assert "met tolk" in caller.words
    [wish] = stored(installation, Invitation, interpreter=True)
    assert wish.language == "ar"
