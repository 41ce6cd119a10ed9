"""Text messages through a real HTTP gateway (rows B2-B4, B8, B9 of the catalogue)."""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import urllib3

from survey_app import clock
from survey_app.errors import BadInput, SettingError
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.channels import carriers, sms_gateway
from survey_app.messaging.channels.quiet import LONGEST, PAUSE, Quiet, retry_after
from survey_app.messaging.channels.sms import sms_length
from survey_app.messaging.outbox.services import CLAIM, deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.settings.messages import Sms
from tests.messaging.conftest import WAVE, VirtualClock, messages, states
from tests.services.http_service import Answer, Call, HttpService, http_service

AN, BO, CY = "+31612345671", "+31612345672", "+31612345673"
NUMBERS = (AN, BO, CY)
SENDER = "+31612345678"
Text = Callable[..., None]


def takes(call: Call) -> Answer:
    return Answer(202, json.dumps({"id": call.json["id"]}).encode())


@pytest.fixture
def gateway() -> Iterator[HttpService]:
    with http_service(takes) as service:
        yield service


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    """The time, for the outbox and for how long the gateway is left alone."""
    moment = VirtualClock()
    monkeypatch.setattr(carriers, "QUIET", Quiet(lambda: moment().timestamp()))
    return moment


@pytest.fixture
def texting(sender: Installation, gateway: HttpService, at: VirtualClock) -> Installation:
    sms = Sms(url=f"{gateway.url}/send?account=1", key="sleutel", sender=SENDER)
    config = replace(sender.config, sms=sms, allowed_recipients=NUMBERS)
    return replace(sender, config=config)


@pytest.fixture
def text(texting: Installation, tmp_path: Path) -> Text:
    """`text(AN, BO)`: people with a telephone only, invited, not sent yet."""

    def invited(*phones: str) -> None:
        path = tmp_path / "contacten.csv"
        rows = [f"Mens {phone};{phone};K3-TIJDENS" for phone in phones]
        path.write_text("\n".join(["naam;telefoon;vragenlijst", *rows]), encoding="utf-8")
        assert not import_contacts(texting, path, WAVE).refused
        queue_messages(texting, WAVE, "sms")

    return invited


def test_a_message_is_one_request_with_key_number_and_text(
    texting: Installation, text: Text, gateway: HttpService, at: VirtualClock
) -> None:
    text(AN)
    assert deliver_due(texting, now=at) == {"sent": 1}
    (call,) = gateway.calls
    (message,) = messages(texting)
    assert call.path == "/send?account=1"
    assert call.headers["Authorization"] == "Bearer sleutel"
    assert call.headers["Idempotency-Key"] == message.id
    said = call.json
    assert (said["id"], said["from"], said["to"]) == (message.id, SENDER, AN)
    assert "https://spiegel.example/v/" in said["text"]
    assert "Mens" not in said["text"]
    assert sms_length(said["text"]).parts == 1
    assert (message.state, message.channel, message.reason) == ("sent", "sms", None)


def test_a_landline_and_somebody_with_email_get_no_text_message(
    texting: Installation, tmp_path: Path, gateway: HttpService, at: VirtualClock
) -> None:
    path = tmp_path / "contacten.csv"
    path.write_text(
        "naam;telefoon;e-mail;vragenlijst\nVast;0182624624;;K3-TIJDENS\n"
        "Mail;0612345671;an@proef.example;K3-TIJDENS\n"
    )
    assert not import_contacts(texting, path, WAVE).refused
    assert queue_messages(texting, WAVE, "sms") == Queued(1, 1)
    assert deliver_due(texting, now=at) == {"failed": 1}
    assert gateway.calls == []
    assert [one.reason for one in messages(texting)] == ["geen mobiel nummer: bel deze persoon"]


def test_nobody_outside_the_list_gets_a_text_message(texting: Installation, text: Text) -> None:
    with pytest.raises(BadInput, match="1 of 2"):
        text(AN, "+31612345679")
    assert messages(texting) == []


def test_a_list_that_shrank_still_holds(
    texting: Installation, text: Text, gateway: HttpService, at: VirtualClock
) -> None:
    text(AN)
    nobody = replace(texting, config=replace(texting.config, allowed_recipients=()))
    assert deliver_due(nobody, now=at) == {"held": 1}
    assert gateway.calls == []


def test_without_a_gateway_sending_says_what_to_set(texting: Installation, text: Text) -> None:
    text(AN)
    without = replace(texting, config=replace(texting.config, sms=Sms()))
    with pytest.raises(SettingError, match="TRAJECTSPIEGEL_SMS_URL"):
        deliver_due(without)
    assert states(texting) == ["queued"]


@pytest.mark.parametrize("status", [400, 422])
def test_a_refused_number_fails_with_a_reason_and_holds_nobody_up(
    texting: Installation, text: Text, gateway: HttpService, at: VirtualClock, status: int
) -> None:
    gateway.answers = [Answer(status)]
    text(AN, BO)
    assert deliver_due(texting, now=at) == {"failed": 1, "sent": 1}
    reasons = {message.reason for message in messages(texting)}
    assert reasons == {None, f"sms-dienst antwoordde {status}"}


