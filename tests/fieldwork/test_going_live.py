"""Concept, nagekeken, live: two people, or one who says why; nothing works before that."""

import datetime

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.clock import now, today
from survey_app.database import session_of, writing
from survey_app.errors import BadInput, WaveClosed
from survey_app.fieldwork.live.rules import A_DAY, Candidate, Hurdle, hurdle
from survey_app.fieldwork.live.services import make_live
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.importing import import_answers
from survey_app.intake.services import close_wave
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.models import StaffSession, Wave
from survey_app.organisations.waves import WaveMoments, wave_state
from tests.fieldwork.calling import Caller, stored

FIRST, LAST = today(), today() + datetime.timedelta(days=30)
DAYS = {"starts": FIRST.isoformat(), "ends": LAST.isoformat()}
MORNING = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
DAY = MORNING.date()
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def checked(by: str | None, **facts: bool) -> Candidate:
    return Candidate(DAY, checked_at=MORNING, checked_by=by, **facts)


@pytest.mark.parametrize(
    ("wave", "alone", "hours", "found"),
    [
        (Candidate(DAY), True, 0, "not_checked"),
        (checked("ann"), False, 0, ""),
        (checked("bob"), False, 30, "second_person"),
        (checked("bob"), True, 23, "reason"),
        (checked("bob"), True, 24, ""),
        (checked(None), False, 0, ""),  # somebody at the command line checked it
        (checked("bob", is_test=True), False, 0, ""),
        (Candidate(DAY, is_test=True), False, 0, ""),
        (checked("ann", is_live=True), False, 0, "not_a_draft"),
    ],
)
def test_who_may_let_a_wave_go_live(
    wave: Candidate, alone: bool, hours: int, found: Hurdle
) -> None:
    moment = MORNING + datetime.timedelta(hours=hours)
    assert hurdle(wave, "bob", alone, moment, DAY) == found


def test_a_wave_that_is_over_does_not_go_live() -> None:
    assert hurdle(checked("ann"), "bob", False, MORNING, DAY + A_DAY) == "over"


def test_a_draft_is_a_draft_whatever_its_dates_say() -> None:
    for day in (DAY - A_DAY, DAY, DAY + A_DAY):
        assert wave_state(WaveMoments(DAY, DAY, None, None, None), day) == "draft"
    assert wave_state(WaveMoments(DAY, DAY, MORNING, None, None), DAY) == "open"


@pytest.fixture
def draft(installation: Installation, caller: Caller) -> Caller:
    """Farid has made a plan, and looks at it."""
    new_organisation(installation, "Waddinxveen")
    caller.open("/veldwerk/metingen/nieuw")
    return caller.press("Maak het plan", name="Najaar", **DAYS)


def wave_of(installation: Installation) -> Wave:
    [wave] = stored(installation, Wave)
    assert isinstance(wave, Wave)
    return wave


@one_database
def test_one_person_checks_and_another_lets_it_go_live(
    installation: Installation, draft: Caller, colleague: Caller
) -> None:
    assert "Concept" in draft.words
    draft.press("Ik heb het plan nagekeken").follow("Zet live")
    assert "Een tweede persoon zet de meting live: Gerda" in draft.words
    assert wave_of(installation).live_at is None
    colleague.open("/veldwerk/metingen").follow("Najaar").follow("Zet live").press("Zet live")
    assert "Nagekeken door Farid" in colleague.words
    assert "Live gezet door Gerda" in colleague.words
    wave = wave_of(installation)
    assert wave.live_by not in (None, wave.checked_by)
    assert wave.alone_because is None


@one_database
def test_who_is_alone_writes_down_why(installation: Installation, draft: Caller) -> None:
    draft.press("Ik heb het plan nagekeken").follow("Zet live").press("Zet live")
    assert draft.page.status_code == 409
    assert "Schrijf op waarom u dit alleen doet" in draft.words
    draft.press("Zet live", reason="Collega is ziek")
    assert "Door één persoon: Collega is ziek" in draft.words
    assert wave_of(installation).alone_because == "Collega is ziek"


@one_database
def test_a_change_after_the_check_has_to_be_checked_again(
    installation: Installation, draft: Caller, colleague: Caller
) -> None:
    draft.press("Ik heb het plan nagekeken")
    colleague.open("/veldwerk/metingen").follow("Najaar").follow("Zet live")
    draft.follow("Wijzig het plan").press("Bewaar het plan", name="Winter")
    colleague.press("Zet live")
    assert colleague.page.status_code == 409
    assert "Iemand heeft dit plan intussen gewijzigd" in colleague.words
    assert (wave_of(installation).checked_at, wave_of(installation).live_at) == (None, None)


@one_database
def test_a_live_wave_that_is_changed_is_a_draft_again(
    installation: Installation, draft: Caller
) -> None:
    make_live(installation, "Najaar")
    draft.open("/veldwerk/metingen").follow("Najaar").follow("Wijzig het plan")
    draft.press("Bewaar het plan", name="Winter")
    assert "Concept" in draft.words
    assert wave_of(installation).live_at is None


@one_database
def test_going_live_asks_again_who_somebody_is(installation: Installation, draft: Caller) -> None:
    draft.press("Ik heb het plan nagekeken")
    with session_of(installation.engine) as session:
        session.execute(update(StaffSession).values(proven_at=now() - A_DAY))
        session.commit()
    draft.follow("Zet live")
    assert draft.path == "/inloggen/tweede-stap"


def test_nothing_works_in_a_draft(installation: Installation, tmp_path: object) -> None:
    new_organisation(installation, "Waddinxveen")
    new_wave(installation, WavePlan("Najaar", "Waddinxveen", FIRST, LAST, draft=True))
    with pytest.raises(WaveClosed, match="is draft"):
        queue_messages(installation, "Najaar", "letter")
    with pytest.raises(WaveClosed, match="is a draft"):
        import_answers(installation, tmp_path, "Najaar")  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="is a draft: delete it"):
        close_wave(installation, "Najaar")
    make_live(installation, "Najaar")
    with pytest.raises(BadInput, match="is live already"):
        make_live(installation, "Najaar")
    assert wave_of(installation).live_at is not None


def test_the_database_itself_wants_two_people(installation: Installation) -> None:
    new_organisation(installation, "Waddinxveen")
    new_wave(installation, WavePlan("Najaar", "Waddinxveen", FIRST, LAST))
    statement = text("update wave set checked_by = 'x', live_by = 'x'")
    with pytest.raises(IntegrityError), writing(installation.engine).begin() as connection:
        connection.execute(statement)


@one_database
def test_paper_and_calls_wait_for_live(
    app: Flask, installation: Installation, draft: Caller
) -> None:
    wave = wave_of(installation)
    assert draft.client.get(f"/veldwerk/papier/{wave.id}/K3-TIJDENS").status_code == 404
    assert wave.id not in draft.client.get("/veldwerk/papier").get_data(as_text=True)
    assert wave.id not in draft.client.get("/veldwerk/bellen").get_data(as_text=True)
    make_live(installation, "Najaar")
    assert draft.client.get(f"/veldwerk/papier/{wave.id}/K3-TIJDENS").status_code == 200
    with Session(installation.engine) as session:
        assert session.get_one(Wave, wave.id).live_by is None
