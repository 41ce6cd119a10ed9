"""A person on the call list belongs to one fieldworker at a time, and a long call is no problem."""

import datetime

import time_machine
from flask import Flask

from survey_app.clock import now
from survey_app.fieldwork.calls.claims import TO_DIAL_SECONDS, is_mine
from survey_app.installation import Installation
from survey_app.models import Access, CallOutcome
from survey_app.visits.staff_session import IDLE
from tests.fieldwork.calling import Caller, stored
from tests.services.page_check import parsed


def test_a_person_is_given_to_one_fieldworker_and_the_other_sees_who_is_busy(
    installation: Installation, people: None, caller: Caller, colleague: Caller
) -> None:
    caller.call("Anna")
    path = caller.path
    assert "06 12345678" in caller.words
    colleague.open(path)
    assert "In gesprek bij een collega" in colleague.words
    assert "06 12345678" not in colleague.words
    assert colleague.names == caller.names
    assert colleague.words.count("in gesprek bij een collega") == 1
    token = str(parsed(colleague.page).select("input[name=csrf_token]")[0]["value"])
    form = {"csrf_token": token, "outcome": "weigert"}
    for late in (path, f"{path}/gesprek", f"{path}/bel"):
        answer = colleague.client.post(late, data=form)
        assert (answer.status_code, answer.location) == (303, path)
    assert stored(installation, CallOutcome) == stored(installation, Access) == []
    caller.call("Anna").press("Geen gehoor")
    assert "06 12345678" in colleague.call("Anna").words


def test_the_next_person_is_somebody_whom_no_colleague_is_calling(
    people: None, caller: Caller, colleague: Caller
) -> None:
    first, second = caller.names
    caller.press("Bel de volgende")
    assert first in caller.words
    colleague.open("/veldwerk/bellen").follow("Najaar").press("Bel de volgende")
    assert second in colleague.words
    caller.open("/veldwerk/bellen").follow("Najaar").press("Bel de volgende")
    assert first in caller.words


def test_a_person_nobody_talks_to_any_more_comes_free_by_itself(
    people: None, caller: Caller, colleague: Caller
) -> None:
    caller.call("Anna")
    path = caller.path
    with time_machine.travel(now() + datetime.timedelta(seconds=TO_DIAL_SECONDS + 1), tick=False):
        assert "Bel Anna" in colleague.open(path).words
        assert "06 12345678" in colleague.press("Bel ").words


def test_looking_at_a_person_gives_them_to_nobody(
    app: Flask, people: None, caller: Caller, colleague: Caller
) -> None:
    caller.open("/veldwerk/bellen").follow("Najaar").follow("Anna")
    assert "06 12345678" not in caller.words
    assert "Bel Anna" in colleague.open(caller.path).words
    memory = app.extensions["short_memory"]
    assert not is_mine(memory, caller.path.rpartition("/")[2], "Farid")
    assert not is_mine(memory, caller.path.rpartition("/")[2], "Gerda")


def test_in_a_long_call_the_fieldworker_stays_logged_in(people: None, caller: Caller) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        caller.open("/veldwerk/bellen").call("Anna").press("Begin het gesprek").press("Begin")
        for _ in range(3):
            clock.shift(IDLE * 0.8)
            caller.press("Overslaan")
        assert caller.path.startswith(("/vraag/", "/controle"))
        caller.follow("Stop en leg vast")
        assert "Wat kwam er van het gesprek" in caller.words


def test_who_was_away_too_long_in_a_call_has_to_log_in_again(people: None, caller: Caller) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        caller.open("/veldwerk/bellen").call("Anna").press("Begin het gesprek").press("Begin")
        clock.shift(IDLE + datetime.timedelta(seconds=1))
        caller.press("Overslaan")
        assert caller.path.startswith("/vraag/")
        caller.follow("Stop en leg vast")
        assert caller.path == "/inloggen"