@pytest.mark.parametrize("status", [429, 500, 503, 401, 402, 302])
def test_trouble_of_the_gateway_costs_one_message_one_try_and_the_others_none(
    texting: Installation, text: Text, gateway: HttpService, at: VirtualClock, status: int
) -> None:
    gateway.answers = [Answer(status, headers=(("Location", f"{gateway.url}/elsewhere"),))]
    text(*NUMBERS)
    assert deliver_due(texting, now=at) == {"retry": 1, "later": 1}
    assert len(gateway.calls) == 1  # the breaker is open
    assert sorted(message.attempts for message in messages(texting)) == [0, 0, 1]
    at.pass_minutes(2)
    assert deliver_due(texting, now=at) == {"sent": 2}
    at.pass_minutes(5)
    assert deliver_due(texting, now=at) == {"sent": 1}
    assert {call.path for call in gateway.calls} == {"/send?account=1"}


def test_the_time_that_the_gateway_asks_for_is_given(
    texting: Installation, text: Text, gateway: HttpService, at: VirtualClock
) -> None:
    gateway.answers = [Answer(429, headers=(("Retry-After", "1800"),))]
    text(AN, BO)
    deliver_due(texting, now=at)
    for _ in range(29):
        at.pass_minutes(1)
        deliver_due(texting, now=at)
    assert len(gateway.calls) == 1
    at.pass_minutes(1)
    assert deliver_due(texting, now=at) == {"sent": 2}


def test_a_gateway_that_is_never_well_ends_in_a_visible_failure_after_48_tries(
    texting: Installation, text: Text, gateway: HttpService, at: VirtualClock
) -> None:
    gateway.usual = lambda _: Answer(500)
    text(AN)
    for _ in range(60):
        deliver_due(texting, now=at)
        at.pass_minutes(5)
    (message,) = messages(texting)
    assert (message.state, message.reason) == ("failed", "sms-dienst antwoordde 500")
    assert len(gateway.calls) == 48


UNCLEAR = [
    Answer(200, b"<!doctype html><title>Inloggen</title>"),
    Answer(200, b'{"id": "somebody else"}'),
    Answer(200, b"[]"),
    Answer(200, b'{"id": '),
    Answer(200, b"[" * 60_000),
    Answer(502),
    Answer(504),
    Answer(drops=True),
]


@pytest.mark.parametrize("answer", UNCLEAR, ids=range(len(UNCLEAR)))
def test_what_may_have_been_taken_is_unknown_and_never_sent_again_by_itself(
    texting: Installation, text: Text, gateway: HttpService, at: VirtualClock, answer: Answer
) -> None:
    gateway.answers = [answer]
    text(AN, BO)
    assert deliver_due(texting, now=at) == {"unknown": 1, "later": 1}
    for _ in range(4):
        at.pass_minutes(60)
        deliver_due(texting, now=at)
    assert states(texting) == ["sent", "unknown"]
    numbers = [call.json["to"] for call in gateway.calls]
    assert sorted(numbers) == [AN, BO]


def test_a_gateway_that_hangs_is_left_in_time(
    texting: Installation,
    text: Text,
    gateway: HttpService,
    at: VirtualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sms_gateway, "PATIENCE", urllib3.Timeout(connect=1, read=0.2))
    gateway.answers = [Answer(202, b"{}", seconds=1.0)]
    text(AN)
    assert deliver_due(texting, now=at) == {"unknown": 1}


def test_a_gateway_that_is_not_there_leaves_the_message_in_line(
    texting: Installation, text: Text, at: VirtualClock
) -> None:
    text(AN)
    gone = replace(texting.config.sms, url="http://127.0.0.1:1/send")
    nobody = replace(texting, config=replace(texting.config, sms=gone))
    assert deliver_due(nobody, now=at) == {"retry": 1}
    at.pass_minutes(5)
    assert deliver_due(texting, now=at) == {"sent": 1}


def test_a_sender_killed_with_a_message_in_hand_leaves_a_mark_and_sends_it_to_nobody_twice(
    texting: Installation,
    text: Text,
    gateway: HttpService,
    at: VirtualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    text(AN, BO)
    with monkeypatch.context() as patched:
        patched.setattr("survey_app.messaging.outbox.services.record_end", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(texting, now=at)
    assert len(gateway.calls) == 1  # it took the first; nobody wrote that down
    at.pass_minutes(CLAIM.seconds // 60)
    assert deliver_due(texting, now=at) == {"unknown": 1, "sent": 1}
    assert sorted(call.json["to"] for call in gateway.calls) == [AN, BO]


@pytest.mark.parametrize(
    ("header", "seconds"), [("0", 0), ("90", 90), ("", None), ("soon", None), ("-5", None)]
)
def test_a_wish_is_read_in_seconds(header: str, seconds: int | None) -> None:
    wish = retry_after(header)
    assert (None if wish is None else wish.total_seconds()) == seconds


def test_a_wish_is_read_as_a_moment() -> None:
    moment = (clock.now() + datetime.timedelta(minutes=10)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    wish = retry_after(moment)
    assert wish is not None
    assert 590 < wish.total_seconds() <= 600


@pytest.mark.parametrize(
    ("header", "wish"),
    [
        ("9999999", LONGEST),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
        ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
    ],
)
def test_a_wish_for_years_is_cut_short(header: str, wish: datetime.timedelta | None) -> None:
    assert retry_after(header) == wish


def test_a_service_is_asked_again_after_a_minute() -> None:
    at = [0.0]
    quiet = Quiet(lambda: at[0])
    quiet.leave_alone("a")
    assert quiet.left("b") is None
    assert quiet.left("a") == PAUSE
    at[0] += PAUSE.total_seconds()
    assert quiet.left("a") is None
