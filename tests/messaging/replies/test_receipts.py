"""Delivery receipts over HTTP: signed, not repeatable, final (row B7 of the catalogue)."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.application import create_app
from survey_app.clock import now
from survey_app.installation import Installation
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.outbox.status import standing
from survey_app.messaging.replies.services import PATIENCE_DAYS, read_told
from survey_app.messaging.replies.signatures import VALID_SECONDS, signature_of
from survey_app.models import Contact, Message, Told
from tests.messaging.conftest import WAVE, messages, states
from tests.messaging.replies.conftest import AN, RECEIPTS, SECRET, Tell, in_state, waiting

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def receipt(message: Message, status: str, reason: str = "") -> dict[str, str]:
    return {"id": message.id, "status": status, "reason": reason}


def test_a_delivered_message_is_noted_once_the_worker_reads_it(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    assert tell(receipt(sent, "delivered")).status_code == 204
    assert not messages(texting)[0].delivered
    read_told(texting)
    (message,) = messages(texting)
    assert (message.state, message.delivered, message.reason) == ("sent", True, None)
    assert waiting(texting) == 0


def test_an_unknown_message_that_was_delivered_is_sent(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    in_state(texting, "unknown")
    tell(receipt(sent, "delivered"))
    read_told(texting)
    assert states(texting) == ["sent"]


def test_what_could_not_be_delivered_now_goes_out_again_with_the_next_sending(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    tell(receipt(sent, "undelivered", "absent subscriber"))
    read_told(texting)
    (message,) = messages(texting)
    assert message.state == "failed"
    assert message.reason == "nu niet te bezorgen (absent subscriber)"
    assert queue_messages(texting, WAVE, "sms") == Queued(1, 0)


def test_nobody_is_written_to_at_a_number_that_does_not_exist_until_it_is_corrected(
    texting: Installation, sent: Message, tell: Tell, tmp_path: Any
) -> None:
    tell(receipt(sent, "failed", "unknown subscriber"))
    read_told(texting)
    _, (told,) = standing(texting, WAVE)
    assert (told.recipient, told.state) == (AN, "failed")
    assert told.reason == "niet te bezorgen op dit adres (unknown subscriber)"
    assert queue_messages(texting, WAVE, "sms") == Queued(0, 0)
    assert states(texting) == ["failed"]
    with Session(texting.engine) as session:
        contact = session.scalars(select(Contact)).one()
        assert contact.bounced_phone == contact.phone_hash
        contact.phone_hash = b"another number"  # as after a correction
        session.commit()
    assert queue_messages(texting, WAVE, "sms") == Queued(1, 0)


def test_the_end_of_a_message_is_final_in_whatever_order_receipts_come(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    tell(receipt(sent, "delivered"))
    read_told(texting)
    for status in ("failed", "undelivered", "delivered"):
        assert tell(receipt(sent, status)).status_code == 204
    read_told(texting)
    assert [(m.state, m.delivered) for m in messages(texting)] == [("sent", True)]
    assert waiting(texting) == 0
    in_state(texting, "cancelled")
    tell(receipt(sent, "failed"))
    read_told(texting)
    assert states(texting) == ["cancelled"]


def test_a_failure_stays_a_failure(texting: Installation, sent: Message, tell: Tell) -> None:
    tell(receipt(sent, "failed"))
    read_told(texting)
    tell(receipt(sent, "delivered"))
    read_told(texting)
    assert [(m.state, m.delivered) for m in messages(texting)] == [("failed", False)]


def test_the_same_receipt_told_many_times_stands_there_once(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    for second in range(4):
        assert tell(receipt(sent, "delivered"), seconds=second).status_code == 204
    assert waiting(texting) == 1


def test_a_receipt_that_is_faster_than_our_own_note_waits_for_it(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    in_state(texting, "sending")
    tell(receipt(sent, "delivered"))
    read_told(texting)
    assert (states(texting), waiting(texting)) == (["sending"], 1)
    in_state(texting, "sent")
    read_told(texting)
    assert messages(texting)[0].delivered


@one_database
def test_nothing_waits_for_ever(
    texting: Installation, sent: Message, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_state(texting, "sending")
    tell(receipt(sent, "delivered"))
    with Session(texting.engine) as session:
        told = session.scalars(select(Told)).one()
        told.told_on = told.told_on.fromordinal(told.told_on.toordinal() - PATIENCE_DAYS - 1)
        session.commit()
    read_told(texting)
    assert waiting(texting) == 0


@one_database
def test_what_waits_can_be_read_by_the_worker_only(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    tell(receipt(sent, "failed", "unknown subscriber"))
    with Session(texting.engine) as session:
        sealed = session.scalars(select(Told)).one().sealed
    assert sent.id.encode() not in sealed
    assert b"subscriber" not in sealed


@one_database
@pytest.mark.parametrize("seconds", [-VALID_SECONDS - 5, VALID_SECONDS + 5])
def test_a_call_from_another_moment_is_refused(
    texting: Installation, sent: Message, tell: Tell, seconds: int
) -> None:
    assert tell(receipt(sent, "failed"), seconds=seconds).status_code == 401
    assert waiting(texting) == 0


@one_database
def test_a_call_without_our_signature_is_refused(
    texting: Installation, sent: Message, client: FlaskClient, tell: Tell
) -> None:
    body = json.dumps(receipt(sent, "failed")).encode()
    moment = str(int(now().timestamp()))
    right = signature_of(SECRET, moment, body)
    other = signature_of(SECRET, str(int(moment) + 1), body)
    for headers in (
        {},
        {"X-Timestamp": moment},
        {"X-Signature": right},
        {"X-Timestamp": moment, "X-Signature": right.upper()},
        {"X-Timestamp": moment, "X-Signature": f"{right}0"},
        {"X-Timestamp": moment, "X-Signature": other},
        {"X-Timestamp": f"+{moment}", "X-Signature": right},
        {"X-Timestamp": "nan", "X-Signature": signature_of(SECRET, "nan", body)},
        {"X-Timestamp": "9" * 400, "X-Signature": signature_of(SECRET, "9" * 400, body)},
        {"X-Timestamp": moment, "X-Signature": "é"},
    ):
        assert client.post(RECEIPTS, data=body, headers=headers).status_code == 401, headers
    changed = body.replace(b"failed", b"delivered")
    signed = {"X-Timestamp": moment, "X-Signature": right}
    assert client.post(RECEIPTS, data=changed, headers=signed).status_code == 401
    assert tell(receipt(sent, "failed"), secret="t" * 40).status_code == 401
    assert waiting(texting) == 0


@one_database
@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 50_000,
        b"\xff",
        {},
        {"id": "x", "status": "delivered"},
        {"id": 7, "status": "delivered"},
        {"id": "0" * 32},
        {"id": "0" * 32, "status": "gone"},
        {"id": "0" * 32, "status": ["delivered"]},
    ],
)
def test_another_body_is_refused_with_a_sentence(
    texting: Installation, tell: Tell, said: Any
) -> None:
    answer = tell(said)
    assert answer.status_code == 422
    assert answer.get_json()["error"]
    assert waiting(texting) == 0


@one_database
def test_a_very_large_body_is_not_read(tell: Tell) -> None:
    assert tell(b"x" * 70_000).status_code == 413


@one_database
def test_a_message_that_nobody_knows_leaves_nothing_behind(
    texting: Installation, tell: Tell
) -> None:
    assert tell({"id": "0" * 32, "status": "failed"}).status_code == 204
    read_told(texting)
    assert waiting(texting) == 0


@one_database
def test_a_reason_with_a_number_or_name_in_it_is_not_kept(
    texting: Installation, sent: Message, tell: Tell
) -> None:
    tell(receipt(sent, "failed", f"{AN} <An>"))
    read_told(texting)
    assert messages(texting)[0].reason == "niet te bezorgen op dit adres"


@one_database
def test_without_a_secret_there_is_no_such_place(sender: Installation, tell: Tell) -> None:
    client = create_app(installation=sender).test_client()
    assert client.post(RECEIPTS, data=b"{}").status_code == 404
