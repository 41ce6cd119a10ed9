"""What people write back to a text message: STOP in six languages, or a line for a person."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey_app.accounts.services import create_account
from survey_app.clock import today
from survey_app.database import reading, session_of
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.fieldwork.waves.services_changing import delete_wave
from survey_app.installation import Installation
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.replies import services
from survey_app.messaging.replies.services import read_told
from survey_app.messaging.replies.stop import asks_to_stop
from survey_app.messaging.templates import _closing
from survey_app.models import Contact, Message, MessageReply, Organisation, Told
from survey_app.texts.translations import LANGUAGES
from tests.messaging.conftest import WAVE, states
from tests.messaging.replies.conftest import AN, BO, REPLIES, Tell, in_state, waiting
from tests.services.page_check import parsed
from tests.services.product import submit_form

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
PASSWORD = "een lange zin als wachtwoord"
LINE = "Ik ben verhuisd, belt u mij?\nGroet <b>An</b>"


def said(text: str, source: str = AN, name: str = "m1") -> dict[str, str]:
    return {"id": name, "from": source, "text": text}


def rows(installation: Installation, model: Any) -> list[Any]:
    with Session(installation.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(model)))


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop",
        " Stop! ",
        "Stop aub",
        "STÓP",
        "Afmelden.",
        "Unsubscribe",
        "قف",
        "إيقاف",
        "توقف من فضلكم",
        "СТОП",
        "Відписатися",
        "DUR",
        "İPTAL",
        "iptal",
        "ıptal",
        "RET",
        "ደው",
        "ደው በሉ",
        "ጠጠው",
    ],
)
def test_stop_is_understood_in_six_languages(text: str) -> None:
    assert asks_to_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "Kunt u stoppen met bellen",
        "Stop met bellen tijdens mijn werk graag",
        "Niet stoppen",
        "stopcontact",
        "Bel mij",
        "ok",
        "👍",
    ],
)
def test_another_message_is_for_a_person(text: str) -> None:
    assert not asks_to_stop(text)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_word_that_a_message_asks_for_is_understood(language: str) -> None:
    line = _closing()[language]["stop"]
    assert any(asks_to_stop(word) for word in line.split())


def test_stop_opts_out_and_a_message_in_line_does_not_go(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    in_state(texting, "queued")
    assert tell(said("Stop."), REPLIES).status_code == 204
    read_told(texting)
    (contact,) = rows(texting, Contact)
    assert contact.opted_out
    assert rows(texting, MessageReply) == []
    assert deliver_due(texting) == {"cancelled": 1}
    assert queue_messages(texting, WAVE, "sms") == Queued(0, 0)
    assert waiting(texting) == 0


def test_another_line_reaches_the_fieldworker_encrypted_and_once(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    tell(said(LINE), REPLIES)
    read_told(texting)
    tell(said(LINE), REPLIES)  # told again after it was read
    read_told(texting)
    (reply,) = rows(texting, MessageReply)
    assert (reply.wave_id, reply.is_done) == (sent.wave_id, False)
    assert b"verhuisd" not in reply.ciphertext
    assert not rows(texting, Contact)[0].opted_out
    tell(said(LINE, name="m2"), REPLIES)
    read_told(texting)
    assert len(rows(texting, MessageReply)) == 2


def test_a_reply_goes_with_its_wave_and_with_its_contact(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    tell(said(LINE), REPLIES)
    read_told(texting)
    delete_wave(texting, WAVE)
    assert rows(texting, MessageReply) == []


def test_an_erased_contact_takes_the_reply_along(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    tell(said(LINE), REPLIES)
    read_told(texting)
    with session_of(texting.engine) as session:
        session.execute(delete(Message))
        connection = session.connection()
        for table in ("draft", "access", "invitation"):
            connection.exec_driver_sql(f"delete from {table}")
        session.execute(delete(Contact))
        session.commit()
    assert rows(texting, MessageReply) == []


@one_database
def test_a_number_that_got_nothing_from_us_leaves_nothing_behind(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    for name, text in (("m1", LINE), ("m2", "STOP")):
        assert tell(said(text, BO, name), REPLIES).status_code == 204
    read_told(texting)
    assert rows(texting, MessageReply) == []
    assert [one.opted_out for one in rows(texting, Contact)] == [False]
    assert waiting(texting) == 0


@one_database
@pytest.mark.parametrize(
    "call",
    [
        {},
        {"id": "m", "from": "0612345671", "text": "x"},
        {"id": "m", "from": AN},
        {"id": "", "from": AN, "text": "x"},
        {"id": 7, "from": AN, "text": "x"},
        {"id": "\ud800", "from": AN, "text": "x"},
        {"id": "m", "from": AN, "text": ["STOP"]},
    ],
)
def test_a_reply_that_misses_something_is_refused(
    texting: Installation, tell: Tell, call: dict[str, Any]
) -> None:
    assert tell(call, REPLIES).status_code == 422
    assert waiting(texting) == 0


@one_database
def test_a_reply_is_signed_as_well(texting: Installation, client: FlaskClient, tell: Tell) -> None:
    assert client.post(REPLIES, data=json.dumps(said("STOP"))).status_code == 401
    assert tell(said("STOP"), REPLIES, secret="t" * 40).status_code == 401
    assert waiting(texting) == 0


LogIn = Callable[..., FlaskClient]


@pytest.fixture
def log_in(app: Flask, texting: Installation) -> LogIn:
    """`log_in("fieldworker", "Waddinxveen")`: somebody who works there."""

    def logged_in(role: str, organisation: str) -> FlaskClient:
        with reading(texting.engine) as session:
            wanted = select(Organisation.id).where(Organisation.name == organisation)
            place = session.scalars(wanted).one()
        with session_of(texting.engine) as session:
            name = f"{role} {organisation}"
            create_account(session, name, role, PASSWORD, [place])
        client = app.test_client()
        page = client.get("/inloggen")
        submit_form(client, page, "Inloggen", {"name": name, "password": PASSWORD})
        return client

    return logged_in


def page_of(client: FlaskClient) -> BeautifulSoup:
    return parsed(client.get("/reacties"))


def test_the_fieldworker_reads_it_says_when_it_is_done_and_can_take_that_back(
    texting: Installation, sent: Message, tell: Tell, log_in: LogIn
) -> None:
    fieldworker = log_in("fieldworker", "Waddinxveen")
    assert "Er zijn geen reacties." in page_of(fieldworker).get_text()
    tell(said(LINE), REPLIES)
    read_told(texting)
    page = page_of(fieldworker)
    (reply,) = page.select(".reply")
    assert LINE in reply.get_text()
    assert not reply.select(".reply__text b")
    assert reply.select(f'a[href="tel:{AN}"]')
    assert "1 reactie wacht op u." in page.get_text()
    submit_form(fieldworker, fieldworker.get("/reacties"), "Afgehandeld", {})
    assert "Alle reacties zijn afgehandeld." in page_of(fieldworker).get_text()
    submit_form(fieldworker, fieldworker.get("/reacties"), "Toch niet afgehandeld", {})
    assert "1 reactie wacht op u." in page_of(fieldworker).get_text()


def test_another_role_or_organisation_never_sees_it(
    texting: Installation, sent: Message, tell: Tell, log_in: LogIn
) -> None:
    new_organisation(texting, "Elders")
    tell(said(LINE), REPLIES)
    read_told(texting)
    (reply,) = rows(texting, MessageReply)
    elsewhere = log_in("fieldworker", "Elders")
    assert "verhuisd" not in page_of(elsewhere).get_text()
    token = page_of(elsewhere).select_one('input[name="csrf_token"]')
    assert token is not None
    form = {"csrf_token": str(token["value"])}
    assert elsewhere.post(f"/reacties/{reply.id}", data=form).status_code == 404
    assert not rows(texting, MessageReply)[0].is_done
    assert log_in("evaluator", "Waddinxveen").get("/reacties").status_code == 403


def test_stop_holds_for_whoever_is_reached_at_the_same_number(
    texting: Installation, sent: Message, tell: Tell, tmp_path: Path
) -> None:
    path = tmp_path / "meer.csv"
    path.write_text(f"naam;telefoon;vragenlijst\nBo;{AN};K3-TIJDENS\n")
    assert not import_contacts(texting, path, WAVE).refused
    tell(said("قف"), REPLIES)
    read_told(texting)
    assert [one.opted_out for one in rows(texting, Contact)] == [True, True]
    assert states(texting) == ["sent"]


@pytest.mark.parametrize("at_once", [1, 200])
def test_what_cannot_be_carried_out_holds_no_stop_up(
    texting: Installation,
    sent: Message,
    tell: Tell,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
) -> None:
    read = services.READERS["reply"]

    def breaks_at_a_line(installation: Installation, told: Any) -> services.CarryOut:
        if told["text"] == LINE:
            raise ValueError("nobody thought of this")
        return read(installation, told)

    monkeypatch.setattr(services, "AT_ONCE", at_once)
    monkeypatch.setattr(services, "READERS", {"reply": breaks_at_a_line})
    for number in range(4):
        tell(said(LINE, name=f"m{number}"), REPLIES)
    tell(said("STOP"), REPLIES)
    read_told(texting)
    assert [one.opted_out for one in rows(texting, Contact)] == [True]
    assert waiting(texting) == 4  # tried again for some days
    with Session(texting.engine) as session:
        session.execute(update(Told).values(told_on=today() - datetime.timedelta(days=3)))
        session.commit()
    read_told(texting)
    assert waiting(texting) == 0


def test_every_reply_that_waits_is_counted_also_beyond_the_page(
    texting: Installation,
    sent: Message,
    tell: Tell,
    log_in: LogIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("survey_app.messaging.replies.queries.MOST", 2)
    for number in range(3):
        tell(said(LINE, name=f"m{number}"), REPLIES)
    read_told(texting)
    page = page_of(log_in("fieldworker", "Waddinxveen"))
    assert "3 reacties wachten op u." in page.get_text()
    assert len(page.select(".reply")) == 2
