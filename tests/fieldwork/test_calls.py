"""Calling people: the list, what came of a call, and filling in together."""

import datetime
import doctest
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.database import session_of
from survey_app.fieldwork.calls import order as calls
from survey_app.fieldwork.calls.services import end_call
from survey_app.installation import Installation
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.models import Access, CallOutcome, Contact, Draft, InboxItem, Invitation, Message
from survey_app.stores.inbox import Submission, open_item
from tests.fieldwork.calling import Caller, stored
from tests.services.page_check import parsed
from tests.services.sent_earlier import days_pass


@pytest.fixture
def installation(installation: Installation) -> Installation:
    """With invented people, who are written to in a file: no mail server is needed."""
    return replace(installation, config=replace(installation.config, synthetic=True))


def invitation_of(installation: Installation, name: str, caller: Caller) -> str:
    return caller.call(name).path.rpartition("/")[2]


def submissions(installation: Installation) -> list[Submission]:
    secret = installation.keys.need_worker()
    return [open_item(secret, item.sealed) for item in stored(installation, InboxItem)]


def test_the_example_of_the_order_of_calling_is_true() -> None:
    result = doctest.testmod(calls)
    assert (result.attempted > 0, result.failed) == (True, 0)


def test_only_people_with_a_telephone_who_may_be_called_stand_on_the_list(
    installation: Installation, people: None, caller: Caller
) -> None:
    assert sorted(caller.names) == ["Anna de Boer", "Bram Kok"]
    caller.call("Anna")
    assert "06 12345678" in caller.words
    with session_of(installation.engine) as session:
        person = session.scalars(select(Contact).join(Invitation)).first()
        session.query(Contact).update({"opted_out": True})
        session.commit()
        assert person is not None
    assert caller.names == []
    assert "niemand meer te bellen" in caller.words


