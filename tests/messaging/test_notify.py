"""NotifyNL or GOV.UK Notify, with the official client, against a server that speaks its API."""

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient

from survey_app.application import create_app
from survey_app.config import Smtp, load_config
from survey_app.errors import SettingError
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.channels import carriers, notify
from survey_app.messaging.channels.choosing import mail_channel
from survey_app.messaging.channels.quiet import Quiet
from survey_app.messaging.outbox.services import CLAIM, deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.outbox.ways import channel_for
from survey_app.messaging.replies.services import read_told
from survey_app.models import Message, MessageReply
from survey_app.settings.messages import Notify
from tests.messaging.conftest import WAVE, VirtualClock, messages, states
from tests.messaging.replies.conftest import AN, in_state, waiting
from tests.messaging.replies.test_answers import rows
from tests.services.http_service import Answer, Call, HttpService, http_service

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
OF = "TRAJECTSPIEGEL_NOTIFY_"
SERVICE = "11111111-1111-4111-8111-111111111111"
SECRET = "22222222-2222-4222-8222-222222222222"
MAIL = "33333333-3333-4333-8333-333333333333"
TEXT = "44444444-4444-4444-8444-444444444444"
KEY, TOKEN = f"proef-{SERVICE}-{SECRET}", "t" * 40
EMAIL = "an@proef.example"
DELIVERY, RECEIVED = "/koppeling/notify/bezorging", "/koppeling/notify/antwoord"
SETTINGS = {
    f"{OF}URL": "https://api.notify.example",
    f"{OF}KEY": KEY,
    f"{OF}EMAIL_TEMPLATE": MAIL,
    f"{OF}SMS_TEMPLATE": TEXT,
    f"{OF}TOKEN": TOKEN,
}


def speaks(call: Call) -> Answer:
    """What the API answers: 201 with our reference, or what it says to a wrong key."""
    token = call.headers["Authorization"].removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
    except jwt.InvalidTokenError:
        return refusal(403, "AuthError", "Invalid token: signature")
    assert claims["iss"] == SERVICE
    assert abs(claims["iat"] - time.time()) < 30
    said = {"id": SERVICE, "reference": call.json["reference"], "content": {}}
    return Answer(201, json.dumps(said).encode())


def refusal(status: int, error: str, message: str) -> Answer:
    said = {"status_code": status, "errors": [{"error": error, "message": message}]}
    return Answer(status, json.dumps(said).encode())


@pytest.fixture
def service() -> Iterator[HttpService]:
    with http_service(speaks) as running:
        yield running


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    moment = VirtualClock()
    monkeypatch.setattr(carriers, "QUIET", Quiet(lambda: moment().timestamp()))
    return moment


@pytest.fixture
def notifying(sender: Installation, service: HttpService, at: VirtualClock) -> Installation:
    config = replace(
        sender.config,
        smtp=Smtp(),
        notify=Notify(service.url, KEY, MAIL, TEXT, TOKEN),
        allowed_recipients=("@proef.example", AN),
    )
    return replace(sender, config=config)


def invite(installation: Installation, tmp_path: Path, channel: str) -> None:
    path = tmp_path / "contacten.csv"
    way = (
        f"telefoon;vragenlijst\nAn;{AN}" if channel == "sms" else f"e-mail;vragenlijst\nAn;{EMAIL}"
    )
    path.write_text(f"naam;{way};K3-TIJDENS\n")
    assert not import_contacts(installation, path, WAVE).refused
    assert queue_messages(installation, WAVE, channel) == Queued(1, 0)


def test_an_email_goes_with_subject_body_reference_and_one_click(
    notifying: Installation, service: HttpService, at: VirtualClock, tmp_path: Path
) -> None:
    invite(notifying, tmp_path, "smtp")
    assert deliver_due(notifying, now=at) == {"sent": 1}
    (call,) = service.calls
    (message,) = messages(notifying)
    said = call.json
    assert call.path == "/v2/notifications/email"
    assert (said["email_address"], said["template_id"]) == (EMAIL, MAIL)
    assert said["reference"] == message.id
    assert said["personalisation"]["subject"].startswith("Hoe vindt u de hulp")
    assert "https://spiegel.example/v/" in said["personalisation"]["body"]
    assert said["one_click_unsubscribe_url"].startswith("https://spiegel.example/afmelden/")


