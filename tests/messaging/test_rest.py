"""People are left in peace between messages: 10 days, 5 days, and 8 weeks between waves."""

import datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.installation import Installation
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.models import Message
from tests.messaging.conftest import WAVE, Invite, messages
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

AN = "an@proef.example"


def test_a_sent_message_keeps_its_day_and_a_failed_one_has_none(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    smtp_sink.reply("bo@proef.example", "550 no such user")
    queue(AN, "bo@proef.example")
    deliver_due(sender)
    days = {message.state: message.sent_on for message in messages(sender)}
    assert days == {"sent": today(), "failed": None}


@pytest.mark.parametrize(("days", "expected"), [(9, Queued(0, 0, 1)), (10, Queued(1, 0, 0))])
def test_a_reminder_waits_ten_days(
    sender: Installation, queue: Invite, days: int, expected: Queued
) -> None:
    queue(AN)
    deliver_due(sender)
    days_pass(sender.engine, days)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == expected


@pytest.mark.parametrize(("days", "queued"), [(4, 0), (5, 1)])
def test_a_reminder_never_comes_within_five_days_of_another_message(
    sender: Installation, queue: Invite, days: int, queued: int
) -> None:
    queue(AN)
    deliver_due(sender)
    days_pass(sender.engine, 20)
    queue(AN, questionnaire="K4-EINDE")
    deliver_due(sender)
    days_pass(sender.engine, days)
    assert queue_messages(sender, WAVE, "smtp", reminder=True).queued == queued


@pytest.mark.parametrize(("days", "expected"), [(55, Queued(0, 0, 1)), (56, Queued(1, 0, 0))])
def test_another_wave_leaves_a_person_in_peace_for_eight_weeks(
    sender: Installation, queue: Invite, tmp_path: Path, days: int, expected: Queued
) -> None:
    queue(AN)
    deliver_due(sender)
    days_pass(sender.engine, days)
    week = datetime.timedelta(days=7)
    new_wave(sender, WavePlan("Winter", "Waddinxveen", today() - week, today() + week))
    import_contacts(sender, tmp_path / "contacten.csv", "Winter")
    assert queue_messages(sender, "Winter", "smtp") == expected


def test_a_message_that_came_back_is_no_reason_to_wait(
    sender: Installation, queue: Invite, tmp_path: Path
) -> None:
    queue(AN)
    deliver_due(sender)
    with Session(sender.engine) as session:  # as a receipt leaves it: with its day
        session.execute(update(Message).values(state="failed"))
        session.commit()
    week = datetime.timedelta(days=7)
    new_wave(sender, WavePlan("Winter", "Waddinxveen", today() - week, today() + week))
    import_contacts(sender, tmp_path / "contacten.csv", "Winter")
    assert queue_messages(sender, "Winter", "smtp") == Queued(1, 0)


def test_a_reminder_that_came_back_yesterday_goes_out_again(
    sender: Installation, queue: Invite
) -> None:
    queue(AN)
    deliver_due(sender)
    days_pass(sender.engine, 10)
    assert queue_messages(sender, WAVE, "smtp", reminder=True).queued == 1
    deliver_due(sender)
    with Session(sender.engine) as session:
        came_back = update(Message).where(Message.kind == "reminder").values(state="failed")
        session.execute(came_back)
        session.commit()
    days_pass(sender.engine, 1)
    assert queue_messages(sender, WAVE, "smtp", reminder=True).queued == 1