@pytest.mark.parametrize("outcome", ["Weigert", "Verkeerd nummer"])
def test_who_refuses_or_has_another_number_is_never_called_again(
    outcome: str, installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press(outcome)
    assert caller.names == ["Bram Kok"]
    refused = stored(installation, Invitation, refused=True)
    assert len(refused) == (1 if outcome == "Weigert" else 0)


def test_who_was_called_least_is_next_and_a_later_appointment_waits(
    installation: Installation, people: None, caller: Caller
) -> None:
    first, second = caller.names
    caller.call(first).press("Geen gehoor")
    assert caller.names == [second, first]
    tomorrow = today() + datetime.timedelta(days=1)
    caller.call(second).press("Afspraak", day=tomorrow.isoformat(), time="09:30")
    assert caller.names == [first, second]
    assert "om 09:30" in caller.words


def test_an_appointment_that_is_due_comes_first_and_counts_once(
    installation: Installation, people: None, caller: Caller
) -> None:
    first, second = caller.names
    late = invitation_of(installation, second, caller)
    end_call(installation, late, "geen gehoor")
    end_call(installation, late, "afspraak", f"{today()} 00:00")
    assert caller.names == [second, first]
    assert "Nu bellen" in caller.words
    caller.call(second).press("Geen gehoor")
    assert caller.names == [first, second]
    assert "afspraak" not in caller.words


@pytest.mark.parametrize(
    ("day", "time"),
    [("", "09:00"), ("2999-13-01", "09:00"), ("2000-01-01", "09:00"), ("2999-01-01", "")],
)
def test_an_appointment_without_a_good_moment_is_asked_again(
    day: str, time: str, installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Afspraak", day=day, time=time)
    assert caller.page.status_code == 422
    assert parsed(caller.page).title.get_text().startswith("Fout:")
    assert stored(installation, CallOutcome) == []


def test_a_call_is_filled_in_on_the_same_pages_and_stored_as_by_telephone_with_help(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Begin het gesprek")
    assert caller.path == "/start"
    assert "U vult in voor Anna de Boer" in caller.words
    caller.press("Begin")
    said = parsed(caller.page).select_one(".ts-say")
    assert said is not None
    assert "Hoe goed houdt de gemeente u op de hoogte?" in said.get_text()
    assert "Heel slecht" in said.get_text()
    caller.answer_until("/controle").press("Verstuur")
    assert caller.path == "/klaar"
    assert "/gesprek" not in [a["href"] for a in parsed(caller.page).find_all("a")]
    caller.follow("Leg het gesprek vast").press("Gesproken, naar de volgende")
    assert caller.names == ["Bram Kok"]
    [sent] = submissions(installation)
    assert (sent.mode, sent.helped, sent.questionnaire) == ("phone", True, "K3-TIJDENS")
    assert [one.outcome for one in stored(installation, CallOutcome)] == ["gesproken"]


def test_after_sending_the_interviewer_can_never_open_the_answers_again(
    people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Begin het gesprek").press("Begin")
    with caller.client.session_transaction() as cookie:
        during = dict(cookie)
    caller.answer_until("/controle").press("Verstuur")
    with caller.client.session_transaction() as cookie:
        after = dict(cookie)
    assert {"a", "k"} <= set(during)
    assert not {"a", "k"} & set(after)
    assert during["k"] not in str(after)
    assert during["a"] not in str(after)
    assert "staff" in after
    for path in ("/controle", "/vraag/C301", "/start"):
        assert caller.client.get(path).status_code == 403
    with caller.client.session_transaction() as cookie:
        cookie.update(during)  # somebody kept a copy of the cookie
    for path in ("/controle", "/vraag/C301"):
        answer = caller.client.get(path)
        assert answer.status_code == 410
        assert "Heel goed" not in answer.get_data(as_text=True)


def test_stopping_wipes_what_was_filled_in_and_a_kept_cookie_opens_nothing(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Begin het gesprek").press("Begin").press("Volgende", answer="5")
    with caller.client.session_transaction() as cookie:
        during = dict(cookie)
    caller.follow("Stop en leg vast")
    assert "wordt gewist wat is ingevuld" in caller.words
    assert len(stored(installation, Draft)) == 1
    caller.press("Geen gehoor")
    assert stored(installation, Draft) == []
    assert stored(installation, Access) == []
    with caller.client.session_transaction() as cookie:
        assert "i" not in cookie
        assert "a" not in cookie
        cookie.update(during)
    assert caller.client.get("/vraag/C302").status_code == 404


def test_the_link_of_a_call_goes_on_where_the_call_was_for_the_person_only(
    app: Flask, installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Bram").press("Begin het gesprek").press("Begin").press("Volgende", answer="5")
    with caller.client.session_transaction() as cookie:
        during = dict(cookie)
    caller.follow("Stuur de link")
    assert "geen e-mailadres" in caller.words
    caller.press("Toon de link")
    field = parsed(caller.page).select_one("#link")
    assert field is not None
    link = str(field["value"]).removeprefix(installation.config.base_url)
    with caller.client.session_transaction() as cookie:
        assert not {"a", "k", "i"} & set(cookie)
        cookie.update(during)
    assert caller.client.get("/vraag/C301").status_code == 404  # the old key opens nothing
    person = Caller(app.test_client(), caller.page).open(link).press("Begin")
    assert person.path == "/vraag/C302"
    assert "U vult in voor" not in person.words
    person.answer_until("/controle").press("Verstuur")
    [sent] = submissions(installation)
    assert (sent.mode, sent.helped, sent.answers["C301"]) == ("phone", True, 5)
    assert len(stored(installation, Access)) == 1


def test_a_link_before_the_first_answer_counts_as_filled_in_alone_and_goes_by_e_mail(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Begin het gesprek").follow("Stuur de link")
    caller.press("Verstuur naar anna@voorbeeld.nl")
    assert "/v/" not in caller.words
    [access] = stored(installation, Access)
    [message] = stored(installation, Message)
    assert access.mode == "web"
    assert (message.access_id, message.kind, message.state) == (
        access.id,
        "invitation",
        "queued",
    )
    assert [one.outcome for one in stored(installation, CallOutcome)] == ["gesproken"]


def test_who_got_the_link_in_a_call_is_reminded_once_and_of_that_link(
    installation: Installation, people: None, caller: Caller
) -> None:
    queue_messages(installation, "Najaar", "console")
    deliver_due(installation)
    caller.call("Anna").press("Begin het gesprek").press("Begin").press("Volgende", answer="5")
    caller.follow("Stuur de link").press("Verstuur naar anna@voorbeeld.nl")
    deliver_due(installation)
    assert queue_messages(installation, "Najaar", "console", reminder=True).too_early == 3
    days_pass(installation.engine, 10)
    assert queue_messages(installation, "Najaar", "console", reminder=True).queued == 3
    with Session(installation.engine) as session:
        reminded = select(Message.access_id).where(Message.kind == "reminder")
        modes = session.scalars(select(Access.mode).where(Access.id.in_(reminded))).all()
    assert sorted(modes) == ["phone", "web", "web"]


def test_each_call_has_a_fresh_draft_and_reading_habits_of_the_last_person_are_gone(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.call("Anna").press("Begin het gesprek").press("Begin").press("Groter")
    caller.press("Volgende", answer="5")
    caller.call("Bram").press("Begin het gesprek").press("Begin")
    assert caller.path == "/vraag/C301"
    assert parsed(caller.page).select("input[checked]") == []
    assert "ts-large" not in caller.page.get_data(as_text=True)
    with Session(installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(Access)) == 2


def test_nobody_begins_a_call_with_somebody_who_answered_or_in_a_closed_wave(
    installation: Installation, people: None, caller: Caller
) -> None:
    page = caller.call("Anna").page
    with session_of(installation.engine) as session:
        session.query(Invitation).update({"used": True})
        session.commit()
    caller.page = page
    caller.press("Begin het gesprek")
    assert "/start" not in caller.path
    assert stored(installation, Access) == []


@pytest.mark.parametrize("path", ["/veldwerk/bellen", "/veldwerk/gesprek/link", "/veldwerk/papier"])
def test_nobody_but_a_fieldworker_sees_whom_to_call(
    path: str, client: FlaskClient, installation: Installation
) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/inloggen" in answer.location