def test_an_email_that_was_killed_half_way_is_not_handed_over_again(
    notifying: Installation,
    service: HttpService,
    at: VirtualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    invite(notifying, tmp_path, "smtp")
    with monkeypatch.context() as patched:
        patched.setattr("survey_app.messaging.outbox.services.record_end", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(notifying, now=at)
    at.pass_minutes(CLAIM.seconds // 60)
    assert deliver_due(notifying, now=at) == {"unknown": 1}
    assert len(service.calls) == 1  # no mailbox would know the second for a double


def test_a_text_message_goes_with_its_body(
    notifying: Installation, service: HttpService, at: VirtualClock, tmp_path: Path
) -> None:
    invite(notifying, tmp_path, "sms")
    assert deliver_due(notifying, now=at) == {"sent": 1}
    (call,) = service.calls
    assert call.path == "/v2/notifications/sms"
    assert (call.json["phone_number"], call.json["template_id"]) == (AN, TEXT)
    assert list(call.json["personalisation"]) == ["body"]


@one_database
@pytest.mark.parametrize(
    ("answer", "end", "reason"),
    [
        (
            refusal(400, "ValidationError", "phone_number Not enough digits"),
            "failed",
            "dienst Notify antwoordde 400",
        ),
        (
            refusal(400, "BadRequestError", "Template not found"),
            "retry",
            "dienst Notify antwoordde 400: kijk naar de instellingen TRAJECTSPIEGEL_NOTIFY_*",
        ),
        (
            refusal(403, "AuthError", "Invalid token"),
            "retry",
            "dienst Notify antwoordde 403: kijk naar de instellingen TRAJECTSPIEGEL_NOTIFY_*",
        ),
        (
            Answer(302, headers=(("Location", "http://127.0.0.1:1/elsewhere"),)),
            "retry",
            "dienst Notify antwoordde 302: kijk naar de instellingen TRAJECTSPIEGEL_NOTIFY_*",
        ),
        (refusal(429, "RateLimitError", "Exceeded"), "retry", "dienst Notify antwoordde 429"),
        (refusal(500, "Exception", "Internal"), "retry", "dienst Notify antwoordde 500"),
        (Answer(500, b"<html>"), "retry", "dienst Notify antwoordde 500"),
        (Answer(503), "retry", "dienst Notify antwoordde 503"),
        (Answer(504), "unknown", "dienst Notify antwoordde 504: misschien bezorgd"),
        (Answer(200, b"<html>"), "unknown", None),
        (Answer(201, b"[]"), "unknown", None),
        (Answer(201, b'{"id": "x", "reference": "y"}'), "unknown", None),
        (Answer(204), "unknown", None),
        (Answer(drops=True), "unknown", "verbinding verbroken na het bericht: misschien bezorgd"),
    ],
)
def test_what_it_answers_ends_the_message_in_one_known_way(
    notifying: Installation,
    service: HttpService,
    at: VirtualClock,
    tmp_path: Path,
    answer: Answer,
    end: str,
    reason: str | None,
) -> None:
    service.answers = [answer]
    invite(notifying, tmp_path, "sms")
    assert deliver_due(notifying, now=at) == {end: 1}
    (message,) = messages(notifying)
    assert message.reason == (
        reason or "onbegrijpelijk antwoord van de dienst Notify: misschien bezorgd"
    )
    for _ in range(2):
        at.pass_minutes(60)
        deliver_due(notifying, now=at)
    assert len(service.calls) == (2 if end == "retry" else 1)
    assert states(notifying) == ["sent" if end == "retry" else end]


@one_database
def test_a_service_that_is_not_there_or_hangs(
    notifying: Installation,
    service: HttpService,
    at: VirtualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    invite(notifying, tmp_path, "sms")
    away = replace(notifying.config.notify, url="http://127.0.0.1:1")
    gone = replace(notifying, config=replace(notifying.config, notify=away))
    assert deliver_due(gone, now=at) == {"retry": 1}
    at.pass_minutes(5)
    monkeypatch.setattr(notify, "PATIENCE_SECONDS", 0.3)
    service.answers = [Answer(201, b"{}", seconds=1.0)]
    assert deliver_due(notifying, now=at) == {"unknown": 1}


@one_database
def test_the_client_logs_nobody_we_write_to(
    notifying: Installation,
    service: HttpService,
    at: VirtualClock,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service.answers = [refusal(400, "ValidationError", f"phone_number {AN} is not possible")]
    invite(notifying, tmp_path, "sms")
    with caplog.at_level(logging.DEBUG):
        deliver_due(notifying, now=at)
    assert AN not in caplog.text


@pytest.fixture
def callback(notifying: Installation) -> FlaskClient:
    return create_app(installation=notifying).test_client()


def tell(client: FlaskClient, place: str, said: Any, token: str = TOKEN) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return client.post(place, json=said, headers=headers).status_code


def delivery(message: Message, status: str) -> dict[str, str]:
    return {"id": SERVICE, "reference": message.id, "to": AN, "status": status}


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        ("delivered", "sent", None),
        ("permanent-failure", "failed", "niet te bezorgen op dit adres"),
        ("temporary-failure", "failed", "nu niet te bezorgen"),
        ("technical-failure", "failed", "nu niet te bezorgen"),
        ("sending", "sent", None),
    ],
)
def test_a_callback_says_how_a_message_ended(
    notifying: Installation,
    callback: FlaskClient,
    tmp_path: Path,
    status: str,
    state: str,
    reason: str | None,
) -> None:
    invite(notifying, tmp_path, "sms")
    in_state(notifying, "sent")
    assert tell(callback, DELIVERY, delivery(messages(notifying)[0], status)) == 204
    read_told(notifying)
    (message,) = messages(notifying)
    assert (message.state, message.reason) == (state, reason)
    assert message.delivered is (status == "delivered")
    again = Queued(1, 0) if status in ("temporary-failure", "technical-failure") else Queued(0, 0)
    assert queue_messages(notifying, WAVE, "sms") == again


@one_database
def test_a_callback_without_our_token_is_refused(
    notifying: Installation, callback: FlaskClient, tmp_path: Path
) -> None:
    invite(notifying, tmp_path, "sms")
    said = delivery(messages(notifying)[0], "permanent-failure")
    for place in (DELIVERY, RECEIVED):
        assert callback.post(place, json=said).status_code == 401
        for token in ("", "t" * 39, "t" * 41, "T" * 40, "é"):
            assert tell(callback, place, said, token) == 401
        basic = {"Authorization": f"Basic {TOKEN}"}
        assert callback.post(place, json=said, headers=basic).status_code == 401
    assert waiting(notifying) == 0


@one_database
def test_a_receipt_of_a_message_of_others_is_taken_and_forgotten(
    notifying: Installation, callback: FlaskClient
) -> None:
    for reference in (None, "", "van een ander", 7):
        said = {"id": SERVICE, "reference": reference, "status": "delivered"}
        assert tell(callback, DELIVERY, said) == 204
    assert waiting(notifying) == 0
    assert tell(callback, DELIVERY, ["delivered"]) == 422


@one_database
def test_a_text_message_that_came_in_reaches_the_fieldworker(
    notifying: Installation, callback: FlaskClient, tmp_path: Path
) -> None:
    invite(notifying, tmp_path, "sms")
    in_state(notifying, "sent")
    said = {"id": SERVICE, "source_number": AN[1:], "message": "Bel mij", "date_received": "x"}
    assert tell(callback, RECEIVED, said) == 204
    assert tell(callback, RECEIVED, said) == 204
    read_told(notifying)
    assert len(rows(notifying, MessageReply)) == 1


@one_database
def test_without_a_token_there_is_no_such_place(sender: Installation) -> None:
    client = create_app(installation=sender).test_client()
    assert tell(client, DELIVERY, {}) == 404
    assert tell(client, RECEIVED, {}) == 404


def test_it_does_not_start_without_an_address_of_its_own() -> None:
    without = {name: text for name, text in SETTINGS.items() if name != f"{OF}URL"}
    with pytest.raises(SettingError, match="British service"):
        load_config(without)
    with pytest.raises(SettingError, match="British service"):
        load_config({f"{OF}KEY": KEY})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "http://api.notify.example"),
        ("URL", "api.notify.example"),
        ("URL", "https://api.notify.example/v2"),
        ("KEY", ""),
        ("KEY", SECRET),
        ("KEY", f"proef-{SERVICE}"),
        ("EMAIL_TEMPLATE", "uitnodiging"),
        ("SMS_TEMPLATE", TEXT.upper() + "x"),
        ("TOKEN", "kort"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"{OF}{name}"):
        load_config(SETTINGS | {f"{OF}{name}": value})


def test_one_service_sends_and_the_choice_follows_the_settings() -> None:
    config = load_config(SETTINGS)
    assert (channel_for(config, "email"), channel_for(config, "phone")) == ("smtp", "sms")
    only_mail = load_config({n: t for n, t in SETTINGS.items() if n != f"{OF}SMS_TEMPLATE"})
    assert channel_for(only_mail, "phone") is None
    both = load_config(SETTINGS | {"TRAJECTSPIEGEL_SMTP_HOST": "mail.voorbeeld.nl"})
    with mail_channel(both) as channel:  # the mail server is for staff then
        assert type(channel).__name__ == "NotifyChannel"
    gateway = {"URL": "https://sms.example", "KEY": "k", "SENDER": "+31612345678"}
    texts = {f"TRAJECTSPIEGEL_SMS_{name}": text for name, text in gateway.items()}
    with pytest.raises(SettingError, match="SMS_URL"):
        load_config(SETTINGS | texts)
    neither = {
        n: t for n, t in SETTINGS.items() if n not in (f"{OF}SMS_TEMPLATE", f"{OF}EMAIL_TEMPLATE")
    }
    with pytest.raises(SettingError, match="SMS_TEMPLATE"):
        load_config(neither)
